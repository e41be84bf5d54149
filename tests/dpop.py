"""Programs of the tests that show the key their tokens are bound to (DPoP), one of them held to FAPI 2.0."""

import uuid
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from flask import current_app
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.jwt import encode
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from idp.relying_parties.registration import Registered
from idp.store.db import db
from idp.web.current import services
from tests.builders import REDIRECT_URI
from tests.caller import Caller
from tests.client_keys import SigningParty
from tests.pushing import open_pushed, reference
from tests.relying_party import RelyingParty, read_answer

Key = RSAKey | ECKey | OKPKey


class AnyHeader(jws.JWSRegistry):
    """Signs whatever header it is given, however large."""

    max_header_length = 16 * 1024

    def __init__(self) -> None:
        super().__init__(
            algorithms=["ES256", "ES384", "EdDSA", "Ed25519", "PS256", "RS256", "HS256"],
            strict_check_header=False,
        )

    def check_header(self, header: dict[str, Any]) -> None:
        """Anything goes."""


def half(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    return half(sha256(token.encode()).digest())


@dataclass
class Holder:
    """Has a key, and makes proofs of it."""

    key: Key = field(default_factory=lambda: ECKey.generate_key("P-256"))
    algorithm: str = "ES256"

    @property
    def jkt(self) -> str:
        return self.key.thumbprint()

    def proof(
        self,
        method: str,
        path: str,
        token: str | None = None,
        header: dict[str, Any] | None = None,
        **changed: Any,
    ) -> str:
        """A good proof; what is changed to None is left out."""
        if "iat" not in changed:
            changed["iat"] = int(services().clock().timestamp())
        known = {
            "jti": str(uuid.uuid4()),
            "htm": method,
            "htu": path if "://" in path else services().settings.issuer + path,
            **({"ath": hash_of(token)} if token is not None else {}),
            **changed,
        }
        head = {
            "typ": "dpop+jwt",
            "alg": self.algorithm,
            "jwk": self.key.as_dict(private=False),
            **(header or {}),
        }
        claims = {name: value for name, value in known.items() if value is not None}
        kept = {name: value for name, value in head.items() if value is not None}
        return encode(kept, claims, self.key, registry=AnyHeader())


@dataclass
class DpopParty(RelyingParty):
    """Sends a fresh proof with each request of its back channel."""

    holder: Holder = field(default_factory=Holder)

    def post(self, path: str, headers: dict[str, str] | None = None, **form: Any) -> TestResponse:
        if headers is None:
            headers = {"DPoP": self.holder.proof("POST", path), **(self.basic() if self.secret else {})}
            form = form if self.secret else {"client_id": self.client_id, **form}
        return super().post(path, headers, **form)

    def userinfo(self, token: str, **changed: Any) -> TestResponse:
        return shown(token, self.holder.proof("GET", "/oauth/userinfo", token, **changed))


def shown(token: str, *proofs: str, scheme: str = "DPoP", name: str = "DPoP") -> TestResponse:
    """Ask UserInfo with a token and any number of proofs."""
    headers = Headers([("Authorization", f"{scheme} {token}"), *((name, each) for each in proofs)])
    return current_app.test_client(use_cookies=False).get("/oauth/userinfo", headers=headers)


@dataclass
class FapiParty(SigningParty):
    """Pushes its requests, signs who it is, and shows its key: what FAPI 2.0 asks of a client."""

    holder: Holder = field(default_factory=Holder)

    def code(self, **changed: str | None) -> str:
        return read_answer(open_pushed(self, reference(self, **changed)))["code"]

    def post(self, path: str, headers: dict[str, str] | None = None, **form: Any) -> TestResponse:
        if headers is None:
            headers = {"DPoP": self.holder.proof("POST", path)} if path == "/oauth/token" else {}
            if "client_assertion" not in form:
                form |= self.signed()
        return super().post(path, headers, **form)

    def userinfo(self, token: str, **changed: Any) -> TestResponse:
        return shown(token, self.holder.proof("GET", "/oauth/userinfo", token, **changed))


def a_fapi_client(caller: Caller, client_id: str = "bank", **members: Any) -> FapiParty:
    """A live client of profile `fapi2`, registered as an operator does it, and the program that has its keys."""
    party = FapiParty(caller, client_id, secret=None)
    document = {
        "client_id": client_id,
        "client_name": "Ngân hàng",
        "client_name#en": "Bank",
        "redirect_uris": [REDIRECT_URI],
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": "openid profile email offline_access",
        "profile": "fapi2",
        "jwks": {"keys": [party.public_key()]},
        **members,
    }
    outcome = services().client_desk.registrations.register(document)
    assert isinstance(outcome, Registered), outcome
    db.session.commit()
    return party


BAD_HEADERS = {
    "no typ": {"typ": None},
    "another typ": {"typ": "JWT"},
    "typ in capitals": {"typ": "DPOP+JWT"},
    "no jwk": {"jwk": None},
    "jwk of another": {"jwk": ECKey.generate_key("P-256").as_dict(private=False)},
    "jwk with private members": {"jwk": ECKey.generate_key("P-256").as_dict(private=True)},
    "jwk is a secret": {"jwk": OctKey.generate_key(256).as_dict()},
    "jwk is a text": {"jwk": "key"},
    "jwk of two kinds": {"jwk": {"kty": ["EC", "RSA"]}},
    "jwk off the curve": {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
    "jwk for key agreement": {"jwk": OKPKey.generate_key("X25519").as_dict(private=False)},
    "an extension nobody knows is critical": {"crit": ["exp"], "exp": 1},
}
