"""The province's data-sharing platform, called on behalf of the citizen with their access token (RFC 6750)."""

import logging
from dataclasses import dataclass
from enum import Enum
from typing import Any

import requests

from clients.kit.provider import ProviderUnreachable
from clients.kit.tokens import SignInNeeded, access_token, renewed_access_token

SECONDS_TO_CONNECT_AND_READ = (2, 4)
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


class SharingPlatform:
    """What the portal asks of the platform. That it fails is expected: the page works without it."""

    def __init__(self, address: str) -> None:
        self._address = address

    def dossiers(self) -> list[Elsewhere] | Silence:
        """The citizen's dossiers at the departments."""
        try:
            answer = self._get("/api/dossiers", access_token())
            if answer.status_code == requests.codes.unauthorized:
                # Revoked before its time, or the clocks differ: one fresh token, not more.
                answer = self._get("/api/dossiers", renewed_access_token())
        except SignInNeeded:
            return Silence.SIGN_IN_AGAIN
        except (requests.RequestException, ProviderUnreachable) as reason:
            _log.warning("the data-sharing platform is silent: %s", type(reason).__name__)
            return Silence.DOWN
        return _read(answer)

    def _get(self, path: str, token: str) -> requests.Response:
        return requests.get(
            self._address + path,
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=SECONDS_TO_CONNECT_AND_READ,
            allow_redirects=False,
        )


def _read(answer: requests.Response) -> list[Elsewhere] | Silence:
    if answer.status_code != requests.codes.ok:
        # The challenge says which scope or level is missing; it holds nothing personal.
        challenge = answer.headers.get("WWW-Authenticate", "")[:200]
        _log.warning("the data-sharing platform answered %d %s", answer.status_code, ascii(challenge))
        is_refusal = answer.status_code in (requests.codes.unauthorized, requests.codes.forbidden)
        return Silence.NOT_ALLOWED if is_refusal else Silence.DOWN
    try:
        return [_elsewhere(each) for each in answer.json()["dossiers"]]
    except (ValueError, KeyError, TypeError):
        _log.warning("the data-sharing platform's answer cannot be read")
        return Silence.DOWN


def _elsewhere(read: dict[str, Any]) -> Elsewhere:
    return Elsewhere(read["code"], read["title"], read["unit"], read["state"], read["due"])
