"""RFC 8707: resource indicators."""

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.builders import API, a_citizen, a_machine, a_resource_server
from tests.client_keys import a_signed_client
from tests.conformance.elsewhere import a_kiosk, decide
from tests.pushing import open_pushed, push, reference, request_object
from tests.relying_party import RelyingParty, a_portal, agree, back, path_of, read_answer, signed_in

HEALTH = "https://api.syt.anlien.example/v1"
USERINFO = "https://id.anlien.example/oauth/userinfo"
SCOPES = "openid profile email offline_access lgsp:dossiers.read"


@pytest.fixture
def portal(app, client, citizen):
    party = a_portal(client, citizen, SCOPES, audiences=[API, HEALTH])
    agree(citizen.id, scopes=SCOPES)
    party.scope = SCOPES
    return party


def audience(party, tokens):
    found = party.claims(tokens["access_token"])["aud"]
    return [found] if isinstance(found, str) else found


def test_2_without_a_resource_nothing_changes(portal):
    assert audience(portal, portal.tokens()) == [API, HEALTH, USERINFO]


def test_2_a_resource_is_an_absolute_uri_without_a_fragment(portal):
    for resource in (
        "api.anlien.example",
        "/relative",
        f"{API}#fragment",
        f"{API}#",
        "https://",
        "http://[",
        "https://bad example",
        "https://x.example/é",
    ):
        answer = portal.answer(resource=resource)

        assert answer["error"] == "invalid_target", resource
        assert "absolute URI without a fragment" in answer["error_description"]


def test_2_1_the_token_is_meant_for_the_resource_and_nobody_else(portal):
    assert audience(portal, portal.tokens(resource=API)) == [API]


def test_2_1_several_may_be_named_and_each_counts_once(portal):
    tokens = portal.tokens(resource=[API, HEALTH, API])

    assert audience(portal, tokens) == [API, HEALTH]


def test_2_1_userinfo_is_a_resource_too(portal):
    alone = portal.tokens(resource=USERINFO)
    other = portal.tokens(resource=API)

    assert audience(portal, alone) == [USERINFO]
    assert portal.userinfo(alone["access_token"]).status_code == 200
    assert portal.userinfo(other["access_token"]).status_code == 401


@pytest.mark.parametrize(
    "resource", ["https://elsewhere.example", API + "/", [API, "https://elsewhere.example"]]
)
def test_2_1_an_unknown_resource_is_an_invalid_target(portal, resource):
    answer = portal.answer(resource=resource)

    assert (answer["error"], answer["state"]) == ("invalid_target", "a state")


def test_2_1_resources_wait_with_the_request(app, client, citizen):
    party = a_portal(client, citizen, SCOPES, audiences=[API, HEALTH], scope_policy={})
    party.scope = "openid lgsp:dossiers.read"
    waits = party.ask(resource=[API, HEALTH])
    assert path_of(waits) == "/consent"
    agree(citizen.id, scopes=SCOPES)
    code = back(party, waits).location.partition("code=")[2].partition("&")[0]

    assert audience(party, party.redeem(code).json) == [API, HEALTH]


def test_2_2_the_token_request_narrows_further(portal):
    answer = portal.redeem(portal.code(resource=[API, HEALTH]), resource=HEALTH)

    assert audience(portal, answer.json) == [HEALTH]


def test_2_2_a_token_request_may_be_the_first_to_name_one(portal):
    assert audience(portal, portal.redeem(portal.code(), resource=HEALTH).json) == [HEALTH]


@pytest.mark.parametrize("resource", [HEALTH, USERINFO, "https://elsewhere.example", "nothing"])
def test_2_2_a_token_request_never_widens(portal, resource):
    answer = portal.redeem(portal.code(resource=API), resource=resource)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_target")


def test_2_2_each_refresh_names_its_own(portal):
    first = portal.tokens(resource=[API, HEALTH])
    second = portal.refresh(first["refresh_token"], resource=API).json
    third = portal.refresh(second["refresh_token"], resource=HEALTH).json
    fourth = portal.refresh(third["refresh_token"]).json

    assert [audience(portal, each) for each in (second, third, fourth)] == [[API], [HEALTH], [API, HEALTH]]


