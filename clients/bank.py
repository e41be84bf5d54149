"""A high-security client in one file: what FAPI 2.0 with message signing asks of an application, and nothing else.

The request is signed (RFC 9101) and pushed (RFC 9126), the client proves who it is with a key (RFC 7523), the answer
is signed (JARM), and the tokens open nothing without the key they are bound to (RFC 9449). `python -m clients.bank`
starts it; its registration is `registrations/bank.json`.
"""

import base64
import hashlib
import json
import logging
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests
from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template_string,
    request,
    session,
)
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import ECKey
from werkzeug.wrappers import Response

from clients.kit.provider import SECONDS_TO_CONNECT_AND_READ, Provider, ProviderUnreachable, TokenRefused
from clients.kit.serving import serve
from clients.kit.settings import Settings

SCOPE = "openid ho_ten ngay_sinh"
ALGORITHM = "ES256"
REQUEST_SECONDS = 60
CLOCKS_DIFFER_BY_SECONDS = 10
MOST_KEPT = 1_000
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

_log = logging.getLogger(__name__)
blueprint = Blueprint("bank", __name__)


class Refused(Exception):
    """The provider said no, or what it said does not hold. The reason is for the log."""


@dataclass
class Flow:
    """One sign-in under way, kept here and not in the browser."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))

    @property
    def challenge(self) -> str:
        """What the verifier is bound by (RFC 7636, 4.2)."""
        return _digest(self.verifier)


class Bank:
    """Speaks with the provider.

    Args:
        settings: Who we are, and where.
        key: Our own key; its public half is at `/jwks`.
    """

    def __init__(self, settings: Settings, key: ECKey) -> None:
        self.settings = settings
        self.key = key
        self.provider = Provider(settings.issuer)
        self.flows: dict[str, Flow] = {}
        self.visitors: dict[str, dict[str, str]] = {}
        self.http = requests.Session()
        self._dpop_nonce = ""

    @property
    def redirect_uri(self) -> str:
        """Where answers come back to."""
        return f"{self.settings.base_url}/callback"

    def begin(self, language: str) -> tuple[Flow, str]:
        """Push a signed request; where to send the browser.

        Args:
            language: Of the provider's pages.
        """
        flow = Flow()
        pushed = self._post(
            self._endpoint("pushed_authorization_request_endpoint"),
            flow.key,
            {"request": self._request_object(flow, language)},
        )
        query = urlencode({"client_id": self.settings.client_id, "request_uri": pushed["request_uri"]})
        _keep(self.flows, flow.state, flow)
        return flow, f"{self._endpoint('authorization_endpoint')}?{query}"

    def finish(self, flow: Flow, response: str) -> dict[str, Any]:
        """From the provider's signed answer to what it tells about the citizen.

        Raises:
            Refused: The citizen or the provider refused, or the answer is not what it should be.
        """
        answer = self._answer(flow, response)
        tokens = self._post(
            self._endpoint("token_endpoint"),
            flow.key,
            {
                "grant_type": "authorization_code",
                "code": answer["code"],
                "redirect_uri": self.redirect_uri,
                "code_verifier": flow.verifier,
            },
        )
        if tokens.get("token_type", "").lower() != "dpop":
            raise Refused("the token is not bound to our key")
        identity = self._checked(tokens["id_token"], nonce=flow.nonce)
        person = self._userinfo(flow.key, tokens["access_token"])
        if person.get("sub") != identity["sub"]:
            raise Refused("UserInfo is about somebody else")
        return person

    def _request_object(self, flow: Flow, language: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.settings.client_id,
            "aud": self.settings.issuer,
            "iat": now,
            "nbf": now,
            "exp": now + REQUEST_SECONDS,
            "jti": secrets.token_urlsafe(16),
            "client_id": self.settings.client_id,
            "response_type": "code",
            "response_mode": "jwt",
            "redirect_uri": self.redirect_uri,
            "scope": SCOPE,
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        return self._signed(claims, "oauth-authz-req+jwt")

    def _answer(self, flow: Flow, response: str) -> dict[str, Any]:
        answer = self._checked(response)
        if answer.get("state") != flow.state:
            raise Refused("the answer belongs to another request")
        if "error" in answer:
            raise Refused(f"the provider answered {answer['error']}")
        return answer

    def _checked(self, text: str, **expected: str) -> dict[str, Any]:
        """The claims of a JWT of the provider's that is meant for us and in its time."""
        claims = self.provider.read(text, "jwt").claims
        now, wanted = time.time(), {"iss": self.settings.issuer, "aud": self.settings.client_id, **expected}
        wrong = [name for name, value in wanted.items() if claims.get(name) != value]
        if wrong or claims.get("exp", 0) + CLOCKS_DIFFER_BY_SECONDS < now:
            raise Refused(f"a token of the provider's is not right: {wrong or 'exp'}")
        return dict(claims)

    def _userinfo(self, key: ECKey, token: str) -> dict[str, Any]:
        address = self._endpoint("userinfo_endpoint")

        def ask() -> requests.Response:
            headers = {"Authorization": f"DPoP {token}", "DPoP": self._proof(key, "GET", address, token)}
            return self.http.get(address, headers=headers, timeout=SECONDS_TO_CONNECT_AND_READ)

        return self._read(ask)

    def _post(self, address: str, key: ECKey, fields: dict[str, str]) -> dict[str, Any]:
        def ask() -> requests.Response:
            # A fresh assertion each time: none may be presented twice.
            sent = {**fields, "client_assertion_type": ASSERTION_TYPE, "client_assertion": self._assertion()}
            headers = {"DPoP": self._proof(key, "POST", address)}
            return self.http.post(address, data=sent, headers=headers, timeout=SECONDS_TO_CONNECT_AND_READ)

        return self._read(ask)

    def _read(self, ask: Any) -> dict[str, Any]:
        answer = ask()
        if "DPoP-Nonce" in answer.headers:
            self._dpop_nonce = answer.headers["DPoP-Nonce"]
            if not answer.ok and "use_dpop_nonce" in answer.text + answer.headers.get("WWW-Authenticate", ""):
                answer = ask()
        if not answer.ok:
            raise Refused(f"{answer.url} answered {answer.status_code} {answer.text[:200]}")
        document: dict[str, Any] = answer.json()
        return document

    def _assertion(self) -> str:
        now, client_id = int(time.time()), self.settings.client_id
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": self.settings.issuer,
            "jti": secrets.token_urlsafe(16),
        }
        return self._signed({**claims, "iat": now, "exp": now + REQUEST_SECONDS}, "JWT")

    def _proof(self, key: ECKey, method: str, address: str, token: str | None = None) -> str:
        """That we hold the key the tokens are bound to (RFC 9449, 4.2)."""
        claims: dict[str, Any] = {"jti": secrets.token_urlsafe(16), "htm": method, "htu": address}
        claims["iat"] = int(time.time())
        if token is not None:
            claims["ath"] = _digest(token)
        if self._dpop_nonce:
            claims["nonce"] = self._dpop_nonce
        header = {"typ": "dpop+jwt", "alg": ALGORITHM, "jwk": key.as_dict(private=False)}
        return jwt.encode(header, claims, key, [ALGORITHM])

    def _signed(self, claims: dict[str, Any], kind: str) -> str:
        return jwt.encode({"alg": ALGORITHM, "typ": kind, "kid": self.key.kid}, claims, self.key, [ALGORITHM])

    def _endpoint(self, name: str) -> str:
        return str(self.provider.metadata()[name])

    def welcome(self, person: dict[str, Any]) -> str:
        """Keep here, and not in the browser, what was learnt of a visitor; the name to find it by."""
        visit = secrets.token_urlsafe(32)
        _keep(self.visitors, visit, {name: person[name] for name in ("name", "birthdate") if name in person})
        return visit


