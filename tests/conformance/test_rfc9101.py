"""RFC 9101 and OpenID Connect Core, 6: signed authorization requests, by value and by reference."""

import json

import pytest
from joserfc import jwe, jws, jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Authorization
from idp.web.current import services
from tests.builders import REDIRECT_URI
from tests.client_keys import SigningParty, a_signed_client
from tests.pushing import (
    another_browser,
    ask_signed,
    is_error_page,
    leads_to,
    push,
    refusal_of,
    request_object,
    reregister,
)
from tests.relying_party import RelyingParty, agree, back, path_of, read_answer, signed_in

ISSUER = "https://id.anlien.example"
KEYS = {
    "RS256": RSAKey.generate_key(2048),
    "ES256": ECKey.generate_key("P-256"),
    "EdDSA": OKPKey.generate_key("Ed25519"),
}
KEYS["PS256"] = KEYS["RS256"]


def test_5_1_by_value_everything_is_inside(signing):
    answer = read_answer(ask_signed(signing, request_object(signing)))

    assert answer["state"] == "a state"
    tokens = signing.redeem(answer["code"]).json
    assert signing.claims(tokens["id_token"])["nonce"] == "a nonce"


def test_5_1_by_post_too(signing):
    fields = {"client_id": "signing", "request": request_object(signing)}

    answer = signing.caller.post("/oauth/authorize", data=fields)

    assert read_answer(answer)["code"]


@pytest.mark.parametrize("algorithm", KEYS)
def test_10_every_advertised_algorithm_works(client, citizen, algorithm):
    key = KEYS[algorithm]
    a_signed_client(client, jwks={"keys": [{**key.as_dict(private=False), "kid": key.thumbprint()}]})
    party = SigningParty(client, "signing", None, key=key, algorithm=algorithm)
    signed_in(client, citizen)
    agree(citizen.id, "signing")

    assert read_answer(ask_signed(party, request_object(party)))["code"]


def test_6_3_inside_wins_and_outside_counts_nothing(signing):
    beside = dict.fromkeys(("state", "nonce", "code_challenge"), "x") | {
        "scope": "openid email",
        "redirect_uri": "https://evil.example/",
        "prompt": "login",
        "response_type": "token",
        "response_mode": "form_post",
    }
    text = request_object(signing, state=None, scope="openid")

    answer = ask_signed(signing, text, **beside)

    assert leads_to(answer, REDIRECT_URI)
    assert "state" not in read_answer(answer).parameters
    kept = db.session.scalars(select(Authorization)).one()
    assert (kept.scope, kept.nonce) == ("openid", "a nonce")


def test_6_3_what_is_only_outside_is_missing(signing):
    answer = read_answer(ask_signed(signing, request_object(signing, scope=None), scope="openid"))

    assert answer["error"] == "invalid_scope"
    assert answer["state"] == "a state"


def test_6_1_core_a_redirect_uri_inside_is_the_one_that_is_checked(signing):
    text = request_object(signing, redirect_uri="https://evil.example/")

    assert is_error_page(ask_signed(signing, text, redirect_uri=REDIRECT_URI), "invalid_request")


def test_6_1_core_structured_members_are_what_they_would_be_in_a_form(signing):
    claims = {"id_token": {"email": None}, "userinfo": {"name": {"essential": True}}}

    answer = read_answer(ask_signed(signing, request_object(signing, claims=claims, max_age=3600)))

    tokens = signing.redeem(answer["code"]).json
    assert signing.claims(tokens["id_token"])["email"]
    asked_again = request_object(signing, max_age=0, prompt="none")
    assert read_answer(ask_signed(signing, asked_again))["error"] == "login_required"


def test_4_a_member_that_is_null_is_left_out_and_one_of_a_wrong_kind_is_refused(signing):
    good = jwt.encode({"alg": "ES256"}, {**signing.parameters(), "login_hint": None}, signing.key, ["ES256"])

    assert read_answer(ask_signed(signing, good))["code"]
    assert (
        read_answer(ask_signed(signing, request_object(signing, prompt=["none"])))["error"]
        == "invalid_request"
    )
    assert read_answer(ask_signed(signing, request_object(signing, claims=[])))["error"] == "invalid_request"
    assert (
        read_answer(ask_signed(signing, request_object(signing, max_age=True)))["error"] == "invalid_request"
    )


def test_5_the_client_id_stands_outside_too_and_agrees(signing, other):
    text = request_object(signing)

    for query in ({"request": text}, {"request": text, "client_id": "nobody"}):
        answer = signing.caller.get("/oauth/authorize", query_string=query)
        assert is_error_page(answer, "invalid_request")
    for wrong in ({"client_id": "other"}, {"client_id": None}, {"client_id": ["signing"]}):
        answer = refusal_of(signing, request_object(signing, **wrong))
        assert answer["error"] == "invalid_request_object"
        assert "client_id" in answer["error_description"]


def test_6_2_unsigned_symmetric_and_foreign_signatures_are_refused(signing):
    thief = SigningParty(signing.caller, "signing", None)
    named = {"kid": signing.key.thumbprint()}
    secret = OctKey.generate_key(256)
    symmetric = jwt.encode({"alg": "HS256"}, signing.parameters(), secret, ["HS256"])
    unsigned = f"eyJhbGciOiJub25lIn0.{symmetric.split('.')[1]}."
    tampered = request_object(signing).rpartition(".")[0] + ".AAAA"

    for text in (symmetric, unsigned, tampered, request_object(thief), request_object(thief, named)):
        answer = refusal_of(signing, text)
        assert answer["error"] == "invalid_request_object"
        assert "signed" in answer["error_description"]


