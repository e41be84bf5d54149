"""The application that a citizen uses: what it sends to the provider, and what it notes of the answers."""

import secrets
import threading
from typing import Any

import requests

from idp.crypto.digests import digest
from tests.bench.traffic import basic
from tests.builders import REDIRECT_URI
from tests.faults.record import Fact, Record, Spent, Watched
from tests.walker import Returned, challenge_of

CLIENT = "portal"
SCOPE = "openid profile offline_access"
PATIENCE = 0.3
"""Seconds before somebody tries again."""

TRIES = 3
"""How often an application sends the same again when no answer came."""


class Unlucky(Exception):
    """This flow cannot go on; the next one begins anew."""


class Application:
    """One program of the application.

    Args:
        address: The provider's.
        record: Takes down everything.
        stop_asked: Says that nothing is to be tried again.
    """

    def __init__(self, address: str, record: Record, stop_asked: threading.Event) -> None:
        self._address, self._record, self._stop_asked = address, record, stop_asked
        self._program = Watched(record)

    def push(self, verifier: str) -> str:
        """Send the authorization request ahead (RFC 9126); the `request_uri` it is known by."""
        form = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": REDIRECT_URI,
            "scope": SCOPE,
            "state": secrets.token_urlsafe(8),
            "nonce": secrets.token_urlsafe(8),
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        answer = self._program.post(f"{self._address}/oauth/par", data=form, headers=basic(CLIENT))
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unlucky("par")
        if answer.status_code != 201:
            raise AssertionError(f"par: {answer.status_code} {answer.text[:200]}")
        return str(answer.json()["request_uri"])

    def spend(self, kind: str, thing: str, form: dict[str, str]) -> dict[str, Any]:
        """Send it, and again when no answer came, as an honest application does."""
        for _ in range(TRIES):
            answer = self._token(form)
            if answer is None or answer.status_code >= 500 or answer.status_code == 429:
                self._record.spent.append(Spent(kind, digest(thing), None))
                if self._stop_asked.wait(PATIENCE):
                    break
                continue
            return self._noted(kind, thing, answer)
        raise Unlucky(kind)

    def _noted(self, kind: str, thing: str, answer: requests.Response) -> dict[str, Any]:
        body: dict[str, Any] = answer.json()
        if answer.status_code != 200:
            self._record.spent.append(Spent(kind, digest(thing), False))
            raise Unlucky(str(body.get("error")))
        gave = digest(body["refresh_token"])
        self._record.spent.append(Spent(kind, digest(thing), True, gave, body.get("scope", "")))
        if "id_token" in body:
            self._record.id_tokens.append(body["id_token"])
        self._record.add(Fact("redeemed" if kind == "code" else "renewed", (digest(thing), gave)))
        return body

    def _token(self, form: dict[str, str]) -> requests.Response | None:
        try:
            return self._program.post(f"{self._address}/oauth/token", data=form, headers=basic(CLIENT))
        except requests.RequestException:
            return None

    def renewed(self, refresh_token: str) -> dict[str, Any]:
        """What a refresh token gives."""
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return self.spend("refresh token", refresh_token, form)

    def userinfo(self, access_token: str) -> None:
        """Ask who it is."""
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = self._program.get(f"{self._address}/oauth/userinfo", headers=headers)
        if answer.status_code < 500 and answer.status_code != 200:
            raise AssertionError(f"userinfo: {answer.status_code} {answer.text[:200]}")

    def introspect(self, access_token: str) -> None:
        """Ask whether a token is good."""
        answer = self._program.post(
            f"{self._address}/oauth/introspect", data={"token": access_token}, headers=basic(CLIENT)
        )
        if answer.status_code < 500 and answer.status_code != 200:
            raise AssertionError(f"introspection: {answer.status_code} {answer.text[:200]}")

    def replay(self, returned: Returned, tokens: dict[str, Any]) -> None:
        """Somebody shows the code again: it is refused, and what the first time gave is void."""
        answer = self._token(returned.redemption())
        if answer is None or answer.status_code >= 500:
            return
        self._record.spent.append(Spent("code", digest(returned.code), answer.status_code == 200))
        if answer.status_code == 400:
            self._record.add(Fact("ended", (digest(tokens["refresh_token"]),)))

    def revoke(self, refresh_token: str) -> None:
        """Give a refresh token back."""
        form = {"token": refresh_token, "token_type_hint": "refresh_token"}
        answer = self._program.post(f"{self._address}/oauth/revoke", data=form, headers=basic(CLIENT))
        if answer.status_code == 200:
            self._record.add(Fact("ended", (digest(refresh_token),)))
            self._record.add(Fact("revoked", (digest(refresh_token),)))
