"""Tokens of an application under construction open nothing that nobody has approved."""

import pytest

from idp.oauth.client import TOKEN_EXCHANGE
from tests.builders import CLIENT_SECRET, a_citizen, a_client, a_machine, a_resource_server
from tests.relying_party import RelyingParty, agree, signed_in
from tests.web.sandbox.test_sides import tokens_of

ELSEWHERE, AT_HOME = "https://lgsp.anlien.example", "http://localhost:5001"


def test_a_citizens_token_is_for_userinfo_and_the_developers_own_machine(client):
    a_client(state="draft", audiences=[ELSEWHERE, AT_HOME])
    party = RelyingParty(client)

    audience = party.claims(tokens_of(party)["access_token"])["aud"]

    assert AT_HOME in audience
    assert ELSEWHERE not in audience


@pytest.mark.parametrize(
    "address", ["http://localhost.anlien.example", "https://x@localhost", "localhost:5001"]
)
def test_what_only_looks_like_the_own_machine_is_elsewhere(client, address):
    a_client(state="draft", audiences=[address])
    party = RelyingParty(client)

    assert address not in party.claims(tokens_of(party)["access_token"])["aud"]


def test_an_interface_elsewhere_cannot_be_named(client):
    a_client(state="draft", audiences=[ELSEWHERE])
    party = RelyingParty(client)
    tokens_of(party)

    assert party.answer(resource=ELSEWHERE)["error"] == "invalid_target"


def test_a_program_under_construction_gets_a_token_for_nobody_else(client):
    a_machine(state="draft", audiences=[ELSEWHERE])
    party = RelyingParty(client, "nightly-sync")

    answer = party.post("/oauth/token", grant_type="client_credentials")

    assert party.claims(answer.json["access_token"])["aud"] == "https://id.anlien.example"
    named = party.post("/oauth/token", grant_type="client_credentials", resource=ELSEWHERE)
    assert named.json["error"] == "invalid_target"


def test_an_interface_under_construction_learns_nothing_of_real_tokens(client):
    a_client(audiences=[ELSEWHERE])
    session = signed_in(client, a_citizen())
    agree(session.citizen_id)
    token = RelyingParty(client).tokens()["access_token"]
    a_resource_server("real", audiences=[ELSEWHERE])
    a_resource_server("draft", audiences=[ELSEWHERE], state="draft")

    real, draft = (
        RelyingParty(client, name).post("/oauth/introspect", token=token).json for name in ("real", "draft")
    )

    assert real["active"] is True
    assert draft == {"active": False}


@pytest.mark.parametrize("state", ["draft", "live"])
def test_nobody_exchanges_a_token_of_the_other_side(client, state):
    """A live interface may not act for a test person, and one under construction for nobody at all."""
    a_client(state="draft", audiences=[AT_HOME])
    token = tokens_of(RelyingParty(client))["access_token"]
    policy = {"clients": ["portal"], "audiences": [ELSEWHERE], "scopes": ["openid", "profile"]}
    a_client(
        "acting",
        state=state,
        audiences=[AT_HOME],
        metadata={"grant_types": [TOKEN_EXCHANGE], "response_types": [], "token_exchange": policy},
    )

    answer = RelyingParty(client, "acting", CLIENT_SECRET).post(
        "/oauth/token",
        grant_type=TOKEN_EXCHANGE,
        subject_token=token,
        subject_token_type="urn:ietf:params:oauth:token-type:access_token",
        audience=ELSEWHERE,
    )

    assert answer.json["error"] == {"draft": "invalid_target", "live": "invalid_request"}[state]
