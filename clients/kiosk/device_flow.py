"""The device's side of the device authorization grant: begin, show, ask until there is an answer.

Source: RFC 8628, 3.1 to 3.5; OpenID Connect Core, 3.1.3.7 (the ID token) and 5.3.2 (UserInfo's `sub`).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import requests
from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry

from clients.kit.provider import SECONDS_TO_CONNECT_AND_READ, Provider, ProviderUnreachable, TokenRefused
from clients.kit.settings import Settings

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SLOWER_BY_SECONDS = 5
SECONDS_OF_LEEWAY = 60
_NEEDED = ("device_code", "user_code", "verification_uri", "expires_in")


class Outcome(Enum):
    """What a device hears."""

    WAITING = "waiting"
    TOO_FAST = "too_fast"
    REFUSED = "refused"
    EXPIRED = "expired"


_ERRORS = {
    "authorization_pending": Outcome.WAITING,
    "slow_down": Outcome.TOO_FAST,
    "access_denied": Outcome.REFUSED,
    "expired_token": Outcome.EXPIRED,
}


@dataclass(frozen=True)
class Citizen:
    """Who allowed the device to sign them in, and the token to give back at the end."""

    sub: str
    sid: str | None
    name: str
    access_token: str


class DeviceFlow:
    """Asks one provider.

    Args:
        provider: Whose metadata and keys count.
        settings: Who asks: `client_id` and `client_secret`.
        clock: Seconds since 1970.
    """

    def __init__(
        self, provider: Provider, settings: Settings, clock: Callable[[], float] = time.time
    ) -> None:
        self._provider = provider
        self._settings = settings
        self._clock = clock

    def begin(self, scope: str) -> dict[str, Any]:
        """Get the codes, and what else the screen shows.

        Args:
            scope: What is asked for.

        Raises:
            ProviderUnreachable: There are none to be had.
        """
        answer = self._post("device_authorization_endpoint", {"scope": scope})
        codes = _document(answer)
        if answer.status_code != requests.codes.ok or not all(codes.get(name) for name in _NEEDED):
            raise ProviderUnreachable(f"the provider gives no device code: {codes.get('error', 'no error')}")
        now, interval = self._clock(), int(codes.get("interval", 5))
        return {**codes, "interval": interval, "ends_at": now + int(codes["expires_in"]), "asked_at": now}

    def ask(self, device_code: str) -> Outcome | Citizen:
        """Ask whether the citizen has decided.

        Raises:
            ProviderUnreachable: There is no answer now; asking again may help.
            TokenRefused: What came is not good.
        """
        answer = self._post("token_endpoint", {"grant_type": GRANT, "device_code": device_code})
        document = _document(answer)
        if answer.status_code == requests.codes.ok:
            return self._citizen(document)
        error = str(document.get("error", ""))
        if error not in _ERRORS:
            raise TokenRefused(f"the provider answered {error or answer.status_code}")
        return _ERRORS[error]

    def give_back(self, access_token: str) -> None:
        """Take the citizen's token out of force (RFC 7009).

        Raises:
            ProviderUnreachable: That could not be said.
        """
        self._post("revocation_endpoint", {"token": access_token})

    def _citizen(self, tokens: dict[str, Any]) -> Citizen:
        claims = self._provider.read(str(tokens.get("id_token", "")), "jwt").claims
        rules = JWTClaimsRegistry(
            now=int(self._clock()),
            leeway=SECONDS_OF_LEEWAY,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": self._settings.client_id},
            sub={"essential": True},
            exp={"essential": True},
        )
        try:
            rules.validate(claims)
        except JoseError as reason:
            raise TokenRefused(f"{reason}") from reason
        facts = self._facts(str(tokens.get("access_token", "")))
        if facts.get("sub") != claims["sub"]:
            raise TokenRefused("UserInfo speaks about somebody else")
        return Citizen(
            claims["sub"], claims.get("sid"), str(facts.get("name", "")), str(tokens["access_token"])
        )

    def _facts(self, token: str) -> dict[str, Any]:
        address = self._provider.metadata()["userinfo_endpoint"]
        try:
            answer = requests.get(
                address,
                headers={"Authorization": f"Bearer {token}"},
                timeout=SECONDS_TO_CONNECT_AND_READ,
                allow_redirects=False,
            )
        except requests.RequestException as reason:
            raise ProviderUnreachable(f"{address}: {type(reason).__name__}") from reason
        if answer.status_code != requests.codes.ok:
            raise TokenRefused(f"UserInfo answered {answer.status_code}")
        return _document(answer)

    def _post(self, endpoint: str, form: dict[str, str]) -> requests.Response:
        address = self._provider.metadata().get(endpoint)
        if not address:
            raise ProviderUnreachable(f"the provider has no {endpoint}")
        try:
            answer = requests.post(
                str(address),
                data=form,
                auth=(self._settings.client_id, self._settings.client_secret),
                timeout=SECONDS_TO_CONNECT_AND_READ,
                allow_redirects=False,
            )
        except requests.RequestException as reason:
            raise ProviderUnreachable(f"{address}: {type(reason).__name__}") from reason
        if answer.status_code >= requests.codes.server_error:
            raise ProviderUnreachable(f"{address} answered {answer.status_code}")
        return answer


def _document(answer: requests.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}
