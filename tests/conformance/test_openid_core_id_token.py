"""OpenID Connect Core 1.0, 2 and 3.1.3: the ID token; 8: subjects."""

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.builders import a_client
from tests.relying_party import RelyingParty, agree, signed_in


def test_the_code_flow_ends_in_an_id_token_and_userinfo(portal, person):
    tokens = portal.tokens()
    claims, told = portal.claims(tokens["id_token"]), portal.userinfo(tokens["access_token"])

    assert told.status_code == 200
    assert told.mimetype == "application/json"
    assert told.json["sub"] == claims["sub"]
    assert told.json["name"] == person.name


def test_2_the_id_token_has_what_it_must(portal, clock):
    token = portal.tokens()["id_token"]
    claims, now = portal.claims(token), int(clock().timestamp())

    assert claims["iss"] == "https://id.anlien.example"
    assert claims["aud"] == "portal"
    assert (claims["iat"], claims["exp"]) == (now, now + 600)
    assert claims["nonce"] == "a nonce"
    assert claims["auth_time"] == now - 60
    assert claims["acr"] == "https://id.anlien.example/acr/1"
    assert claims["amr"] == ["pwd"]
    assert claims["sid"]
    assert claims["sub"].isascii()
    assert len(claims["sub"]) <= 255


def test_2_no_personal_claim_is_in_it_when_there_is_an_access_token(portal):
    claims = portal.claims(portal.tokens(scope="openid profile email phone")["id_token"])

    assert claims.keys() == {
        "iss", "sub", "aud", "exp", "iat", "nonce", "auth_time", "acr", "amr", "sid", "at_hash"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        (None, "RS256"),
        ("ES256", "ES256"),
        ("PS256", "PS256"),
        ("EdDSA", "EdDSA"),
        ("none", "RS256"),
        ("HS256", "RS256"),
    ],
)
def test_3_1_3_7_the_registered_algorithm_is_used_rs256_by_default(portal, registered, expected):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "id_token_signed_response_alg": registered}

    token = portal.tokens()["id_token"]

    header = portal.header(token)
    assert header["alg"] == expected
    assert header["kid"] in {key["kid"] for key in portal.caller.get("/oauth/jwks").json["keys"]}
    assert portal.claims(token)["at_hash"]


def test_3_1_3_6_at_hash_binds_the_access_token(portal):
    import hashlib
    from base64 import urlsafe_b64encode

    tokens = portal.tokens()

    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert portal.claims(tokens["id_token"])["at_hash"] == urlsafe_b64encode(half).rstrip(b"=").decode()


def test_without_openid_there_is_no_id_token(portal):
    assert "id_token" not in portal.tokens(scope="email")


@pytest.mark.parametrize("nonce", ["x" * 384, "tỉnh An Liên", "a+b c%20&\"'\\<>", "x" * 1024])
def test_3_1_2_1_a_nonce_is_kept_whole(portal, nonce):
    assert portal.claims(portal.tokens(nonce=nonce)["id_token"])["nonce"] == nonce


def test_3_1_2_1_no_nonce_gives_none(portal):
    assert "nonce" not in portal.claims(portal.tokens(nonce=None)["id_token"])


def test_an_endless_nonce_is_refused(portal):
    assert portal.answer(nonce="x" * 1025)["error"] == "invalid_request"


def test_8_1_one_sector_gets_one_sub_and_another_sector_another(portal, other, citizen):
    a_client("sister", sector="portal.anlien.example")
    sister = RelyingParty(portal.caller, "sister")
    for name in ("sister", "other"):
        agree(citizen.id, name)

    def sub(party):
        return party.claims(party.tokens()["id_token"])["sub"]

    assert sub(portal) == sub(portal) == sub(sister)
    assert sub(other) != sub(portal)
    assert citizen.id not in (sub(portal), sub(other))


def test_8_public_subjects_are_the_same_everywhere(portal, citizen):
    for name, sector in (("one", "a"), ("two", "b")):
        a_client(name, sector=sector, metadata={"subject_type": "public"})
        agree(citizen.id, name)
    one, two = RelyingParty(portal.caller, "one"), RelyingParty(portal.caller, "two")

    assert one.claims(one.tokens()["id_token"])["sub"] == two.claims(two.tokens()["id_token"])["sub"]


def test_sid_is_one_per_session_and_client(portal, other, citizen, clock):
    agree(citizen.id, "other")
    first = portal.claims(portal.tokens()["id_token"])["sid"]
    assert portal.claims(portal.tokens()["id_token"])["sid"] == first
    assert other.claims(other.tokens()["id_token"])["sid"] != first
    signed_in(portal.caller, citizen)

    assert portal.claims(portal.tokens()["id_token"])["sid"] != first
