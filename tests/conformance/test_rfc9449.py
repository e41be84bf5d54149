"""RFC 9449: what tokens and codes are bound to. Proofs, resources and nonces are in `test_rfc9449_….py`."""

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from idp.store.db import db
from idp.store.models import Authorization, Client
from tests.builders import a_machine
from tests.dpop import DpopParty, Holder
from tests.relying_party import RelyingParty, agree

RSA = RSAKey.generate_key(2048)


@pytest.fixture
def party(portal) -> DpopParty:
    """The portal again, as a program that shows a key."""
    return DpopParty(portal.caller)


def test_5_a_token_for_a_proof_is_bound_to_its_key(party):
    answer = party.redeem(party.code())

    assert answer.json["token_type"] == "DPoP"
    assert party.claims(answer.json["access_token"])["cnf"] == {"jkt": party.holder.jkt}


def test_5_without_a_proof_it_is_a_bearer_token(portal):
    answer = portal.tokens()

    assert answer["token_type"] == "Bearer"
    assert "cnf" not in portal.claims(answer["access_token"])


@pytest.mark.parametrize(
    ("make", "algorithm"),
    [
        (lambda: ECKey.generate_key("P-256"), "ES256"),
        (lambda: OKPKey.generate_key("Ed25519"), "EdDSA"),
        (lambda: OKPKey.generate_key("Ed25519"), "Ed25519"),
        (lambda: RSA, "PS256"),
    ],
)
def test_5_1_every_advertised_algorithm_works(party, make, algorithm):
    party.holder = Holder(make(), algorithm)
    told = party.caller.get("/.well-known/openid-configuration").json

    assert algorithm in told["dpop_signing_alg_values_supported"]
    assert party.userinfo(party.tokens()["access_token"]).status_code == 200


def test_5_a_client_that_acts_for_itself_is_bound_too(app, client):
    a_machine()
    machine = DpopParty(client, "nightly-sync")

    answer = machine.post("/oauth/token", grant_type="client_credentials")

    assert answer.json["token_type"] == "DPoP"
    assert machine.claims(answer.json["access_token"])["cnf"] == {"jkt": machine.holder.jkt}


def test_5_2_a_client_registered_so_has_to_bring_a_proof(portal, party):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "dpop_bound_access_tokens": True}

    answer = portal.redeem(portal.code())
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
    assert "dpop_bound_access_tokens" in answer.json["error_description"]
    assert party.redeem(party.code()).status_code == 200


def test_5_the_refresh_tokens_of_a_public_client_are_bound(public, citizen):
    phone = DpopParty(public.caller, "phone-app", None)
    first = phone.tokens(scope="openid offline_access")["refresh_token"]
    thief = DpopParty(public.caller, "phone-app", None)

    assert thief.refresh(first).json["error"] == "invalid_grant"
    assert public.refresh(first).json["error"] == "invalid_grant"
    second = phone.refresh(first).json
    assert second["token_type"] == "DPoP"
    assert thief.refresh(second["refresh_token"]).status_code == 400
    assert phone.refresh(second["refresh_token"]).status_code == 200


def test_5_a_confidential_client_may_change_its_key(party):
    first = party.tokens(scope="openid offline_access")["refresh_token"]
    party.holder = Holder()

    answer = party.refresh(first)

    assert party.claims(answer.json["access_token"])["cnf"] == {"jkt": party.holder.jkt}


def test_10_a_code_is_bound_to_the_key_that_was_named(party, portal):
    code = party.code(dpop_jkt=party.holder.jkt)
    thief = DpopParty(party.caller, verifier=party.verifier)

    for other in (thief, RelyingParty(party.caller, verifier=party.verifier)):
        answer = other.redeem(code)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")
    assert party.redeem(code).status_code == 200


def test_10_the_binding_survives_the_pages_of_the_citizen(party, citizen):
    asked = party.ask(dpop_jkt=party.holder.jkt, prompt="consent")
    handle = asked.location.rpartition("request=")[2]
    agree(citizen.id)
    party.caller.get(f"/oauth/authorize/{handle}")

    party.code(dpop_jkt=party.holder.jkt)

    kept = {row.confirmation["jkt"] for row in db.session.query(Authorization).all()}
    assert kept == {party.holder.jkt}


@pytest.mark.parametrize("jkt", ["x", "!" * 43, "A" * 42, "A" * 44, "A" * 43 + "="])
def test_10_what_is_no_thumbprint_is_refused(party, jkt):
    answer = party.answer(dpop_jkt=jkt)

    assert answer["error"] == "invalid_request"
    assert "dpop_jkt" in answer["error_description"]


def test_scripts_of_other_origins_may_send_proofs_and_read_nonces(portal):
    allowed = portal.caller.options("/oauth/token").headers

    assert "DPoP" in allowed["Access-Control-Allow-Headers"].split(", ")
    assert "DPoP-Nonce" in allowed["Access-Control-Expose-Headers"].split(", ")


def test_a_proof_costs_one_statement_more(portal, party, statements):
    plain, bound = portal.tokens()["access_token"], party.tokens()["access_token"]

    with statements.counted():
        portal.userinfo(plain)
    without = len(statements)
    statements.clear()
    with statements.counted():
        party.userinfo(bound)

    assert len(statements) == without + 1, str(statements)
