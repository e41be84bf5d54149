"""RFC 9449, 8 and 9: nonces of the provider in DPoP proofs; without them in `test_rfc9449.py`."""

import pytest

from idp.config import Settings
from idp.oauth.dpop_nonce import SLOT
from idp.store.db import db
from idp.store.models import Client, UsedAssertion
from tests.builders import API
from tests.dpop import DpopParty, a_fapi_client, shown
from tests.installation import changed
from tests.relying_party import RelyingParty


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return changed(settings, dpop_nonces=True)


@pytest.fixture
def party(portal) -> DpopParty:
    return DpopParty(portal.caller)


def _redeem(party, code, nonce):
    proof = party.holder.proof("POST", "/oauth/token", nonce=nonce)
    return party.redeem(code, {**party.basic(), "DPoP": proof})


def _ask(party, token, nonce):
    return shown(token, party.holder.proof("GET", "/oauth/userinfo", token, nonce=nonce))


def test_8_a_proof_without_a_nonce_is_told_one_and_the_retry_succeeds(party):
    code = party.code()

    answer = party.redeem(code)
    assert (answer.status_code, answer.json["error"]) == (400, "use_dpop_nonce")
    retry = _redeem(party, code, answer.headers["DPoP-Nonce"])

    assert (retry.status_code, retry.json["token_type"]) == (200, "DPoP")


def test_8_2_each_answer_brings_the_nonce_for_the_next_request(party, clock):
    first = party.redeem("x").headers["DPoP-Nonce"]
    assert _redeem(party, party.code(), first).headers["DPoP-Nonce"] == first
    clock.advance(seconds=SLOT.total_seconds())

    answer = _redeem(party, party.code(), first)

    assert answer.status_code == 200
    assert answer.headers["DPoP-Nonce"] != first


def test_8_a_nonce_grows_old(party, clock):
    nonce = party.redeem("x").headers["DPoP-Nonce"]
    clock.advance(seconds=2 * SLOT.total_seconds())

    answer = _redeem(party, party.code(), nonce)

    assert answer.json["error"] == "use_dpop_nonce"
    assert answer.headers["DPoP-Nonce"] != nonce


def test_8_a_made_up_nonce_is_none(party):
    for nonce in ("", "x", 1, ["x"], "A" * 43):
        assert _redeem(party, party.code(), nonce).json["error"] == "use_dpop_nonce"


def test_9_a_resource_says_so_with_401_and_a_challenge(party):
    token = _redeem(party, party.code(), party.redeem("x").headers["DPoP-Nonce"]).json["access_token"]

    answer = _ask(party, token, None)
    assert (answer.status_code, answer.json["error"]) == (401, "use_dpop_nonce")
    assert answer.headers["WWW-Authenticate"].startswith("DPoP ")
    assert 'error="use_dpop_nonce"' in answer.headers["WWW-Authenticate"]
    assert _ask(party, token, answer.headers["DPoP-Nonce"]).status_code == 200


def test_8_a_proof_without_a_nonce_is_not_spent(party):
    proof = party.holder.proof("POST", "/oauth/token")
    party.redeem(party.code(), {**party.basic(), "DPoP": proof})

    assert db.session.query(UsedAssertion).count() == 0


def test_8_a_pushed_request_is_told_one_as_well(party):
    parameters = party.parameters()

    def pushed(nonce):
        proof = party.holder.proof("POST", "/oauth/par", nonce=nonce)
        return party.post("/oauth/par", {**party.basic(), "DPoP": proof}, **parameters)

    refused = pushed(None)
    assert (refused.status_code, refused.json["error"]) == (400, "use_dpop_nonce")
    assert pushed(refused.headers["DPoP-Nonce"]).status_code == 201


@pytest.mark.parametrize("path", ["/oauth/par", "/oauth/token"])
def test_8_the_retry_may_bring_the_same_assertion(client, citizen, path):
    """Nothing of a request that has to be sent once more was done: only its proof is made anew."""
    grants = ["authorization_code", "refresh_token", "client_credentials"]
    party = a_fapi_client(client, grant_types=grants, audiences=[API])
    assertion = party.signed()

    def sent(told, **form):
        proof = party.holder.proof("POST", path, nonce=told)
        return RelyingParty.post(party, path, {"DPoP": proof}, **{**assertion, **form})

    form = party.parameters() if path == "/oauth/par" else {"grant_type": "client_credentials"}
    refused = sent(None, **form)
    assert (refused.status_code, refused.json["error"]) == (400, "use_dpop_nonce")
    assert db.session.query(UsedAssertion).count() == 0
    retry = sent(refused.headers["DPoP-Nonce"], **form)

    assert retry.status_code in (200, 201), retry.text
    assert sent(refused.headers["DPoP-Nonce"], **form).json["error"] == "invalid_client"


def test_8_a_bearer_client_hears_nothing_of_it(portal):
    answer = portal.redeem(portal.code())

    assert answer.status_code == 200
    assert "DPoP-Nonce" not in answer.headers


class TestForOneClient:
    """Where the client's registration decides."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return changed(settings, dpop_nonces=False)

    def test_only_the_client_that_is_registered_so_needs_one(self, party):
        answer = party.redeem(party.code())
        assert (answer.status_code, "DPoP-Nonce" in answer.headers) == (200, False)
        token = answer.json["access_token"]

        client = db.session.get(Client, "portal")
        client.metadata_ = {**client.metadata_, "require_dpop_nonce": True}

        assert party.redeem(party.code()).json["error"] == "use_dpop_nonce"
        refused = _ask(party, token, None)
        assert refused.json["error"] == "use_dpop_nonce"
        assert _ask(party, token, refused.headers["DPoP-Nonce"]).status_code == 200

    def test_a_nonce_nobody_asked_for_does_no_harm(self, party):
        assert _redeem(party, party.code(), "from another time").status_code == 200
