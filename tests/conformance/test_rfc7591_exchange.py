"""OAuth 2.0 Dynamic Client Registration (RFC 7591, 3.1 and 3.2.1): the request, and the answer to a good one."""

import json

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import InitialAccessToken
from tests.moments import START
from tests.registrant import (
    DOCUMENT,
    ENDPOINT,
    KEY,
    audited,
    clients_kept,
    invitation,
    party_of,
    refused,
    register,
    registered,
    send,
)
from tests.relying_party import agree, signed_in

# 3.1: the request


def test_the_document_is_json(app, client):
    for content_type in ("application/x-www-form-urlencoded", "text/plain", ""):
        answer = client.post(
            ENDPOINT,
            data=json.dumps(DOCUMENT),
            content_type=content_type,
            headers={"Authorization": f"Bearer {invitation()}"},
        )
        assert "application/json" in refused(answer)


HOSTILE = {
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'{"client_name": "\xff"}',
    "a list": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "a name twice": b'{"redirect_uris": ["https://a.example/"], "redirect_uris": ["https://b.example/"]}',
    "a number that is none": b'{"default_max_age": NaN}',
    "a number without end": b'{"jwks": {"keys": [{"kty": "EC", "x": 1e999}]}}',
    "digits without end": b'{"default_max_age": ' + b"9" * 10_000 + b"}",
    "too deep": b'{"jwks": ' + b'{"a":' * 2_000 + b"1" + b"}" * 2_001,
    "deep": b'{"jwks": ' + b'{"a":' * 40 + b"1" + b"}" * 41,
    "much too deep": b"[" * 50_000,
    "too large": b'{"x": "' + b"x" * 70_000 + b'"}',
    "larger than any body": b'{"x": "' + b"x" * 300_000 + b'"}',
    "NUL": b'{"client_name": "a\\u0000b"}',
    "NUL in a key set": b'{"jwks": {"keys": [{"kty": "EC", "x": "\\u0000"}]}}',
    "NUL in a name": b'{"client_name\\u0000": "x"}',
    "half a pair": b'{"client_name": "\\ud800"}',
    "wrong types": b'{"redirect_uris": {"a": 1}, "client_name": [], "jwks": 7, "scope": {}, "profile": []}',
    "a profile that is none": b'{"profile": "none"}',
}


def test_a_hostile_document_is_refused_and_leaves_nothing(app):
    token = invitation()
    for name, body in HOSTILE.items():
        answer = send("POST", ENDPOINT, token, body)
        assert answer.status_code == 400, (name, answer.text)
        assert answer.json["error"] in ("invalid_client_metadata", "invalid_redirect_uri")

    assert clients_kept() == 0
    assert db.session.scalars(select(InitialAccessToken)).one().uses_left == 1
    assert audited(name="client.registered") == []


def test_other_methods_are_not_taken(app):
    for method in ("GET", "PUT", "DELETE"):
        assert send(method, ENDPOINT, invitation()).status_code == 405


# 3.2.1: the answer


def test_the_answer_is_created_json_that_nobody_keeps(app):
    answer = register(token=invitation())

    assert (answer.status_code, answer.mimetype) == (201, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Pragma"] == "no-cache"
    assert answer.json["client_id_issued_at"] == int(START.timestamp())
    assert answer.json["client_secret_expires_at"] == 0
    assert "state" not in answer.json


def test_the_identifier_is_fresh_each_time(app):
    token = invitation(uses=3)

    assert len({registered(token).client_id for _ in range(3)}) == 3


def test_the_secret_opens_the_token_endpoint_and_is_kept_as_a_digest(app, client):
    mine = registered()
    party = party_of(client, mine)
    session = signed_in(client)
    agree(session.citizen_id, mine.client_id)

    tokens = party.tokens()

    assert party.claims(tokens["id_token"])["aud"] == mine.client_id
    assert mine.information["client_secret"] not in json.dumps(mine.row.secrets)


@pytest.mark.parametrize("method", ["none", "private_key_jwt"])
def test_who_needs_no_secret_gets_none(app, method):
    keys = {"keys": [KEY]} if method == "private_key_jwt" else None
    told = registered(token_endpoint_auth_method=method, jwks=keys).information

    assert "client_secret" not in told
    assert "client_secret_expires_at" not in told


def test_a_registration_is_audited_with_the_permission_it_was_made_with(app):
    mine = registered()
    (record,) = audited(name="client.registered")

    assert record.client_id == mine.client_id
    assert record.details["by"] == "client"
    assert record.details["invitation_id"] == db.session.scalars(select(InitialAccessToken)).one().id
    assert "cntt@thuvien.example" not in json.dumps(record.details)
    assert mine.token not in json.dumps(record.details)


def test_discovery_names_the_endpoint(app, client):
    told = client.get("/.well-known/openid-configuration").json

    assert told["registration_endpoint"] == f"{told['issuer']}{ENDPOINT}"
