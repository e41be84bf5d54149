"""A relying application and a signed-in browser, for tests of the protocol over HTTP."""

import hashlib
import secrets
import uuid
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

from flask import current_app
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import TestResponse

from idp.crypto.digests import digest
from idp.store.db import db
from idp.store.models import BrowserSession, Citizen
from idp.web.current import services
from tests.builders import CLIENT_SECRET, REDIRECT_URI, a_citizen, a_client
from tests.caller import Caller

ALGORITHMS = ["RS256", "ES256", "EdDSA", "PS256"]


def signed_in(caller: Caller, citizen: Citizen | None = None, **columns: Any) -> BrowserSession:
    """Put a live browser session into a browser; the clock's present is when it began."""
    citizen = citizen or a_citizen()
    now, cookie = services().clock(), secrets.token_urlsafe(32)
    known: dict[str, Any] = {
        "level": 1,
        "methods": ["pwd"],
        "started_at": now,
        "authenticated_at": now,
        "last_seen_at": now,
        "idle_expires_at": now + timedelta(hours=1),
        "expires_at": now + timedelta(hours=12),
    }
    session = BrowserSession(
        id=str(uuid.uuid4()), digest=digest(cookie), citizen_id=citizen.id, **{**known, **columns}
    )
    db.session.add(session)
    db.session.commit()
    set_cookie(caller, "session", cookie)
    return session


def set_cookie(caller: Caller, name: str, value: str) -> None:
    """Put one of the provider's cookies into a browser."""
    settings = services().settings
    host = urlsplit(settings.issuer).hostname or "localhost"
    caller.set_cookie(settings.cookie_name(name), value, domain=host, secure=True, httponly=True)


SESSION_COOKIE = "__Host-sen_session"
EVERYTHING = "openid profile email phone address offline_access"


def agree(citizen_id: str, client_id: str = "portal", scopes: str = EVERYTHING) -> None:
    """Remember a consent, as if its page had been answered."""
    services().consents.keep(citizen_id, client_id, dict.fromkeys(scopes.split(), "consent"))
    db.session.commit()


@dataclass
class Answer:
    """What came back to the redirect URI."""

    response: TestResponse
    parameters: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.parameters[name]

    def get(self, name: str) -> str | None:
        return self.parameters.get(name)


@dataclass
class RelyingParty:
    """A client of the tests: it asks by the browser `caller`, and redeems over a channel of its own."""

    caller: Caller
    client_id: str = "portal"
    secret: str | None = CLIENT_SECRET
    redirect_uri: str = REDIRECT_URI
    scope: str = "openid profile email"
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        return urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def parameters(self, **changed: str | None) -> dict[str, str]:
        known: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.scope,
            "state": "a state",
            "nonce": "a nonce",
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
            **changed,
        }
        return {name: value for name, value in known.items() if value is not None}

    def ask(self, **changed: str | None) -> TestResponse:
        """Send the browser to the authorization endpoint."""
        return self.caller.get("/oauth/authorize", query_string=self.parameters(**changed))

    def answer(self, **changed: str | None) -> Answer:
        """Ask, and read what comes back at once."""
        return read_answer(self.ask(**changed))

    def code(self, **changed: str | None) -> str:
        return self.answer(**changed)["code"]

    def basic(self) -> dict[str, str]:
        pair = f"{quote_plus(self.client_id)}:{quote_plus(self.secret or '')}"
        return {"Authorization": "Basic " + b64encode(pair.encode()).decode()}

    def post(self, path: str, headers: dict[str, str] | None = None, **form: Any) -> TestResponse:
        """Call an endpoint for machines, without the browser's cookies."""
        other = current_app.test_client(use_cookies=False)
        sent = self.basic() if headers is None and self.secret else (headers or {})
        fields = {name: value for name, value in form.items() if value is not None}
        if headers is None and not self.secret:
            fields.setdefault("client_id", self.client_id)
        return other.post(path, data=fields, headers=sent)

    def redeem(self, code: str, headers: dict[str, str] | None = None, **changed: Any) -> TestResponse:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
            **changed,
        }
        return self.post("/oauth/token", headers, **form)

    def tokens(self, **changed: str | None) -> dict[str, Any]:
        """The whole way: tokens for the citizen signed in."""
        answered = self.redeem(self.code(**changed))
        assert answered.status_code == 200, answered.text
        return dict(answered.json)

    def refresh(self, token: str, headers: dict[str, str] | None = None, **changed: Any) -> TestResponse:
        return self.post("/oauth/token", headers, grant_type="refresh_token", refresh_token=token, **changed)

    def userinfo(self, token: str) -> TestResponse:
        other = current_app.test_client(use_cookies=False)
        return other.get("/oauth/userinfo", headers={"Authorization": f"Bearer {token}"})

    def claims(self, token: str) -> dict[str, Any]:
        """The claims of a JWT, its signature checked against the published keys."""
        return dict(jwt.decode(token, self.keys(), ALGORITHMS).claims)

    def header(self, token: str) -> dict[str, Any]:
        return dict(jwt.decode(token, self.keys(), ALGORITHMS).header)

    def keys(self) -> KeySet:
        return KeySet.import_key_set(self.caller.get("/oauth/jwks").json)


def a_portal(caller: Caller, citizen: Citizen, scopes: str = EVERYTHING, **changed: Any) -> RelyingParty:
    """The portal, registered, in the browser of a citizen who is signed in. Nothing is agreed yet."""
    a_client(scopes=scopes.split(), **changed)
    signed_in(caller, citizen)
    return RelyingParty(caller)


def path_of(response: TestResponse) -> str:
    """Which page of ours a redirect leads to."""
    return urlsplit(response.location).path


def back(party: RelyingParty, response: TestResponse) -> TestResponse:
    """Come back from the citizen's pages to the request that waits."""
    handle = response.location.rpartition("request=")[2]
    return party.caller.get(f"/oauth/authorize/{handle}")


def read_answer(response: TestResponse) -> Answer:
    """The parameters of a redirect to a relying party."""
    assert response.status_code in (302, 303), (response.status_code, response.text[:2000])
    query = parse_qs(urlsplit(response.location).query, keep_blank_values=True)
    return Answer(response, {name: values[0] for name, values in query.items()})