def test_6_2_what_is_no_object_is_refused(signing):
    for text in (
        "x",
        "a.b.c",
        "e30.e30.",
        "." * 500,
        "e30." + "W1tb" * 500 + ".x",
        "mã.mã.mã",
        "e30.e30.e30",
    ):
        assert refusal_of(signing, text)["error"] == "invalid_request_object"
    too_long = signing.post("/oauth/par", request="e30." + "A" * 20_000 + ".x")
    assert "long" in too_long.json["error_description"]


class _Careless(jws.JWSRegistry):
    """Signs whatever header it is given."""

    def check_header(self, header):
        """Let it pass."""


def test_6_2_unknown_members_of_the_header_are_ignored_unless_they_are_critical(signing):
    def signed(**header):
        claims = json.dumps(signing.parameters())
        return jws.serialize_compact({"alg": "ES256", **header}, claims, signing.key, registry=_Careless())

    assert read_answer(ask_signed(signing, signed(x5u="https://x.example", unknown=1)))["code"]
    assert refusal_of(signing, signed(unknown=1, crit=["unknown"]))["error"] == "invalid_request_object"


def test_6_1_an_encrypted_object_is_refused_as_such(signing):
    key = ECKey.generate_key("P-256")
    text = jwe.encrypt_compact({"alg": "ECDH-ES", "enc": "A128GCM"}, request_object(signing), key)

    answer = refusal_of(signing, text)

    assert answer["error"] == "invalid_request_object"
    assert "encrypted" in answer["error_description"]


def test_2_core_the_registered_algorithm_is_the_only_one(signing):
    reregister("signing", request_object_signing_alg="PS256")
    assert refusal_of(signing, request_object(signing))["error"] == "invalid_request_object"
    reregister("signing", request_object_signing_alg="ES256")

    assert read_answer(ask_signed(signing, request_object(signing)))["code"]


def test_6_2_a_key_for_encryption_signs_nothing(signing):
    reregister("signing", jwks={"keys": [{**signing.public_key(), "use": "enc"}]})

    assert refusal_of(signing, request_object(signing))["error"] == "invalid_request_object"


def test_6_2_a_client_without_keys_signs_nothing(portal):
    party = SigningParty(portal.caller, "portal", None)

    assert refusal_of(party, request_object(party))["error"] == "invalid_request_object"


def test_6_3_without_a_registered_address_beside_it_the_citizen_is_told(signing):
    for beside in ({}, {"redirect_uri": "https://evil.example/"}):
        assert is_error_page(ask_signed(signing, "x", **beside), "invalid_request_object")
    twice = [
        ("client_id", "signing"),
        ("request", "x"),
        ("redirect_uri", REDIRECT_URI),
        ("redirect_uri", REDIRECT_URI),
    ]
    answer = signing.caller.get("/oauth/authorize", query_string=twice)
    assert is_error_page(answer, "invalid_request_object")


def test_5_an_object_sent_twice_or_in_both_ways_is_refused(signing):
    text = request_object(signing)
    both = refusal_of(signing, text, request_uri="https://signing.example/request")
    assert both["error"] == "invalid_request"

    query = [("client_id", "signing"), ("request", text), ("request", text)]
    assert is_error_page(signing.caller.get("/oauth/authorize", query_string=query), "invalid_request")


def test_10_5_a_client_may_be_registered_to_sign_always(signing):
    reregister("signing", require_signed_request_object=True)

    answer = signing.answer()
    assert answer["error"] == "invalid_request"
    assert "signed" in answer["error_description"]
    assert read_answer(ask_signed(signing, request_object(signing)))["code"]
    assert push(signing).json["error"] == "invalid_request"


def test_a_signed_request_waits_for_the_citizen_like_any_other(signing, citizen):
    reregister("signing", require_signed_request_object=True)
    elsewhere = another_browser()
    party = RelyingParty(elsewhere, "signing", None)
    waits = elsewhere.get(
        "/oauth/authorize", query_string={"client_id": "signing", "request": request_object(signing)}
    )
    assert path_of(waits) == "/sign-in"

    signed_in(elsewhere, citizen)

    assert read_answer(back(party, waits))["state"] == "a state"


def test_discovery_says_so(client):
    document = client.get("/.well-known/openid-configuration").json

    assert document["request_parameter_supported"] is True
    assert document["request_uri_parameter_supported"] is True
    assert document["require_request_uri_registration"] is True
    assert document["require_signed_request_object"] is False
    assert set(document["request_object_signing_alg_values_supported"]) == {
        "RS256",
        "PS256",
        "ES256",
        "EdDSA",
    }


def test_the_log_says_which_check_failed(signing, caplog):
    ask_signed(signing, request_object(signing, aud="https://other.example"))

    assert "invalid_request_object: In the request object aud does not name the issuer." in caplog.text
    assert services().settings.issuer not in caplog.text.partition("aud does not")[0].rpartition("\n")[2]
