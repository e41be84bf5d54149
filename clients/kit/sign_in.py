"""Signing in: to the provider and back, silently where a session is already open there, stronger where needed.

Source: OpenID Connect Core 1.0, 3.1; RFC 7636 (PKCE); RFC 9207 (`iss`); RFC 9700.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Blueprint, Flask, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from clients.kit import problems
from clients.kit.citizen import Citizen, current_citizen, keep_citizen
from clients.kit.language import language
from clients.kit.oidc import REFUSALS, client, facts_of, level_of, provider, redirect_uri, tokens_for_code
from clients.kit.provider import ProviderUnreachable
from clients.kit.sessions import ENDED_ELSEWHERE, start_afresh
from clients.kit.tokens import id_token, keep_tokens

SECONDS_BETWEEN_SILENT_TRIES = 5 * 60
_SILENT_TRY = "silent_try"
_NEEDS_PERSON = frozenset({"login_required", "account_selection_required"})
_NEEDS_PAGE = frozenset({"interaction_required", "consent_required"})
_DOWN = frozenset({"temporarily_unavailable", "server_error"})

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


def to_provider(target: str, *, level: int = 1, silent: bool = False) -> Response:
    """Send the browser to the provider, and remember where it wanted to go.

    Args:
        target: The path to come back to.
        level: The level to ask for, and to check on return.
        silent: Whether the provider may not show a page (`prompt=none`).
    """
    citizen = current_citizen()
    wishes = {
        "ui_locales": language(),
        "prompt": "none" if silent else None,
        "acr_values": f"LoA{level}" if level > 1 else None,
        # The same person is asked to come back stronger, not just anybody.
        "id_token_hint": id_token() if citizen and level > citizen.level else None,
    }
    given = {name: value for name, value in wishes.items() if value}
    try:
        begun = client().create_authorization_url(redirect_uri(), **given)
    except ProviderUnreachable as reason:
        return problems.show(problems.provider_down(), str(reason), retry=target)
    flow = {"target": target, "level": level, "silent": silent, "sub": citizen.sub if citizen else None}
    client().save_authorize_data(redirect_uri=redirect_uri(), flow=flow, **begun)
    return redirect(begun["url"], 303)


@blueprint.get("/sign-in")
def start() -> ResponseReturnValue:
    """Sign in, because the citizen pressed a button; `next` says where to go afterwards, `level` how strongly."""
    level = 2 if request.args.get("level") == "2" else 1
    return to_provider(safe_path(request.args.get("next")), level=level)


@blueprint.get("/callback")
def callback() -> ResponseReturnValue:
    """The provider's answer. Nothing in it counts before it is known to belong to a request of this browser."""
    state = request.args.get("state", "")
    known = client().framework.get_state_data(session, state)
    if known is None or _is_repeated():
        return _belongs_to_nothing()
    if reason := _wrong_issuer():
        client().framework.clear_state_data(session, state)
        return problems.show(problems.not_trusted(), reason, retry=known["flow"]["target"])
    if "error" in request.args:
        client().framework.clear_state_data(session, state)
        return _refused(known["flow"])
    return _finish(known["flow"])


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


def _finish(flow: dict[str, Any]) -> ResponseReturnValue:
    try:
        tokens = tokens_for_code()
        facts = facts_of(tokens)
    except (ProviderUnreachable, requests.RequestException) as reason:
        return problems.show(problems.provider_down(), type(reason).__name__, retry=flow["target"])
    except REFUSALS as refusal:
        why = f"{type(refusal).__name__} {refusal}"
        return problems.show(problems.not_trusted(), why, retry=flow["target"])
    citizen = _citizen(tokens, facts)
    _sign_in(citizen, tokens)
    if flow["sub"] not in (None, citizen.sub):
        return render_template("kit/somebody_else.html", citizen=citizen)
    if citizen.level < flow["level"]:
        return problems.show(
            problems.level_not_reached(),
            f"level {flow['level']} was asked for, {citizen.level} came back",
            retry=flow["target"],
            level=flow["level"],
        )
    return redirect(flow["target"], 303)


def _citizen(tokens: dict[str, Any], facts: dict[str, Any]) -> Citizen:
    claims = tokens["userinfo"]
    return Citizen(
        sub=claims["sub"],
        sid=claims.get("sid"),
        level=level_of(claims.get("acr")),
        facts={name: value for name, value in facts.items() if name != "sub"},
    )


def _sign_in(citizen: Citizen, tokens: dict[str, Any]) -> None:
    # Whatever the session held may be a stranger's, or the person's who sat here before.
    start_afresh()
    keep_citizen(citizen)
    keep_tokens(tokens)


def _refused(flow: dict[str, Any]) -> ResponseReturnValue:
    error = request.args["error"]
    if flow["silent"] and error in _NEEDS_PERSON:
        return redirect(flow["target"], 303)
    if flow["silent"] and error in _NEEDS_PAGE:
        return to_provider(flow["target"], level=flow["level"])
    kinds = {
        "access_denied": problems.denied,
        "unmet_authentication_requirements": problems.level_not_reached,
        **dict.fromkeys(_DOWN, problems.provider_down),
    }
    description = request.args.get("error_description", "")
    return problems.show(
        kinds.get(error, problems.refused_by_provider)(),
        f"the provider answered {error}: {description}",
        error=error[:100],
        description=description[:300],
        retry=flow["target"],
        level=flow["level"],
    )


def _belongs_to_nothing() -> ResponseReturnValue:
    # Reloading the page after signing in, or the back button: the code was used, and all is well.
    if current_citizen() is not None:
        return redirect("/", 303)
    return problems.show(problems.too_old(), "an answer that belongs to no request of this browser")


def _wrong_issuer() -> str | None:
    """Why the answer is not from our provider (RFC 9207, 2.4)."""
    try:
        must_say = provider().metadata().get("authorization_response_iss_parameter_supported") is True
    except ProviderUnreachable:
        must_say = True
    said = request.args.get("iss")
    if said is None:
        return "the answer names no issuer" if must_say else None
    return None if said == provider().issuer else "the answer names another issuer"


def _may_try_silently() -> bool:
    is_recent = time.time() - session.get(_SILENT_TRY, 0) < SECONDS_BETWEEN_SILENT_TRIES
    return not is_recent and ENDED_ELSEWHERE not in session


def _is_repeated() -> bool:
    return any(len(values) > 1 for _name, values in request.args.lists())


def _this_page() -> str:
    # A form was posted: its page is where to come back to, never the act itself.
    asked = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return safe_path(asked)
