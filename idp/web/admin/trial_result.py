"""What came of trying an application: its answer is redeemed as that application, looked at, and taken back at once."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from idp.oauth.request import Parameters, ProtocolRequest
from idp.oauth.response import ProtocolResponse
from idp.oauth.scopes import CLAIMS, SCOPES
from idp.oauth.supported import path_of
from idp.oauth.trial import TrialRequest
from idp.relying_parties.trials import Trial
from idp.store.models import Client
from idp.web.context import moment
from idp.web.current import services

_MOMENTS = frozenset({"iat", "exp", "auth_time", "updated_at"})


@dataclass
class Result:
    """What a trial brought to light. `access` is what the access token says."""

    step: str
    error: str = ""
    description: str = ""
    tokens: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    access: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether everything worked."""
        return self.step == "done"

    @property
    def released(self) -> tuple[str, ...]:
        """The names of the claims about the citizen that came."""
        return tuple(name for name in CLAIMS if name in self.claims or name in self.userinfo)


def answer_parameters(sent: dict[str, str]) -> dict[str, str]:
    """The parameters of an answer. A signed one is read as any other is: only its code and state can do anything.

    Args:
        sent: As they came, by query or form.
    """
    try:
        said = _opened(sent["response"])[1] if "response" in sent else sent
    except (JoseError, ValueError):
        return {}
    return {name: str(value) for name, value in said.items()}


def result_of(client: Client, trial: Trial, answered: dict[str, str]) -> Result:
    """Redeem an answer as the application, ask UserInfo, and revoke what was issued.

    Args:
        client: The application.
        trial: What its request carried.
        answered: The parameters of the answer.
    """
    if "code" not in answered:
        error, words = answered.get("error", "no_code"), answered.get("error_description", "")
        return Result("authorize", error[:60], words[:300])
    answer = as_client(client, "token", _redemption(trial, answered["code"]))
    if answer.status != 200:
        return Result("token", *_error_of(answer))
    tokens = dict(answer.body) if not isinstance(answer.body, str) else {}
    told: dict[str, Any] = {
        key: tokens[key] for key in ("token_type", "expires_in", "scope") if key in tokens
    }
    result = Result("done", tokens={**told, "refresh_token": "refresh_token" in tokens})
    if "id_token" in tokens:
        result.header, result.claims = _opened(str(tokens["id_token"]))
    result.access = _opened(str(tokens["access_token"]))[1]
    if "openid" in str(tokens.get("scope", "")).split():
        _ask_userinfo(result, str(tokens["access_token"]))
    as_client(client, "revocation", {"token": str(tokens.get("refresh_token") or tokens["access_token"])})
    return result


def as_client(client: Client, endpoint: str, fields: dict[str, str]) -> ProtocolResponse:
    """What the application would be answered at an endpoint for programs."""
    answer = services().trial_provider.respond(endpoint, TrialRequest(client, path_of(endpoint), fields))
    return answer if isinstance(answer, ProtocolResponse) else ProtocolResponse(500)


def by_scope(result: Result, scope: str) -> list[tuple[str, dict[str, Any]]]:
    """What UserInfo gave, under the scope it belongs to; what belongs to none comes last."""
    left = dict(result.userinfo)
    groups = []
    for name in scope.split():
        mine = {claim: left.pop(claim) for claim in SCOPES.get(name, ()) if claim in left}
        groups.append((name, mine))
    return [*groups, ("", left)] if left else groups


def shown(name: str, value: Any) -> str:
    """A value as a page shows it; moments in words beside the number."""
    if name in _MOMENTS and isinstance(value, int):
        return f"{value} · {moment(datetime.fromtimestamp(value, UTC))}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def _redemption(trial: Trial, code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": trial.redirect_uri,
        "code_verifier": trial.verifier,
    }


def _ask_userinfo(result: Result, access_token: str) -> None:
    people = _userinfo(access_token)
    if people.status != 200:
        result.step, (result.error, result.description) = "userinfo", _error_of(people)
        return
    said = _opened(people.body)[1] if isinstance(people.body, str) else people.body
    result.userinfo = {name: value for name, value in said.items() if name not in ("iss", "aud")}


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
