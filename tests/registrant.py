"""An application that registers itself, over HTTP, and the people who let it."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import current_app
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from idp.outbound.http import Answer, NoAnswer, Outgoing
from idp.relying_parties.invitations import Issued, Wish
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.current import services
from tests.caller import Caller
from tests.moments import START
from tests.relying_party import RelyingParty

ENDPOINT = "/oauth/register"
CALLBACK = "https://thuvien.example/callback"
DOCUMENT = {
    "client_name": "Thư viện tỉnh",
    "client_name#en": "Provincial library",
    "redirect_uris": [CALLBACK],
    "contacts": ["cntt@thuvien.example"],
}
KEY = {"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "kid": "one", "use": "sig"}  # fmt: skip
ISSUER_OF_STATEMENTS = "https://so-tttt.anlien.example"


def invitation(**wish: Any) -> str:
    """An initial access token that permits what is wished, or what is usual."""
    wish.setdefault("until", START + timedelta(days=30))
    issued = services().client_desk.invitations.issue(Wish(**wish))
    assert isinstance(issued, Issued), issued
    db.session.commit()
    return issued.token


def register(document: Any = None, token: str | None = None, **changed: Any) -> TestResponse:
    """Send a registration: the usual one with changes, of which None leaves a member out."""
    members = {**DOCUMENT, **changed} if document is None else document
    if isinstance(members, dict):
        members = {name: value for name, value in members.items() if value is not None}
    return send("POST", ENDPOINT, token, members)


def send(method: str, path: str, token: str | None, document: Any = None) -> TestResponse:
    """One request with a Bearer token and, perhaps, a JSON document (or bytes that claim to be one)."""
    caller = current_app.test_client(use_cookies=False)
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    if document is None:
        return caller.open(path, method=method, headers=headers)
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return caller.open(path, method=method, headers=headers, data=body, content_type="application/json")


@dataclass
class Registered:
    """An application that has registered itself."""

    information: dict[str, Any]

    @property
    def client_id(self) -> str:
        return str(self.information["client_id"])

    @property
    def path(self) -> str:
        return str(self.information["registration_client_uri"]).removeprefix(services().settings.issuer)

    @property
    def token(self) -> str:
        return str(self.information["registration_access_token"])

    @property
    def row(self) -> Any:
        db.session.expire_all()
        return services().clients.find(self.client_id)

    def read(self) -> TestResponse:
        return send("GET", self.path, self.token)

    def update(self, **changed: Any) -> TestResponse:
        """Send back what is registered, as RFC 7592, 2.2 wants it, with changes; None leaves a member out."""
        members = {**echo(self.read().json), **changed}
        return self.put({name: value for name, value in members.items() if value is not None})

    def put(self, document: Any) -> TestResponse:
        return send("PUT", self.path, self.token, document)

    def delete(self) -> TestResponse:
        return send("DELETE", self.path, self.token)


def registered(token: str | None = None, **changed: Any) -> Registered:
    """An application that registered itself, with a permission of its own if none is given."""
    answer = register(token=token or invitation(), **changed)
    assert answer.status_code == 201, answer.text
    return Registered(dict(answer.json))


def echo(information: dict[str, Any]) -> dict[str, Any]:
    """What a client sends back in an update: everything but what must not be in it."""
    left_out = ("registration_access_token", "registration_client_uri", "client_id_issued_at")
    return {name: value for name, value in information.items() if name not in left_out}


def refused(answer: TestResponse, error: str = "invalid_client_metadata") -> str:
    """The description of a refusal, which has to be one that may be sent (RFC 6749, 5.2)."""
    assert (answer.status_code, answer.json["error"]) == (400, error), answer.text
    said = str(answer.json["error_description"])
    assert all(" " <= sign <= "~" and sign not in '"\\' for sign in said), said
    assert answer.headers["Cache-Control"] == "no-store"
    return said


@dataclass
class Web:
    """Documents on other people's servers, and which of them were asked for."""

    documents: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def install(self, monkeypatch: Any) -> "Web":
        def get(_outgoing: Outgoing, url: str, **_accept: str) -> Answer:
            self.asked.append(url)
            if url not in self.documents:
                raise NoAnswer("connection")
            found = self.documents[url]
            return Answer(200, found if isinstance(found, bytes) else json.dumps(found).encode())

        monkeypatch.setattr(Outgoing, "get", get)
        return self


def statement(key: ECKey, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A software statement (RFC 7591, 2.3)."""
    content = {"iss": ISSUER_OF_STATEMENTS, "iat": int(START.timestamp()), **claims}
    known = {name: value for name, value in content.items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": "one", **(header or {})}, known, key, ["ES256"])


def party_of(caller: Caller, mine: Registered) -> RelyingParty:
    """An application that registered itself, in somebody's browser."""
    uri = mine.information["redirect_uris"][0]
    return RelyingParty(caller, mine.client_id, mine.information.get("client_secret"), redirect_uri=uri)


def clients_kept() -> int:
    """How many applications there are."""
    return db.session.scalar(select(func.count()).select_from(Client)) or 0


def audited(**wanted: str) -> list[AuditRecord]:
    """Events of one name, or about one application, the first one first."""
    found = select(AuditRecord).order_by(AuditRecord.id)
    for column, value in wanted.items():
        found = found.where(getattr(AuditRecord, column) == value)
    return list(db.session.scalars(found))
