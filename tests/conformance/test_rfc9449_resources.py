"""RFC 9449, 6 and 7: bound tokens at protected resources, and what introspection says of them."""

import pytest

from tests.builders import API, a_client, a_machine
from tests.dpop import BAD_HEADERS, DpopParty, Holder, hash_of, shown
from tests.relying_party import RelyingParty

TOKEN_URL = "https://id.anlien.example/oauth/token"


@pytest.fixture
def party(portal) -> DpopParty:
    """The portal again, as a program that shows a key."""
    return DpopParty(portal.caller)


@pytest.fixture
def token(party) -> str:
    return party.tokens()["access_token"]


AT_RESOURCE = {
    "no ath": {"ath": None},
    "ath of another token": {"ath": hash_of("another")},
    "ath is a number": {"ath": 1},
    "another method": {"htm": "POST"},
    "another address": {"htu": TOKEN_URL},
    "no jti": {"jti": None},
    "an hour old": {"iat": 1},
}


def test_7_1_a_bound_token_opens_userinfo_with_a_proof(party, token, person):
    for scheme in ("DPoP", "dpop", "DPOP"):
        proof = party.holder.proof("GET", "/oauth/userinfo", token)
        answer = shown(token, proof, scheme=scheme, name="DPOP")

        assert (answer.status_code, answer.json["name"]) == (200, person.name)


def test_7_2_a_bound_token_is_no_bearer_token(party, token):
    proof = party.holder.proof("GET", "/oauth/userinfo", token)

    for answer in (
        RelyingParty.userinfo(party, token),
        shown(token, proof, scheme="Bearer"),
        party.caller.post("/oauth/userinfo", data={"access_token": token}),
        party.caller.post("/oauth/userinfo", data={"access_token": token}, headers={"DPoP": proof}),
    ):
        assert (answer.status_code, answer.json["error"]) == (401, "invalid_token")
        assert answer.headers["WWW-Authenticate"].startswith("DPoP ")
        assert 'algs="ES256 EdDSA Ed25519 PS256"' in answer.headers["WWW-Authenticate"]


def test_7_1_a_bearer_token_is_no_dpop_token(party, portal):
    token = portal.tokens()["access_token"]

    answer = shown(token, party.holder.proof("GET", "/oauth/userinfo", token))

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_token")
    assert portal.userinfo(token).status_code == 200


def test_7_1_a_bad_proof_at_a_resource_is_refused_with_a_challenge(party, token):
    for what, claims in AT_RESOURCE.items():
        answer = party.userinfo(token, **claims)

        assert (answer.status_code, answer.json["error"]) == (401, "invalid_dpop_proof"), what
        assert 'DPoP realm="oauth"' in answer.headers["WWW-Authenticate"]
        assert 'error="invalid_dpop_proof"' in answer.headers["WWW-Authenticate"]


def test_7_1_a_bad_header_at_a_resource_is_refused(party, token):
    for what, header in BAD_HEADERS.items():
        answer = shown(token, party.holder.proof("GET", "/oauth/userinfo", token, header=header))

        assert answer.status_code == 401, what


def test_7_1_the_proof_is_of_the_key_the_token_is_bound_to(party, token):
    answer = shown(token, Holder().proof("GET", "/oauth/userinfo", token))

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_token")


def test_7_1_a_resource_wants_exactly_one_proof(party, token):
    proofs = [party.holder.proof("GET", "/oauth/userinfo", token) for _ in range(2)]

    assert shown(token).status_code == 401
    assert shown(token, *proofs).status_code == 401
    assert shown(token, proofs[0]).status_code == 200


def test_7_1_without_a_token_both_schemes_are_named(portal):
    challenge = portal.caller.get("/oauth/userinfo").headers["WWW-Authenticate"]

    assert challenge.startswith('Bearer realm="oauth"')
    assert ', DPoP realm="oauth"' in challenge
    assert 'algs="ES256 EdDSA Ed25519 PS256"' in challenge
    assert "error" not in challenge


def test_6_2_introspection_tells_the_key(party, token):
    answer = RelyingParty(party.caller).post("/oauth/introspect", token=token).json

    assert (answer["token_type"], answer["cnf"]) == ("DPoP", {"jkt": party.holder.jkt})


def test_6_2_a_resource_server_is_told_as_well(app, client):
    a_machine()
    a_client("lgsp", metadata={"grant_types": [], "redirect_uris": [], "response_types": []}, audiences=[API])
    machine = DpopParty(client, "nightly-sync")
    token = machine.post("/oauth/token", grant_type="client_credentials").json["access_token"]

    answer = RelyingParty(client, "lgsp").post("/oauth/introspect", token=token).json

    assert answer["cnf"] == {"jkt": machine.holder.jkt}