def create_app(settings: Settings) -> Flask:
    """The application.

    Args:
        settings: How it runs.
    """
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.config.update(
        SESSION_COOKIE_NAME=settings.cookie_name("session"),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
    )
    app.extensions["bank"] = Bank(settings, own_key(settings))
    app.register_blueprint(blueprint)
    app.after_request(_headers)
    return app


def own_key(settings: Settings) -> ECKey:
    """Our key, made at the first start and kept where only we can read it."""
    place = settings.data_dir / "clients" / "bank.jwk"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        key = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)
        place.touch(mode=0o600)
        place.write_text(json.dumps(key.as_dict(private=True)))
    return ECKey.import_key(json.loads(place.read_text()))


@blueprint.get("/")
def home() -> str:
    """Who is signed in, or a way to sign in."""
    return _page(person=_bank().visitors.get(session.get("visit", "")))


@blueprint.post("/sign-in")
def sign_in() -> Response:
    """Begin."""
    flow, address = _bank().begin(request.accept_languages.best_match(["vi", "en"], "vi"))
    session["state"] = flow.state
    return redirect(address, 303)


@blueprint.get("/callback")
def callback() -> Response:
    """The provider's answer: read, and left behind at once, so that no code stays in the address bar."""
    flow = _bank().flows.pop(session.pop("state", ""), None)
    if flow is None:
        abort(400)
    try:
        person = _bank().finish(flow, request.args.get("response", ""))
    except (
        Refused,
        TokenRefused,
        ProviderUnreachable,
        requests.RequestException,
        KeyError,
        ValueError,
    ) as reason:
        _log.warning("nobody was signed in: %s", reason)
        session["problem"] = True
        return redirect("/", 303)
    session.clear()
    session["visit"] = _bank().welcome(person)
    return redirect("/", 303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Forget who it was."""
    _bank().visitors.pop(session.get("visit", ""), None)
    session.clear()
    return redirect("/", 303)


@blueprint.get("/jwks")
def keys() -> ResponseReturnValue:
    """Our public key, for the provider."""
    return jsonify(keys=[_bank().key.as_dict(private=False)])


def _keep(kept: dict[str, Any], name: str, value: Any) -> None:
    while len(kept) >= MOST_KEPT:
        del kept[next(iter(kept))]
    kept[name] = value


def _bank() -> Bank:
    bank: Bank = current_app.extensions["bank"]
    return bank


def _page(person: dict[str, str] | None) -> str:
    return render_template_string(PAGE, person=person, problem=session.pop("problem", False))


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _digest(text: str) -> str:
    return (
        base64.urlsafe_b64encode(hashlib.sha256(text.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
    )


PAGE = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ngân hàng An Liên</title>
<main>
<h1>Ngân hàng An Liên</h1>
{% if problem %}
<p role="alert">Chưa đăng nhập được. Vui lòng thử lại. <span lang="en">Not signed in, please try again.</span></p>
{% endif %}
{% if person %}
<p>Xin chào <strong id="who" translate="no">{{ person.name }}</strong>, sinh {{ person.birthdate }}.</p>
<form method="post" action="/sign-out"><button>Đăng xuất · Sign out</button></form>
{% else %}
<p>Mở tài khoản với danh tính đã xác minh. <span lang="en">Open an account with your verified identity.</span></p>
<form method="post" action="/sign-in"><button id="sign-in">Đăng nhập bằng Sen ID · Sign in with Sen ID</button></form>
{% endif %}
</main>
"""


if __name__ == "__main__":
    _settings = Settings.from_environment("bank", 8006)
    serve(create_app(_settings), _settings)
