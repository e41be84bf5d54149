"""The province's data-sharing platform, called on behalf of the citizen with their access token (RFC 6750)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import quote

import requests

from clients.kit.provider import ProviderUnreachable
from clients.kit.step_up import StepUp, step_up_demanded
from clients.kit.tokens import SignInNeeded, access_token, renewed_access_token

SECONDS_TO_CONNECT_AND_READ = (2, 4)
Read = TypeVar("Read")
_log = logging.getLogger(__name__)


class Silence(Enum):
    """Why there is nothing to show."""

    DOWN = "down"
    SIGN_IN_AGAIN = "sign_in_again"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True)
class Elsewhere:
    """A dossier that a department holds."""

    code: str
    title: dict[str, str]
    unit: dict[str, str]
    state: str
    due: str


@dataclass(frozen=True)
class Result:
    """What became of a dossier."""

    code: str
    title: dict[str, str]
    unit: dict[str, str]
    due: str


class SharingPlatform:
    """What the portal asks of the platform. That it fails is expected: the page works without it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def dossiers(self) -> list[Elsewhere] | Silence:
        """The citizen's dossiers at the departments."""
        answer = self._asked("/api/dossiers")
        return answer if isinstance(answer, Silence) else _read(answer, _elsewheres)

    def result(self, code: str) -> Result | StepUp | Silence | None:
        """The result of a dossier; None where there is none, or a demand of the platform."""
        answer = self._asked(f"/api/dossiers/{quote(code, safe='')}/result")
        if isinstance(answer, Silence) or answer.status_code == requests.codes.not_found:
            return answer if isinstance(answer, Silence) else None
        return step_up_demanded(answer) or _read(answer, _result)

    def submit(self, code: str, token: str) -> bool:
        """Let a department hand a dossier in.

        Args:
            code: Its code.
            token: The one the citizen allowed for it.
        """
        try:
            answer = requests.post(
                f"{self.address}/api/dossiers/{quote(code, safe='')}/submission",
                headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
                timeout=SECONDS_TO_CONNECT_AND_READ,
                allow_redirects=False,
            )
        except requests.RequestException as reason:
            _log.warning("a dossier was not handed in: %s", type(reason).__name__)
            return False
        if answer.status_code != requests.codes.created:
            challenge = answer.headers.get("WWW-Authenticate", "")[:200]
            _log.warning("a dossier was not handed in: %d %s", answer.status_code, ascii(challenge))
        return answer.status_code == requests.codes.created

    def _asked(self, path: str) -> requests.Response | Silence:
        try:
            answer = self._get(path, access_token())
            if answer.status_code == requests.codes.unauthorized and step_up_demanded(answer) is None:
                # Revoked before its time, or the clocks differ: one fresh token, not more.
                answer = self._get(path, renewed_access_token())
        except SignInNeeded:
            return Silence.SIGN_IN_AGAIN
        except (requests.RequestException, ProviderUnreachable) as reason:
            _log.warning("the data-sharing platform is silent: %s", type(reason).__name__)
            return Silence.DOWN
        return answer

    def _get(self, path: str, token: str) -> requests.Response:
        return requests.get(
            self.address + path,
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=SECONDS_TO_CONNECT_AND_READ,
            allow_redirects=False,
        )


def _read(answer: requests.Response, reads: Callable[[Any], Read]) -> Read | Silence:
    if answer.status_code != requests.codes.ok:
        # The challenge says which scope or level is missing; it holds nothing personal.
        challenge = answer.headers.get("WWW-Authenticate", "")[:200]
        _log.warning("the data-sharing platform answered %d %s", answer.status_code, ascii(challenge))
        is_refusal = answer.status_code in (requests.codes.unauthorized, requests.codes.forbidden)
        return Silence.NOT_ALLOWED if is_refusal else Silence.DOWN
    try:
        return reads(answer.json())
    except (ValueError, KeyError, TypeError):
        _log.warning("the data-sharing platform's answer cannot be read")
        return Silence.DOWN


def _elsewheres(document: Any) -> list[Elsewhere]:
    return [_elsewhere(each) for each in document["dossiers"]]


def _result(document: Any) -> Result:
    return Result(document["code"], document["title"], document["unit"], document["due"])


def _elsewhere(read: dict[str, Any]) -> Elsewhere:
    return Elsewhere(read["code"], read["title"], read["unit"], read["state"], read["due"])
