"""RFC 9126: pushed authorization requests."""

import json

import pytest
from sqlalchemy import select

from idp.oauth.endpoints import pushed_authorization
from idp.store.db import db
from idp.store.models import PushedRequest, UsedAssertion
from idp.web.current import services
from tests.builders import REDIRECT_URI
from tests.client_keys import a_signed_client
from tests.dpop import DpopParty
from tests.pushing import (
    PUSHED,
    open_pushed,
    push,
    reference,
    reregister,
)
from tests.relying_party import RelyingParty, agree, read_answer

ISSUER = "https://id.anlien.example"


def test_2_2_the_answer_is_a_reference_and_how_long_it_lives(portal):
    answer = push(portal)

    assert (answer.status_code, answer.mimetype) == (201, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json.keys() == {"request_uri", "expires_in"}
    assert answer.json["expires_in"] == 90
    assert answer.json["request_uri"].startswith(PUSHED)
    assert len(answer.json["request_uri"].removeprefix(PUSHED)) == 43  # 256 bits in base64url
    assert push(portal).json["request_uri"] != answer.json["request_uri"]


def test_4_the_browser_brings_the_reference_and_the_code_is_that_of_the_pushed_request(portal):
    answer = read_answer(open_pushed(portal, reference(portal)))
    tokens = portal.redeem(answer["code"]).json

    assert answer.parameters.keys() >= {"code", "state", "iss"}
    assert answer["state"] == "a state"
    assert portal.claims(tokens["id_token"])["nonce"] == "a nonce"


def test_4_the_browser_may_bring_it_by_post(portal):
    waits = portal.caller.post(
        "/oauth/authorize", data={"client_id": "portal", "request_uri": reference(portal)}
    )

    assert read_answer(waits)["code"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_2_3_other_methods_are_not_allowed(portal, method):
    answer = portal.caller.open("/oauth/par", method=method)

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_2_1_the_client_proves_who_it_is_as_at_the_token_endpoint(portal):
    wrong = RelyingParty(portal.caller, "portal", "wrong")
    unknown = RelyingParty(portal.caller, "nobody", "wrong")

    for answer in (
        push(wrong),
        push(unknown),
        push(portal, {}),
        push(portal, {}, client_secret=portal.secret),
    ):
        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
        assert "Location" not in answer.headers


def test_2_1_a_signing_client_does_it_with_an_assertion_and_an_application_on_a_phone_by_its_name(
    public, client, citizen
):
    signing = a_signed_client(client)
    agree(citizen.id, "signing")

    assert read_answer(open_pushed(signing, reference(signing)))["code"]
    assert read_answer(open_pushed(public, reference(public)))["code"]


def test_2_1_the_pushing_client_is_the_client_of_the_request(portal, other):
    assert push(portal, client_id="other").json["error"] == "invalid_client"

    unnamed = reference(portal, client_id=None)
    assert read_answer(open_pushed(portal, unnamed))["code"]


def test_2_1_a_request_uri_cannot_be_pushed(portal):
    answer = push(portal, request_uri=reference(portal))

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
    assert "request_uri" in answer.json["error_description"]


@pytest.mark.parametrize(
    ("changed", "error", "word"),
    [
        ({"code_challenge": None}, "invalid_request", "code_challenge"),
        ({"code_challenge_method": "plain"}, "invalid_request", "code_challenge_method"),
        ({"code_challenge": "short"}, "invalid_request", "code_challenge"),
        ({"redirect_uri": "https://evil.example/"}, "invalid_request", "redirect_uri"),
        ({"redirect_uri": REDIRECT_URI + "?more"}, "invalid_request", "redirect_uri"),
        ({"response_type": None}, "invalid_request", "response_type"),
        ({"response_type": "token"}, "unsupported_response_type", "response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type", "response_type"),
        ({"response_mode": "fragment"}, "invalid_request", "response_mode"),
        ({"scope": "unknown"}, "invalid_scope", "scope"),
        ({"scope": None}, "invalid_scope", "scope"),
        ({"prompt": "none login"}, "invalid_request", "prompt"),
        ({"prompt": "now"}, "invalid_request", "prompt"),
        ({"max_age": "soon"}, "invalid_request", "max_age"),
        ({"claims": "[]"}, "invalid_request", "claims"),
        ({"registration": "{}"}, "registration_not_supported", "registration"),
        ({"nonce": "x" * 1025}, "invalid_request", "nonce"),
        ({"state": "x" * 8193}, "invalid_request", "state"),
        ({"dpop_jkt": "short"}, "invalid_request", "dpop_jkt"),
        ({"request": "no object"}, "invalid_request_object", "request object"),
        ({"state": ["one", "two"]}, "invalid_request", "parameter"),
    ],
)
def test_2_3_whatever_can_be_checked_is_checked_at_once_and_told_as_json(portal, changed, error, word):
    answer = push(portal, **changed)

    assert (answer.status_code, answer.mimetype, answer.json["error"]) == (400, "application/json", error)
    assert word in answer.json["error_description"]
    assert answer.json.keys() == {"error", "error_description"}
    assert "Location" not in answer.headers
    assert db.session.scalars(select(PushedRequest)).all() == []


def test_2_3_without_a_redirect_uri_there_must_be_one_alone(portal):
    assert read_answer(open_pushed(portal, reference(portal, redirect_uri=None)))["code"]
    reregister("portal", redirect_uris=[REDIRECT_URI, REDIRECT_URI + "/two"])

    assert push(portal, redirect_uri=None).json["error"] == "invalid_request"


def test_2_1_long_values_are_kept_whole(portal):
    state, nonce = "s&=ố" * 250, "n" * 384

    answer = read_answer(open_pushed(portal, reference(portal, state=state, nonce=nonce)))

    assert answer["state"] == state
    assert portal.claims(portal.redeem(answer["code"]).json["id_token"])["nonce"] == nonce


def test_7_1_what_is_kept_is_a_digest_and_sealed_and_no_proof_of_the_client(portal, client):
    signing = a_signed_client(client)
    secret = reference(signing, login_hint="0900000017").removeprefix(PUSHED)
    row = db.session.scalars(select(PushedRequest)).one()

    assert secret not in row.digest
    assert b"0900000017" not in row.parameters_sealed
    kept = services().sealer.open_json(row.parameters_sealed, "pushed_request.parameters_sealed")
    assert kept["login_hint"] == "0900000017"
    assert not {"client_assertion", "client_assertion_type", "client_secret"} & kept.keys()
    assert secret not in json.dumps(kept)


@pytest.mark.parametrize(
    "name",
    ["client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "prompt", "max_age", "response_mode",
     "code_challenge", "code_challenge_method", "claims", "request", "request_uri", "dpop_jkt", "resource"],
)  # fmt: skip
def test_no_text_that_is_pushed_is_a_fault(portal, name):
    for text in ('"', "\\", "tiếng Việt", "\t\r\n", "%", "\x7f", "😀", "[" * 1000):
        answer = push(portal, **{name: text})

        assert answer.status_code in (201, 400, 401), text
        said = answer.json.get("error_description", "")
        assert said.isascii(), text
        assert not set('"\\') & set(said), text


def test_7_2_in_the_name_of_a_public_client_one_network_pushes_so_much(public, portal, monkeypatch, clock):
    monkeypatch.setattr(pushed_authorization, "FROM_ONE_NETWORK", 2)
    assert [push(public, scope="unknown").status_code for _ in range(3)] == [400] * 3

    answers = [push(public) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json["error"] == "temporarily_unavailable"
    assert answers[2].headers["Retry-After"] == "600"
    assert push(portal).status_code == 201
    clock.advance(minutes=10)
    assert push(public).status_code == 201


def test_7_2_what_cannot_be_pushed_spends_no_proof(public):
    phone = DpopParty(public.caller, "phone-app", None)

    assert push(phone, scope="unknown").status_code == 400
    assert db.session.query(UsedAssertion).count() == 0
    assert push(phone).status_code == 201
    assert db.session.query(UsedAssertion).count() == 1
