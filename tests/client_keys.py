"""A client of the tests that signs who it is (`private_key_jwt`)."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from idp.web.current import services
from tests.builders import a_client
from tests.caller import Caller
from tests.relying_party import RelyingParty

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
Key = RSAKey | ECKey | OKPKey


def a_signed_client(caller: Caller, client_id: str = "signing", **metadata: Any) -> "SigningParty":
    """A live client with a registered ES256 key, and the program that has the private part."""
    party = SigningParty(caller, client_id, secret=None)
    registered = {
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [party.public_key()]},
        **metadata,
    }
    a_client(client_id, secret=None, metadata=registered)
    return party


@dataclass
class SigningParty(RelyingParty):
    """Authenticates each request of its back channel by a fresh assertion."""

    key: Key = field(default_factory=lambda: ECKey.generate_key("P-256"))
    algorithm: str = "ES256"

    def public_key(self) -> dict[str, Any]:
        return {**self.key.as_dict(private=False), "kid": self.key.thumbprint(), "use": "sig"}

    def assertion(self, header: dict[str, Any] | None = None, **changed: Any) -> str:
        now, issuer = int(services().clock().timestamp()), services().settings.issuer
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": issuer,
            "iat": now,
            "exp": now + 60,
            "jti": str(uuid.uuid4()),
            **changed,
        }
        known = {name: value for name, value in claims.items() if value is not None}
        head = {"alg": self.algorithm, "kid": self.key.thumbprint(), **(header or {})}
        return jwt.encode(head, known, self.key, [head["alg"]])

    def signed(self, assertion: str | None = None) -> dict[str, str]:
        return {"client_assertion_type": ASSERTION, "client_assertion": assertion or self.assertion()}

    def post(self, path: str, headers: dict[str, str] | None = None, **form: Any):
        if headers is None and "client_assertion" not in form:
            form |= self.signed()
        return super().post(path, headers or {}, **form)
