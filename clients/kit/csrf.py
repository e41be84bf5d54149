"""A token in every form of ours: another site cannot make a citizen's browser change something here."""

import hmac
import secrets

from flask import Flask, Request, request, session
from werkzeug.exceptions import BadRequest

FIELD = "csrf_token"
_HARMLESS = ("GET", "HEAD", "OPTIONS")


class FormTokenMissing(BadRequest):
    """A form without its token, or with another session's."""


def register_csrf(app: Flask, exempt: frozenset[str]) -> None:
    """Check every form; `csrf_token()` puts the token into one.

    Args:
        app: The application.
        exempt: Endpoints that other programs call, without cookies.
    """

    @app.before_request
    def check() -> None:
        if request.method not in _HARMLESS and request.endpoint not in exempt and not _is_ours(request):
            raise FormTokenMissing

    app.jinja_env.globals[FIELD] = form_token


def form_token() -> str:
    """The token of this session."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])


def _is_ours(asked: Request) -> bool:
    expected, sent = session.get("csrf", ""), asked.form.get(FIELD, "")
    return bool(expected) and hmac.compare_digest(str(expected).encode(), sent.encode())
