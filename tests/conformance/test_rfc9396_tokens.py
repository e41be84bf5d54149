"""RFC 9396: authorization details at the token endpoint, in tokens, and for the resource server."""

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.builders import API, a_machine, a_resource_server
from tests.conformance.rich_requests import (
    ANOTHER,
    DETAIL,
    HEALTH,
    SERVER_SECRET,
    a_submitting_portal,
    in_token,
    page_of,
    press,
    tokens_of,
    written,
)
from tests.relying_party import RelyingParty, read_answer


@pytest.fixture
def portal(app, client, citizen):
    return a_submitting_portal(client, citizen)


def test_6_1_the_token_request_narrows_to_some(portal):
    waits = press(portal, page_of(portal, authorization_details=written(DETAIL, ANOTHER)))
    answer = portal.redeem(read_answer(waits)["code"], authorization_details=written(ANOTHER))

    assert answer.json["authorization_details"] == in_token(portal, answer.json) == [ANOTHER]
    again = portal.refresh(answer.json["refresh_token"]).json
    assert again["authorization_details"] == [DETAIL, ANOTHER]


def test_6_1_and_to_fewer_locations(portal):
    waits = press(portal, page_of(portal, authorization_details=written(locations=[API, HEALTH])))
    answer = portal.redeem(read_answer(waits)["code"], authorization_details=written(locations=[HEALTH]))

    assert in_token(portal, answer.json) == [{**DETAIL, "locations": [HEALTH]}]


def test_6_1_it_never_asks_for_more(portal):
    token = tokens_of(portal)["refresh_token"]

    for changed in (
        {"dossier_code": "SYT-12AB-2"},
        {"unit": "Sở khác"},
        {"locations": [API, HEALTH]},
        {"procedure": "X"},
    ):
        answer = portal.refresh(token, authorization_details=written(**changed))
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_authorization_details"), changed


def test_6_1_nor_when_a_code_is_redeemed(portal):
    code = read_answer(press(portal, page_of(portal)))["code"]
    answer = portal.redeem(code, authorization_details=written(ANOTHER))

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_authorization_details")


def test_6_1_nor_does_a_refresh_and_that_costs_no_token(portal):
    token = tokens_of(portal)["refresh_token"]

    assert portal.refresh(token, authorization_details=written(ANOTHER)).json["error"] == (
        "invalid_authorization_details"
    )
    assert in_token(portal, portal.refresh(token, authorization_details=written()).json) == [DETAIL]


def test_6_1_a_code_without_details_gives_none(portal):
    answer = portal.redeem(portal.code(), authorization_details=written())

    assert answer.json["error"] == "invalid_authorization_details"


def test_6_a_machine_has_no_citizen_who_agreed(app, client):
    a_machine(scopes=["lgsp:sync"], metadata={"authorization_details_types": ["nop_ho_so"]})
    machine = RelyingParty(client, "nightly-sync")
    answer = machine.post("/oauth/token", grant_type="client_credentials", authorization_details=written())

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_authorization_details")


def test_7_the_token_response_says_what_was_granted(portal):
    assert tokens_of(portal)["authorization_details"] == [DETAIL]


def test_8_the_resource_server_finds_them_in_the_token(portal):
    assert in_token(portal, tokens_of(portal)) == [DETAIL]


def test_8_a_token_for_another_interface_does_not_carry_them(portal):
    tokens = tokens_of(portal, resource=[API, HEALTH])
    elsewhere = portal.refresh(tokens["refresh_token"], resource=HEALTH).json
    there = portal.refresh(elsewhere["refresh_token"], resource=API).json

    assert in_token(portal, tokens) == in_token(portal, there) == [DETAIL]
    assert in_token(portal, elsewhere) is None
    assert "authorization_details" not in elsewhere


def test_9_2_and_by_introspection(portal, client):
    a_resource_server("lgsp", secret=SERVER_SECRET)
    tokens = tokens_of(portal)
    asker = RelyingParty(client, "lgsp", SERVER_SECRET)

    def about(party, token):
        return party.post("/oauth/introspect", token=token).json.get("authorization_details")

    assert about(asker, tokens["access_token"]) == [DETAIL]
    assert about(portal, tokens["refresh_token"]) == [DETAIL]
    assert about(portal, portal.tokens()["refresh_token"]) is None


def test_10_discovery_names_the_types(client):
    document = client.get("/.well-known/openid-configuration").json

    assert document["authorization_details_types_supported"] == ["nop_ho_so"]


def test_10_a_type_the_client_loses_is_gone_from_its_tokens(portal):
    token = tokens_of(portal)["refresh_token"]
    registered = db.session.get(Client, "portal")
    registered.metadata_ = {**registered.metadata_, "authorization_details_types": []}
    db.session.commit()

    assert in_token(portal, portal.refresh(token).json) is None


def test_12_revoking_the_authorization_ends_the_act(portal, client):
    a_resource_server("lgsp", secret=SERVER_SECRET)
    tokens = tokens_of(portal)
    portal.post("/oauth/revoke", token=tokens["refresh_token"])
    asker = RelyingParty(client, "lgsp", SERVER_SECRET)

    assert asker.post("/oauth/introspect", token=tokens["access_token"]).json == {"active": False}
