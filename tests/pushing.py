"""Clients of the tests that send their authorization requests ahead (RFC 9126) or sign them (RFC 9101)."""

import json
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from joserfc import jws
from werkzeug.test import TestResponse

from idp.store.db import db
from idp.store.models import Client
from idp.web.current import services
from tests.caller import Caller
from tests.client_keys import Key, SigningParty
from tests.relying_party import Answer, RelyingParty, read_answer

PUSHED = "urn:ietf:params:oauth:request_uri:"


def push(party: RelyingParty, headers: dict[str, str] | None = None, **changed: Any) -> TestResponse:
    """Send an authorization request ahead; parameters that are None are left out."""
    return party.post("/oauth/par", headers, **party.parameters(**changed))


def reference(party: RelyingParty, **changed: Any) -> str:
    """The `request_uri` of a request that was sent ahead."""
    answer = push(party, **changed)
    assert answer.status_code == 201, answer.text
    return str(answer.json["request_uri"])


def open_pushed(
    party: RelyingParty, request_uri: str, caller: Caller | None = None, **beside: str
) -> TestResponse:
    """Send a browser to the authorization endpoint with a reference."""
    query = {"client_id": party.client_id, "request_uri": request_uri, **beside}
    return (caller or party.caller).get("/oauth/authorize", query_string=query)


def another_browser() -> Caller:
    """A browser with cookies of its own."""
    caller = current_app.test_client()
    assert isinstance(caller, Caller)
    return caller


def request_object(
    party: SigningParty, header: dict[str, Any] | None = None, key: Key | None = None, **changed: Any
) -> str:
    """The party's usual request, signed; claims that are None are left out."""
    now = int(services().clock().timestamp())
    claims = {
        **party.parameters(),
        "iss": party.client_id,
        "aud": services().settings.issuer,
        "nbf": now,
        "iat": now,
        "exp": now + 300,
        **changed,
    }
    signer = key or party.key
    head = {
        "alg": party.algorithm,
        "kid": signer.thumbprint(),
        "typ": "oauth-authz-req+jwt",
        **(header or {}),
    }
    known = {name: value for name, value in claims.items() if value is not None}
    # As ASCII: a test may want to sign what is no text.
    return jws.serialize_compact(head, json.dumps(known), signer, [head["alg"]])


def ask_signed(party: RelyingParty, text: str, **beside: str) -> TestResponse:
    """Send a browser to the authorization endpoint with a request object."""
    query = {"client_id": party.client_id, "request": text, **beside}
    return party.caller.get("/oauth/authorize", query_string=query)


def refusal_of(party: RelyingParty, text: str, **beside: str) -> Answer:
    """What a client hears of a request object, at the redirect URI that stands beside it."""
    answer = read_answer(ask_signed(party, text, redirect_uri=party.redirect_uri, state="outside", **beside))
    assert answer["state"] == "outside"
    assert answer["iss"] == services().settings.issuer
    return answer


def reregister(client_id: str, **members: Any) -> None:
    """Change members of a registration; None takes one away. A profile is a member, too."""
    client = db.session.get(Client, client_id)
    assert client is not None
    client.profile = members.pop("profile", client.profile)
    changed = {**client.metadata_, **members}
    client.metadata_ = {name: value for name, value in changed.items() if value is not None}
    db.session.commit()


def is_error_page(answer: TestResponse, error: str) -> bool:
    """Whether the citizen is told, the application is not, and the log has the reason."""
    assert answer.status_code == 400, (answer.status_code, answer.location)
    return 'id="op-error"' in answer.text and error in answer.text and "Location" not in answer.headers


def leads_to(answer: TestResponse, address: str) -> bool:
    """Whether a redirect leads to an address, whatever its query."""
    return answer.location is not None and urlsplit(answer.location)._replace(query="").geturl() == address
