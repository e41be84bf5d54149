"""A provider small enough to see through: real HTTP, real signatures, and every answer can be bent."""

import hashlib
import json
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from werkzeug.serving import make_server

EVENT = "http://schemas.openid.net/event/backchannel-logout"
SECRET = "a-secret-of-the-tests-0123456789abcdef"
BAY: dict[str, Any] = {
    "id": "bay",
    "name": "Trần Thị Bảy",
    "family_name": "Trần",
    "birthdate": "1972-03-08",
    "gender": "female",
    "vn_personal_id": "098172000101",
    "vn_age_over_18": True,
    "vn_age_over_60": False,
    "address": {"formatted": "Tổ 3, Phường Sen Hồng, Tỉnh An Liên"},
    "phone_number": "+84990000101",
    "phone_number_verified": True,
    "verified_claims": {
        "verification": {"trust_framework": "vn_nd69_2024", "time": "2026-11-20T09:00:00+07:00"},
        "claims": dict.fromkeys(("name", "family_name", "birthdate", "gender", "vn_personal_id"), "…"),
    },
}
TRUNG: dict[str, Any] = {**BAY, "id": "trung", "name": "Huỳnh Quốc Trung", "gender": "male"}


class FakeProvider:
    """What it is told to be. Attributes beginning with `bend_` spoil one answer each."""

    def __init__(self) -> None:
        self.issuer = ""
        self.key = _new_key("first")
        self.published = [self.key]
        self.person: dict[str, Any] | None = BAY
        self.level = 1
        self.error: str | None = None
        self.is_down = False
        self.secrets: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        self.refreshes = 0
        self.expires_in = 600
        self.audience: list[str] = []
        self.revoked: set[str] = set()
        self.bend_answer: dict[str, str | None] = {}
        self.bend_id_token: dict[str, Any] = {}
        self.bend_tokens: Any = None
        self.bend_details: Any = None
        self.bend_facts: Any = {}
        self.bend_metadata: dict[str, Any] = {}
        self._codes: dict[str, dict[str, Any]] = {}
        self._refresh_tokens: dict[str, dict[str, Any]] = {}
        self._access_tokens: dict[str, dict[str, Any]] = {}

    def sub(self, client_id: str) -> str:
        """Pairwise, as the real one's."""
        person = (self.person or BAY)["id"]
        return hashlib.sha256(f"{client_id} {person}".encode()).hexdigest()[:43]

    def sid(self, client_id: str) -> str:
        return hashlib.sha256(f"session {client_id}".encode()).hexdigest()[:22]

    def sign(self, claims: dict[str, Any], typ: str = "JWT", **header: Any) -> str:
        head = {"alg": "ES256", "kid": self.key.kid, "typ": typ, **header}
        return jwt.encode(head, claims, self.key, ["ES256"])

    def logout_token(self, client_id: str, *, typ: str = "logout+jwt", **changed: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": client_id,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_urlsafe(8),
            "sid": self.sid(client_id),
            "sub": self.sub(client_id),
            "events": {EVENT: {}},
            **changed,
        }
        return self.sign({name: value for name, value in claims.items() if value is not None}, typ)

    def access_token(self, **changed: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "somebody",
            "aud": self.audience or [f"{self.issuer}/userinfo"],
            "client_id": "portal",
            "scope": "openid lgsp:dossiers.read",
            "iat": now,
            "exp": now + self.expires_in,
            "jti": secrets.token_urlsafe(8),
            **changed,
        }
        typ = claims.pop("typ", "at+jwt")
        return self.sign({name: value for name, value in claims.items() if value is not None}, typ)

    def rotate(self) -> None:
        """A new key signs; the old one is gone from the key set."""
        self.key = _new_key(secrets.token_hex(4))
        self.published = [self.key]

    def metadata(self) -> dict[str, Any]:
        places = ("authorization", "token", "userinfo", "introspection")
        return {
            "issuer": self.issuer,
            **{f"{place}_endpoint": f"{self.issuer}/{place}" for place in places},
            "end_session_endpoint": f"{self.issuer}/end-session",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["ES256", "RS256", "none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.bend_metadata,
        }

    def answer(self, asked: dict[str, str]) -> dict[str, Any]:
        """What the authorization endpoint answers."""
        self.asked.append(asked)
        given: dict[str, Any] = {"state": asked.get("state"), "iss": self.issuer}
        error = self.error
        if self.person is None and asked.get("prompt") == "none":
            error = "login_required"
        if error:
            return {**given, "error": error, "error_description": "As the test wants it.", **self.bend_answer}
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return {**given, "code": code, **self.bend_answer}

    def tokens(self, form: dict[str, str], client_id: str) -> tuple[dict[str, Any], int]:
        """What the token endpoint answers."""
        grant = form.get("grant_type")
        if grant == "client_credentials":
            token = self.access_token(sub=client_id, client_id=client_id, scope=form.get("scope", ""))
            return {"access_token": token, "token_type": "Bearer", "expires_in": self.expires_in}, 200
        if grant == "refresh_token":
            self.refreshes += 1
            known = self._refresh_tokens.pop(form.get("refresh_token", ""), None)
        else:
            known = self._codes.pop(form.get("code", ""), None)
            known = (
                known
                if known and _challenge(form.get("code_verifier", "")) == known["code_challenge"]
                else None
            )
        if known is None or known["client_id"] != client_id:
            return {"error": "invalid_grant"}, 400
        return self._issued(known), 200

    def _issued(self, asked: dict[str, str]) -> dict[str, Any]:
        client_id = asked["client_id"]
        now = int(time.time())
        wanted = asked.get("acr_values") == "LoA2" and self.level >= 2
        claims = {
            "iss": self.issuer,
            "sub": self.sub(client_id),
            "aud": client_id,
            "iat": now,
            "exp": now + 600,
            "auth_time": now - 5,
            "nonce": asked.get("nonce"),
            "sid": self.sid(client_id),
            "acr": "LoA2" if wanted else f"{self.issuer}/acr/{self.level if self.level < 2 else 1}",
            **self.bend_id_token,
        }
        details = json.loads(asked.get("authorization_details", "null"))
        if details is not None and self.bend_details is not None:
            details = self.bend_details
        about = {name: claims[name] for name in ("acr", "auth_time")}
        access = self.access_token(
            sub=self.sub(client_id),
            client_id=client_id,
            scope=asked.get("scope", ""),
            authorization_details=details,
            **about,
        )
        refresh = secrets.token_urlsafe(16)
        self._access_tokens[access] = asked
        self._refresh_tokens[refresh] = asked
        tokens = {"access_token": access, "refresh_token": refresh, "token_type": "Bearer"}
        signed = self.sign({name: value for name, value in claims.items() if value is not None})
        granted = {"authorization_details": details} if details is not None else {}
        return {**tokens, **granted, "expires_in": self.expires_in, "id_token": signed}

    def add_routes(self, app: Flask) -> None:
        """What more there is, in tests that need more."""

    def facts(self, token: str) -> dict[str, Any] | None:
        """What UserInfo answers."""
        asked = self._access_tokens.get(token)
        if asked is None or self.person is None:
            return None
        if not isinstance(self.bend_facts, dict):
            return self.bend_facts
        known = {name: value for name, value in self.person.items() if name != "id"}
        return {"sub": self.sub(asked["client_id"]), **known, **self.bend_facts}


@contextmanager
def running_provider(fake: FakeProvider | None = None) -> Iterator[FakeProvider]:
    """The provider, listening on this machine."""
    fake = fake or FakeProvider()
    server = make_server("localhost", 0, _wsgi(fake), threaded=True)
    fake.issuer = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _wsgi(fake: FakeProvider) -> Flask:
    app = Flask(__name__)

    @app.before_request
    def fail() -> Any:
        return ("down", 503) if fake.is_down else None

    _documents(app, fake)
    _for_browsers(app, fake)
    _for_programs(app, fake)
    fake.add_routes(app)
    return app


def _documents(app: Flask, fake: FakeProvider) -> None:
    @app.get("/.well-known/openid-configuration")
    def discovery() -> Any:
        return jsonify(fake.metadata())

    @app.get("/jwks")
    def jwks() -> Any:
        return jsonify(KeySet(fake.published).as_dict(private=False))


def _for_browsers(app: Flask, fake: FakeProvider) -> None:
    @app.get("/authorization")
    def authorization() -> Any:
        answer = fake.answer(request.args.to_dict())
        given = {name: value for name, value in answer.items() if value is not None}
        return redirect(f"{request.args['redirect_uri']}?{urlencode(given)}", 303)

    @app.get("/end-session")
    def end_session() -> Any:
        back, state = request.args.get("post_logout_redirect_uri", "/"), request.args.get("state", "")
        return redirect(f"{back}?{urlencode({'state': state})}", 303)


def _for_programs(app: Flask, fake: FakeProvider) -> None:
    @app.post("/token")
    def token() -> Any:
        client_id, secret = _basic(request.headers.get("Authorization", ""))
        if fake.secrets.get(client_id, SECRET) != secret:
            return jsonify(error="invalid_client"), 401
        body, status = fake.tokens(request.form.to_dict(), client_id)
        if fake.bend_tokens is not None:
            return jsonify(fake.bend_tokens)
        return jsonify(body), status

    @app.post("/introspection")
    def introspection() -> Any:
        return jsonify(active=request.form["token"] not in fake.revoked)

    @app.get("/userinfo")
    def userinfo() -> Any:
        known = fake.facts(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return jsonify(known) if known is not None else ("", 401)


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _basic(header: str) -> tuple[str, str]:
    client_id, _, secret = b64decode(header.removeprefix("Basic ") or "").decode().partition(":")
    return client_id, secret


def _challenge(verifier: str) -> str:
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _new_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"}, private=True)