def test_2_2_a_refused_resource_costs_no_refresh_token(portal):
    token = portal.tokens(resource=API)["refresh_token"]

    assert portal.refresh(token, resource=HEALTH).json["error"] == "invalid_target"
    assert portal.refresh(token, resource=API).status_code == 200


def test_2_2_an_interface_that_is_registered_no_longer_gets_no_token(portal, clock):
    token = portal.tokens(resource=API)["refresh_token"]
    db.session.get(Client, "portal").audiences = [HEALTH]
    db.session.commit()

    assert portal.refresh(token).json["error"] == "invalid_target"


def test_2_2_an_interface_learns_only_the_scopes_that_are_its_own(portal):
    at_interface = portal.tokens(resource=API)
    at_userinfo = portal.tokens(resource=USERINFO)

    for tokens, scope in (
        (at_interface, "openid offline_access lgsp:dossiers.read"),
        (at_userinfo, "openid profile email offline_access"),
    ):
        assert tokens["scope"] == portal.claims(tokens["access_token"])["scope"] == scope
    assert portal.claims(at_interface["id_token"])["sub"]


def test_2_2_a_refresh_with_another_resource_has_its_scopes_again(portal):
    token = portal.tokens(resource=[API, USERINFO])["refresh_token"]
    narrow = portal.refresh(token, resource=API).json

    assert portal.refresh(narrow["refresh_token"]).json["scope"] == SCOPES


def test_2_2_a_machine_names_its_resource(app, client):
    a_machine(audiences=[API, HEALTH], scopes=["lgsp:sync"])
    machine = RelyingParty(client, "nightly-sync")

    def ask(**more):
        return machine.post("/oauth/token", grant_type="client_credentials", **more)

    assert audience(machine, ask().json) == [API, HEALTH]
    assert audience(machine, ask(resource=HEALTH).json) == [HEALTH]
    for resource in ("https://elsewhere.example", USERINFO, "nothing"):
        refused = ask(resource=resource)
        assert (refused.status_code, refused.json["error"]) == (400, "invalid_target")
    assert "elsewhere" not in refused.text


def test_3_a_token_for_one_resource_is_none_of_another_ones_business(portal, client):
    a_resource_server("lgsp", secret="a-secret-of-a-resource-server-0123456789abcd", audiences=[API])
    asker = RelyingParty(client, "lgsp", "a-secret-of-a-resource-server-0123456789abcd")
    tokens = [portal.tokens(resource=resource)["access_token"] for resource in (API, HEALTH)]
    told = [asker.post("/oauth/introspect", token=token).json for token in tokens]

    assert told[0]["aud"] == API
    assert told[1] == {"active": False}


def test_3_somebody_elses_interfaces_are_not_named(portal, client):
    a_machine("other-machine", audiences=["https://secret.anlien.example"], scopes=["x:y"])
    citizen = a_citizen()

    assert citizen.id
    assert portal.answer(resource="https://secret.anlien.example")["error"] == "invalid_target"


def test_2_1_a_pushed_request_is_checked_when_it_is_pushed(portal):
    refused = push(portal, resource=["https://elsewhere.example", API])
    tokens = portal.redeem(
        read_answer(open_pushed(portal, reference(portal, resource=[API, HEALTH])))["code"]
    ).json

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_target")
    assert audience(portal, tokens) == [API, HEALTH]


def test_2_1_resources_in_a_signed_request_count(app, client, citizen):
    party = a_signed_client(client, scope="openid lgsp:dossiers.read")
    db.session.get(Client, "signing").audiences = [API, HEALTH]
    db.session.commit()
    signed_in(client, citizen)
    agree(citizen.id, "signing", SCOPES)

    for resource in (HEALTH, [HEALTH]):
        code = party.code(request=request_object(party, resource=resource))
        assert audience(party, party.redeem(code).json) == [HEALTH]


def test_2_2_a_device_names_its_resource_when_it_asks_and_when_it_fetches(app, client, citizen):
    kiosk = a_kiosk(client, audiences=[API, HEALTH])
    phone = app.test_client()
    signed_in(phone, citizen)
    refused = kiosk.begin(resource="https://elsewhere.example")
    codes = kiosk.begin(resource=[API, HEALTH]).json
    decide(phone, codes)
    answer = kiosk.poll(codes["device_code"], resource=HEALTH)

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_target")
    assert audience(kiosk, answer.json) == [HEALTH]
