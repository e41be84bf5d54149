"""The pages on which people sign in or register take turns, as `idp.turns` says."""

from flask import Flask, request

from idp.turns import Turnstile
from idp.web.citizen.session_cookie import SESSION, cookie, current_session
from idp.web.unit_of_work import let_go

_WAYS_IN = {"authorize", "sign_in", "register", "securing", "recovery"}


def take_turns(app: Flask, turnstile: Turnstile) -> None:
    """Let those who are on their way in through, one at a time; nobody else notices.

    Args:
        app: Registers this after everything else that comes before a request: only the page itself takes its turn.
        turnstile: What they go through.
    """

    def enter() -> None:
        if request.blueprint not in _WAYS_IN or _is_in():
            return
        let_go()  # no connection is held in the line
        turnstile.enter()

    app.before_request(enter)
    app.teardown_request(lambda _error: turnstile.leave())


def _is_in() -> bool:
    # The page asks for the session, too, and is given the same: whoever has made a cookie up, or has an old one, costs
    # one statement before the line, and then waits like everybody.
    return bool(cookie(SESSION)) and current_session() is not None
