"""The provider's answer: nothing in it counts before it is known to belong to a request of this browser.

Its address holds a code. No page is shown there: every answer leads on to an address that says nothing.
Source: OpenID Connect Core 1.0, 3.1.2.5 to 3.1.3.7; RFC 9207 (`iss`); RFC 9700, 4.2 and 4.3.
"""

import logging
from typing import Any

import requests
from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response

from clients.kit import problems, sign_in_problem
from clients.kit.citizen import Citizen, current_citizen, keep_citizen
from clients.kit.oidc import REFUSALS, client, facts_of, level_of, provider, tokens_for_code
from clients.kit.permission import keep_permission
from clients.kit.provider import ProviderUnreachable
from clients.kit.sessions import start_afresh
from clients.kit.sign_in import redirect_to_provider
from clients.kit.tokens import keep_tokens

_NEEDS_PERSON = frozenset({"login_required", "account_selection_required"})
_NEEDS_PAGE = frozenset({"interaction_required", "consent_required"})
_DOWN = frozenset({"temporarily_unavailable", "server_error"})

_log = logging.getLogger(__name__)
blueprint = Blueprint("callback", __name__)


@blueprint.get("/callback")
def receive() -> Response:
    """Sign the citizen in, or say why not; always by leading on."""
    state = request.args.get("state", "")
    known = client().framework.get_state_data(session, state)
    if known is None or _is_repeated():
        return sign_in_problem.lead_to_nothing_known()
    flow = known["flow"]
    try:
        return _answered(state, flow)
    except (ProviderUnreachable, requests.RequestException) as reason:
        return sign_in_problem.lead_to(problems.provider_down, type(reason).__name__, retry=flow["target"])
    except Exception as error:  # noqa: BLE001  whatever broke, its page must not stand at this address
        _log.error("unexpected", exc_info=error)
        return sign_in_problem.lead_to(problems.failed_here, type(error).__name__)


def _answered(state: str, flow: dict[str, Any]) -> Response:
    if reason := _wrong_issuer():
        client().framework.clear_state_data(session, state)
        return sign_in_problem.lead_to(problems.not_trusted, reason, retry=flow["target"])
    if "error" in request.args:
        client().framework.clear_state_data(session, state)
        return _refused(flow)
    return _finish(flow)


def _finish(flow: dict[str, Any]) -> Response:
    try:
        tokens = tokens_for_code()
        if "permission" in flow:
            return _permitted(tokens, flow)
        facts = facts_of(tokens)
    except (ProviderUnreachable, requests.RequestException):
        # Some of these are a ValueError, too, and none is a refusal.
        raise
    except REFUSALS as refusal:
        why = f"{type(refusal).__name__} {refusal}"
        return sign_in_problem.lead_to(problems.not_trusted, why, retry=flow["target"])
    citizen = _citizen(tokens, facts)
    _sign_in(citizen, tokens)
    if flow["sub"] not in (None, citizen.sub):
        return sign_in_problem.lead_to_somebody_else()
    if citizen.level < flow["level"]:
        return sign_in_problem.lead_to(
            problems.level_not_reached,
            f"level {flow['level']} was asked for, {citizen.level} came back",
            retry=flow["target"],
            level=flow["level"],
        )
    return redirect(flow["target"], 303)


def _permitted(tokens: dict[str, Any], flow: dict[str, Any]) -> Response:
    """A citizen who is signed in has allowed one act: nobody is signed in by that."""
    if flow["sub"] != tokens["userinfo"]["sub"]:
        return sign_in_problem.lead_to(problems.not_trusted, "another citizen gave the permission")
    citizen = current_citizen()
    if citizen is not None and citizen.sub == flow["sub"]:
        keep_permission(tokens, flow["permission"])
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


def _refused(flow: dict[str, Any]) -> Response:
    error = request.args["error"]
    if flow["silent"] and error in _NEEDS_PERSON:
        return redirect(flow["target"], 303)
    if flow["silent"] and error in _NEEDS_PAGE:
        return redirect_to_provider(flow["target"], level=flow["level"])
    kinds = {
        "access_denied": problems.denied,
        "unmet_authentication_requirements": problems.level_not_reached,
        **dict.fromkeys(_DOWN, problems.provider_down),
    }
    description = request.args.get("error_description", "")
    return sign_in_problem.lead_to(
        kinds.get(error, problems.refused_by_provider),
        f"the provider answered {error}: {description}",
        error=error[:100],
        description=description[:300],
        retry=flow["target"],
        level=flow["level"],
    )


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


def _is_repeated() -> bool:
    return any(len(values) > 1 for _name, values in request.args.lists())
