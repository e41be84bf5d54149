"""RFC 9126, 3: signed authorization requests that are pushed (RFC 9101)."""

from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Authorization
from tests.pushing import (
    open_pushed,
    push,
    reference,
    request_object,
)
from tests.relying_party import read_answer


def test_3_a_signed_request_is_pushed(signing):
    answer = signing.post("/oauth/par", request=request_object(signing), client_id="signing")

    assert answer.status_code == 201
    assert read_answer(open_pushed(signing, answer.json["request_uri"]))["state"] == "a state"


def test_3_what_stands_beside_it_is_ignored_but_for_the_proof_of_the_client(signing):
    text = request_object(signing, state=None, scope="openid")
    answer = push(signing, request=text, state="outside", code_challenge="x", response_type="token")

    back_again = read_answer(open_pushed(signing, answer.json["request_uri"]))

    assert "state" not in back_again.parameters
    assert db.session.scalars(select(Authorization)).one().scope == "openid"
    assert (
        push(signing, request=request_object(signing, redirect_uri="https://evil.example/")).status_code
        == 400
    )


def test_3_nor_can_a_signed_request_hold_a_reference_or_be_another_clients(signing, other):
    inside = request_object(signing, request_uri=reference(signing))
    named = request_object(signing, client_id="other")

    for text in (inside, named):
        answer = signing.post("/oauth/par", request=text)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_request_object")
