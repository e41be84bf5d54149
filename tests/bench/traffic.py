"""The requests of a province's day: one citizen and three clients, over any road to the provider."""

import base64
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.bench import extensions
from tests.builders import CLIENT_SECRET, REDIRECT_URI
from tests.walker import Returned, Walker, challenge_of


class Sender(Protocol):
    """How machine requests are sent: the status and the JSON that came back."""

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, Any]:
        """Send a GET."""

    def post(self, path: str, form: dict[str, str], headers: dict[str, str]) -> tuple[int, Any]:
        """Send a form."""


@dataclass
class Traffic:
    """One way of sending each kind of request.

    Args:
        walker: A citizen, signed in after the first authorization.
        sender: Sends the requests of machines.
        tokens: What the application got last.
        device_code: What the device polls with.
        now: The time by the provider's clock, in seconds.
    """

    walker: Walker
    sender: Sender
    tokens: dict[str, Any] = field(default_factory=dict)
    device_code: str = ""
    now: Callable[[], float] = time.time

    def discovery(self) -> None:
        """Fetch the discovery document."""
        self._expect(self.sender.get("/.well-known/openid-configuration", {}))

    def jwks(self) -> None:
        """Fetch the key set."""
        self._expect(self.sender.get("/oauth/jwks", {}))

    def client_credentials(self) -> None:
        """A machine asks for a token."""
        form = {"grant_type": "client_credentials"}
        self._expect(self.sender.post("/oauth/token", form, basic("nightly-sync")))

    def authorization(self) -> Returned:
        """A signed-in citizen opens the application: an authorization request with a live session."""
        return self.walker.authorize("portal")

    def redemption(self, returned: Returned) -> None:
        """The application redeems the code."""
        answer = self.sender.post("/oauth/token", returned.redemption(), basic("portal"))
        self.tokens = self._expect(answer)

    def code_flow(self) -> None:
        """Both: what it costs to move to another application."""
        self.redemption(self.authorization())

    def userinfo(self) -> None:
        """The application asks who it is."""
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}"}
        self._expect(self.sender.get("/oauth/userinfo", headers))

    def refresh(self) -> None:
        """The application renews its tokens."""
        form = {"grant_type": "refresh_token", "refresh_token": self.tokens["refresh_token"]}
        self.tokens = self._expect(self.sender.post("/oauth/token", form, basic("portal")))

    def introspection(self) -> None:
        """A resource server asks whether a token is good."""
        form = {"token": self.tokens["access_token"]}
        answer = self._expect(self.sender.post("/oauth/introspect", form, basic("lgsp")))
        if not answer["active"]:
            raise AssertionError("the token is not active")

    def pushed_request(self) -> None:
        """The application sends an authorization request ahead."""
        self._expect(self.sender.post("/oauth/par", extensions.pushed(), basic("portal")), 201)

    def protected_flow(self) -> None:
        """A signed-in citizen opens an application that pushes its request and binds its tokens to a key."""
        verifier = secrets.token_urlsafe(48)
        pushed = extensions.pushed() | {"code_challenge": challenge_of(verifier)}
        reference = self._expect(self.sender.post("/oauth/par", pushed, basic("portal")), 201)["request_uri"]
        asked = urlencode({"client_id": "portal", "request_uri": reference})
        reached = self.walker.follow(f"{self.walker.issuer}/oauth/authorize?{asked}", REDIRECT_URI)
        returned = Returned(dict(parse_qsl(urlsplit(reached).query)), verifier, REDIRECT_URI)
        proof = extensions.proof(f"{self.walker.issuer}/oauth/token", int(self.now()))
        redeemed = self.sender.post("/oauth/token", returned.redemption(), {**basic("portal"), **proof})
        if self._expect(redeemed)["token_type"] != "DPoP":
            raise AssertionError("the token is not bound to the key")

    def signed_client(self) -> None:
        """A machine that signs who it is asks for a token."""
        form = extensions.assertion(self.walker.issuer, int(self.now()))
        self._expect(self.sender.post("/oauth/token", form, {}))

    def dpop_token(self) -> None:
        """A machine asks for a token bound to its key."""
        proof = extensions.proof(f"{self.walker.issuer}/oauth/token", int(self.now()))
        form = {"grant_type": "client_credentials"}
        self._expect(self.sender.post("/oauth/token", form, {**basic("nightly-sync"), **proof}))

    def device_polling(self) -> None:
        """A device asks whether somebody has signed in; nobody has."""
        if not self.device_code:
            begun = self.sender.post("/oauth/device_authorization", {"scope": "openid"}, basic("kiosk"))
            self.device_code = self._expect(begun)["device_code"]
        form = {"grant_type": extensions.DEVICE_CODE, "device_code": self.device_code}
        self._expect(self.sender.post("/oauth/token", form, basic("kiosk")), 400)

    @staticmethod
    def _expect(answer: tuple[int, Any], wanted: int = 200) -> dict[str, Any]:
        status, body = answer
        if status != wanted:
            raise AssertionError(f"{status}: {json.dumps(body)[:500]}")
        return dict(body)


KINDS: dict[str, Callable[[Traffic], Any]] = {
    "discovery": Traffic.discovery,
    "jwks": Traffic.jwks,
    "client credentials": Traffic.client_credentials,
    "authorization": Traffic.authorization,
    "code flow": Traffic.code_flow,
    "userinfo": Traffic.userinfo,
    "introspection": Traffic.introspection,
    "refresh": Traffic.refresh,
    "pushed request": Traffic.pushed_request,
    "PAR + DPoP flow": Traffic.protected_flow,
    "private_key_jwt": Traffic.signed_client,
    "DPoP token": Traffic.dpop_token,
    "device polling": Traffic.device_polling,
}
"""What is measured; `redemption` needs a code each and is measured apart."""


def basic(client_id: str, secret: str = CLIENT_SECRET) -> dict[str, str]:
    """The header of `client_secret_basic` (RFC 6749, 2.3.1)."""
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}
