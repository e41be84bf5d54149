"""The pages on which people sign in or register take turns, as `idp.turns` says."""

from flask import Flask, request

from idp.turns import Turnstile
from idp.web.citizen.session_cookie import SESSION, cookie

_WAYS_IN = {"authorize", "sign_in", "register", "securing", "recovery"}


def take_turns(app: Flask, turnstile: Turnstile) -> None:
    """Let those who are on their way in through, one at a time; nobody else notices.

    Args:
        app: Registers this after everything else that comes before a request: only the page itself takes its turn.
        turnstile: What they go through.
    """

    def enter() -> None:
        # To look a session up costs what is to be saved. Who makes a cookie up passes by: no worse than without turns,
        # and the places in the line for hashing are bounded for them, too.
        if request.blueprint in _WAYS_IN and not cookie(SESSION):
            turnstile.enter()

    app.before_request(enter)
    app.teardown_request(lambda _error: turnstile.leave())
