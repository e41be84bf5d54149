"""Signing in: to the provider, silently where a session is already open there, stronger where needed.

What comes back is read in `callback.py`. Source: OpenID Connect Core 1.0, 3.1.2.1; RFC 7636 (PKCE); RFC 9700.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from clients.kit import problems
from clients.kit.citizen import current_citizen
from clients.kit.language import language
from clients.kit.oidc import client, provider, redirect_uri
from clients.kit.provider import ProviderUnreachable
from clients.kit.sessions import ENDED_ELSEWHERE
from clients.kit.tokens import id_token

SECONDS_BETWEEN_SILENT_TRIES = 5 * 60
_SILENT_TRY = "silent_try"

View = Callable[..., ResponseReturnValue]
blueprint = Blueprint("sign_in", __name__)


def required(level: int = 1) -> Callable[[View], View]:
    """A page for signed-in citizens.

    Args:
        level: How strongly they must have signed in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            citizen = current_citizen()
            if citizen is None:
                return invite()
            if citizen.level < level:
                return to_provider(_this_page(), level=level)
            return view(*args, **kwargs)

        return guarded

    return decorate


def invite() -> ResponseReturnValue:
    """Sign in silently, once; where that did not work, ask the citizen to sign in. Never loops."""
    if request.method == "GET" and _may_try_silently():
        session[_SILENT_TRY] = time.time()
        return to_provider(_this_page(), silent=True)
    was_ended = bool(session.pop(ENDED_ELSEWHERE, False))
    return render_template("kit/sign_in.html", target=_this_page(), was_ended=was_ended), 403


def to_provider(target: str, *, level: int = 1, silent: bool = False, max_age: int | None = None) -> Response:
    """Send the browser to the provider, and remember where it wanted to go.

    Args:
        target: The path to come back to.
        level: The level to ask for, and to check on return.
        silent: Whether the provider may not show a page (`prompt=none`).
        max_age: How many seconds ago the citizen may have signed in there, where that matters.
    """
    try:
        return redirect_to_provider(target, level=level, silent=silent, max_age=max_age)
    except ProviderUnreachable as reason:
        return problems.show(problems.provider_down(), str(reason), retry=target)


def redirect_to_provider(
    target: str, *, level: int = 1, silent: bool = False, max_age: int | None = None
) -> Response:
    """Send the browser to the provider, for whoever says themselves that it does not answer; see `to_provider`.

    Raises:
        ProviderUnreachable: It does not answer.
    """
    citizen = current_citizen()
    is_same = citizen is not None and (level > citizen.level or max_age is not None)
    wishes = {
        "ui_locales": language(),
        "prompt": "none" if silent else None,
        "acr_values": f"LoA{level}" if level > 1 else None,
        # The same person is asked to come back stronger, not just anybody.
        "id_token_hint": id_token() if is_same else None,
        "max_age": None if max_age is None else str(max_age),
    }
    given = {name: value for name, value in wishes.items() if value}
    flow = {"target": target, "level": level, "silent": silent, "sub": citizen.sub if citizen else None}
    return leave_for(client().create_authorization_url(redirect_uri(), **given), flow)


def leave_for(begun: dict[str, Any], flow: dict[str, Any]) -> Response:
    """Leave for the provider, and remember what `callback.py` has to know.

    Args:
        begun: The authorization request.
        flow: What for: `target`, `level`, `silent`, and the `sub` that has to come back.
    """
    client().save_authorize_data(redirect_uri=redirect_uri(), flow=flow, **begun)
    return redirect(begun["url"], 303)


@blueprint.get("/sign-in")
def start() -> ResponseReturnValue:
    """Sign in, because the citizen pressed a button; `next` says where to go afterwards, `level` how strongly."""
    level = 2 if request.args.get("level") == "2" else 1
    return to_provider(safe_path(request.args.get("next")), level=level)


def safe_path(wanted: str | None) -> str:
    """Where to go afterwards: a page of ours, whatever was asked for."""
    text = wanted or "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    is_path = text.startswith("/") and not text.startswith("//") and not parts.scheme and not parts.netloc
    is_plain = text.isprintable() and "\\" not in text and len(text) <= 1_000
    return text if is_path and is_plain else "/"


def no_silent_try_for_now() -> None:
    """The citizen has just signed out: they are not signed in again behind their back."""
    session[_SILENT_TRY] = time.time()


def register_sign_in(app: Flask) -> None:
    """Add the pages for signing in, and tell every template who is here."""
    app.register_blueprint(blueprint)

    @app.context_processor
    def people() -> dict[str, Any]:
        return {"citizen": current_citizen(), "provider_account": f"{provider().issuer}/account"}


def _may_try_silently() -> bool:
    is_recent = time.time() - session.get(_SILENT_TRY, 0) < SECONDS_BETWEEN_SILENT_TRIES
    return not is_recent and ENDED_ELSEWHERE not in session


def _this_page() -> str:
    # A form was posted: its page is where to come back to, never the act itself.
    asked = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return safe_path(asked)
