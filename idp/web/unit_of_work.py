"""One transaction per request: committed when the answer is below 500 and no error page, else rolled back."""

from collections.abc import Callable

from flask import Flask, Response, current_app

from idp.store import patience
from idp.store.db import db
from idp.web.current import services


def begin_units_of_work(app: Flask) -> None:
    """Commit or roll back after every request, before the answer leaves; and keep nobody waiting for the database."""
    app.before_request(patience.begin)
    app.teardown_request(lambda _error: patience.end())
    app.after_request(_finish)
    app.teardown_appcontext(_clean_up)


def roll_back() -> None:
    """Undo what this request has written; whatever it writes from now on counts."""
    db.session.rollback()


def let_go() -> None:
    """Give the session back, for a request that has only read; what it read holds whatever becomes of the database."""
    db.session.remove()


def settle() -> None:
    """Commit what this request has written so far, before it waits for somebody outside: no lock is held meanwhile."""
    db.session.commit()


def settle_only(write: Callable[[], None]) -> None:
    """Commit one thing, and nothing else that this request has begun: the record of a refusal, and no key it came with.

    Args:
        write: Writes it.
    """
    roll_back()
    write()
    settle()


def _finish(response: Response) -> Response:
    if response.status_code >= 500:
        db.session.rollback()
        return response
    if not db.session.registry.has():
        return response  # nobody has asked for a session
    try:
        db.session.commit()
    except Exception as error:  # noqa: BLE001  whatever it is, nothing was acknowledged: the error page answers
        db.session.rollback()
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _clean_up(_error: BaseException | None) -> None:
    services().stale.remove()
    db.session.remove()
