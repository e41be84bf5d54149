"""Trying an application: a real authorization request, a real sign-in, and the answer shown to the operator.

The console sends the browser to the authorization endpoint as the application would, gets the code at an address of
its own, redeems it as that application, and asks UserInfo. Nothing is kept: the tokens are revoked at once.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from joserfc import jws
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from idp.oauth.client import RegisteredClient
from idp.oauth.request import Parameters, ProtocolRequest
from idp.oauth.request_sources import must_push, must_sign
from idp.oauth.response import ProtocolResponse
from idp.oauth.scopes import CLAIMS, SCOPES
from idp.oauth.supported import path_of
from idp.oauth.trial import TrialRequest
from idp.relying_parties.trials import Trial
from idp.store.models import Client
from idp.web.admin.client import client_page, the_client
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import behind_the_door, the_operator
from idp.web.admin.scope_forms import scope_titles
from idp.web.admin.trial_warnings import warnings_about
from idp.web.context import moment
from idp.web.current import services, settings

blueprint = behind_the_door(Blueprint("admin_trial", __name__, url_prefix="/admin/clients/<client_id>/trial"))

_MOMENTS = frozenset({"iat", "exp", "auth_time", "updated_at"})


@dataclass
class Result:
    """What a trial brought to light."""

    step: str
    error: str = ""
    description: str = ""
    tokens: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether everything worked."""
        return self.step == "done"

    @property
    def released(self) -> tuple[str, ...]:
        """The names of the claims about the citizen that came."""
        return tuple(name for name in CLAIMS if name in self.claims or name in self.userinfo)


@blueprint.post("")
def start(client_id: str) -> Response:
    """Send this browser to sign in to the application."""
    client = the_client(client_id)
    if not PressForm().validate_on_submit() or not may_be_tried(client):
        return redirect(url_for("admin_client.overview", client_id=client_id), 303)
    callbacks = request.host_url.rstrip("/") + url_for(".start", client_id=client_id) + "/callback"
    trial = services().client_desk.trials.begin(client, the_operator().operator_id, callbacks)
    return redirect(f"{settings().issuer}{path_of('authorize')}?{urlencode(_carried(client, trial))}", 303)


@blueprint.get("/callback/<mark>")
def callback(client_id: str, mark: str) -> Response:
    """The answer: redeem it as the application, and show what came."""
    client = the_client(client_id)
    address = request.host_url.rstrip("/") + url_for(".callback", client_id=client_id, mark=mark)
    trials = services().client_desk.trials
    answered = _answered()
    trial = trials.take(client, the_operator().operator_id, address, answered.get("state", ""))
    if trial is None:
        return client_page("trial_over", client, 410)
    result = _outcome(client, trial, answered)
    trials.record(trial, "done" if result.is_done else result.error[:60], result.released)
    request_sent = asked(client, trial)
    warnings = (
        warnings_about(client, result.tokens, result.claims, result.userinfo, request_sent["scope"])
        if result.is_done
        else []
    )
    return client_page(
        "trial",
        client,
        result=result,
        asked=request_sent,
        by_scope=_by_scope(result, request_sent["scope"]),
        warnings=warnings,
        shown=_shown,
        scope_titles=scope_titles(),
    )


def may_be_tried(client: Client) -> bool:
    """Whether citizens sign in to an application, and may do so now."""
    return client.is_live and "code" in client.metadata_.get("response_types", [])


def asked(client: Client, trial: Trial) -> dict[str, str]:
    """The authorization request: everything the application may ask for."""
    return {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": trial.redirect_uri,
        "scope": str(client.metadata_.get("scope", "openid")),
        "state": trial.state,
        "nonce": trial.nonce,
        "code_challenge": trial.challenge,
        "code_challenge_method": "S256",
    }


def _carried(client: Client, trial: Trial) -> dict[str, str]:
    """What the browser carries of the request: a reference to it, where the application has to push or sign."""
    request_sent, registered = asked(client, trial), RegisteredClient(client)
    if must_push(registered) or must_sign(registered):
        answer = _as_client(client, "pushed_authorization", request_sent)
        if answer.status == 201 and not isinstance(answer.body, str):
            return {"client_id": client.client_id, "request_uri": str(answer.body["request_uri"])}
    return request_sent


def _answered() -> dict[str, str]:
    """The parameters of the answer. A signed one is read as any other is: only its code and state can do anything."""
    try:
        said = _opened(request.args["response"])[1] if "response" in request.args else request.args
    except (JoseError, ValueError):
        return {}
    return {name: str(value) for name, value in said.items()}


def _outcome(client: Client, trial: Trial, answered: dict[str, str]) -> Result:
    if "code" not in answered:
        error, words = answered.get("error", "no_code"), answered.get("error_description", "")
        return Result("authorize", error[:60], words[:300])
    answer = _as_client(client, "token", _redemption(trial, answered["code"]))
    if answer.status != 200:
        return Result("token", *_error_of(answer))
    tokens = dict(answer.body) if not isinstance(answer.body, str) else {}
    result = Result(
        "done", tokens={key: tokens[key] for key in ("token_type", "expires_in", "scope") if key in tokens}
    )
    result.tokens["refresh_token"] = "refresh_token" in tokens
    if "id_token" in tokens:
        result.header, result.claims = _opened(str(tokens["id_token"]))
    people = _userinfo(str(tokens["access_token"]))
    if people.status != 200:
        result.step, (result.error, result.description) = "userinfo", _error_of(people)
    else:
        said = _opened(people.body)[1] if isinstance(people.body, str) else people.body
        result.userinfo = {name: value for name, value in said.items() if name not in ("iss", "aud")}
    _as_client(client, "revocation", {"token": str(tokens.get("refresh_token") or tokens["access_token"])})
    return result


def _redemption(trial: Trial, code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": trial.redirect_uri,
        "code_verifier": trial.verifier,
    }


def _as_client(client: Client, endpoint: str, fields: dict[str, str]) -> ProtocolResponse:
    answer = services().trial_provider.respond(endpoint, TrialRequest(client, path_of(endpoint), fields))
    return answer if isinstance(answer, ProtocolResponse) else ProtocolResponse(500)


def _userinfo(access_token: str) -> ProtocolResponse:
    asked_with = ProtocolRequest(
        "GET",
        path=path_of("userinfo"),
        parameters=Parameters([]),
        headers={"Authorization": f"Bearer {access_token}"},
    )
    answer = services().trial_provider.respond("userinfo", asked_with)
    return answer if isinstance(answer, ProtocolResponse) else ProtocolResponse(500)


def _opened(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    # Signed a moment ago by ourselves: read, not verified.
    token = jws.extract_compact(text.encode())
    return dict(token.headers()), json.loads(token.payload)


def _error_of(answer: ProtocolResponse) -> tuple[str, str]:
    body = answer.body if not isinstance(answer.body, str) else {}
    return str(body.get("error", answer.status))[:60], str(body.get("error_description", ""))[:300]


def _by_scope(result: Result, scope: str) -> list[tuple[str, dict[str, Any]]]:
    """What UserInfo gave, under the scope it belongs to; what belongs to none comes last."""
    left = dict(result.userinfo)
    groups = []
    for name in scope.split():
        mine = {claim: left.pop(claim) for claim in SCOPES.get(name, ()) if claim in left}
        groups.append((name, mine))
    return [*groups, ("", left)] if left else groups


def _shown(name: str, value: Any) -> str:
    """A value as a page shows it; moments in words beside the number."""
    if name in _MOMENTS and isinstance(value, int):
        return f"{value} · {moment(datetime.fromtimestamp(value, UTC))}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
