"""RFC 8693: token exchange, as delegation under a registered policy: what is asked, and of whom."""

import pytest

from tests.builders import API, a_client, a_machine
from tests.conformance.exchange import (
    ACCESS,
    GRANT,
    HEALTH,
    ID,
    LAND,
    POLICY,
    USERINFO,
    Acting,
    an_exchanged_portal,
    an_interface,
    refused,
)
from tests.relying_party import RelyingParty


@pytest.fixture
def portal(app, client, citizen, clock):
    return an_exchanged_portal(client, citizen, clock)


def test_1_1_the_new_token_says_who_acts_for_whom(lgsp, portal, tokens):
    before = portal.claims(tokens["access_token"])
    after = portal.claims(lgsp.exchange(tokens["access_token"]).json["access_token"])

    assert after["act"] == {"sub": "lgsp"}
    assert after["client_id"] == "lgsp"
    assert after["sub"] == before["sub"]
    assert after["aud"] == HEALTH
    assert (after["auth_time"], after["acr"]) == (before["auth_time"], before["acr"])


def test_1_1_without_a_policy_nothing_is_exchanged(client, tokens):
    acting = an_interface(client, policy=None)

    assert "token_exchange" in refused(acting.exchange(tokens["access_token"]), "unauthorized_client")


def test_1_1_without_the_grant_nothing_is_exchanged(client, tokens):
    acting = an_interface(client, grant_types=[])

    refused(acting.exchange(tokens["access_token"]), "unauthorized_client")


def test_2_1_the_client_proves_who_it_is(client, tokens, lgsp):
    a_client("phone-app", secret=None, metadata={"grant_types": [GRANT], "token_exchange": POLICY})

    refused(Acting(client, "phone-app", None).exchange(tokens["access_token"]), "invalid_client", 401)
    lgsp.secret = "not the secret"
    refused(lgsp.exchange(tokens["access_token"]), "invalid_client", 401)


@pytest.mark.parametrize("parameter", ["audience", "resource"])
def test_2_1_whom_it_is_for_is_named_by_audience_or_resource(lgsp, portal, tokens, parameter):
    answer = lgsp.exchange(tokens["access_token"], **{"audience": None, parameter: LAND})

    assert portal.claims(answer.json["access_token"])["aud"] == LAND


def test_2_1_several_may_be_named(lgsp, portal, tokens):
    answer = lgsp.exchange(tokens["access_token"], audience=[HEALTH, LAND], resource=HEALTH)

    assert portal.claims(answer.json["access_token"])["aud"] == [HEALTH, LAND]


def test_2_2_2_it_has_to_be_named(lgsp, tokens):
    assert "missing" in refused(lgsp.exchange(tokens["access_token"], audience=None), "invalid_target")


def test_2_2_2_whom_the_policy_does_not_name_is_an_invalid_target(lgsp, tokens):
    for target in (API, "https://elsewhere.example", USERINFO, "portal"):
        refused(lgsp.exchange(tokens["access_token"], audience=target), "invalid_target")
        refused(lgsp.exchange(tokens["access_token"], audience=[HEALTH, target]), "invalid_target")


def test_2_2_2_userinfo_is_never_a_target(client, tokens):
    acting = an_interface(client, policy={**POLICY, "audiences": [USERINFO]})

    refused(acting.exchange(tokens["access_token"], audience=USERINFO), "invalid_target")


def test_2_1_a_resource_is_a_uri(lgsp, tokens):
    refused(lgsp.exchange(tokens["access_token"], audience=None, resource="nothing"), "invalid_target")


@pytest.mark.parametrize("name", ["subject_token", "subject_token_type"])
def test_2_1_what_is_required_is_required(lgsp, tokens, name):
    assert f"The {name} is missing." == refused(lgsp.exchange(tokens["access_token"], **{name: None}))


def test_2_1_kinds_that_are_not_spoken_are_refused(lgsp, tokens):
    for changed in (
        {"subject_token_type": "urn:ietf:params:oauth:token-type:saml2"},
        {"subject_token_type": "urn:ietf:params:oauth:token-type:refresh_token"},
        {"subject_token_type": ID},
        {"requested_token_type": ID},
        {"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"},
        {"requested_token_type": "urn:ietf:params:oauth:token-type:jwt"},
        {"actor_token_type": ACCESS},
        {"actor_token": "x"},
        {"authorization_details": "[]"},
    ):
        assert refused(lgsp.exchange(tokens["access_token"], **changed)), changed


def test_2_1_the_type_that_is_issued_may_be_asked_for(lgsp, tokens):
    assert lgsp.exchange(tokens["access_token"], requested_token_type=ACCESS).status_code == 200


def test_2_1_a_token_that_is_no_token_is_refused_and_not_repeated(lgsp, tokens):
    for token in ("nonsense", "a.b.c", tokens["refresh_token"], tokens["id_token"]):
        answer = lgsp.exchange(token)

        refused(answer)
        assert token not in answer.text


def test_2_1_the_token_has_to_be_meant_for_who_brings_it(client, portal, tokens):
    stranger = an_interface(client, "stranger", audiences=["https://stranger.example"])

    refused(stranger.exchange(tokens["access_token"]))


def test_2_1_an_application_does_not_own_the_interfaces_it_calls(client, portal, tokens):
    both = an_interface(client, "both", grant_types=[GRANT, "authorization_code"])

    refused(both.exchange(tokens["access_token"]))


def test_2_1_the_policy_says_whose_tokens_may_be_brought(client, tokens):
    acting = an_interface(client, policy={**POLICY, "clients": ["health"]})

    assert "token_exchange" in refused(acting.exchange(tokens["access_token"]))


def test_2_1_a_programs_own_token_is_no_citizens(client, portal, lgsp):
    a_machine(scopes=["syt:records.read"])
    machine = RelyingParty(client, "nightly-sync")
    token = machine.post("/oauth/token", grant_type="client_credentials").json["access_token"]

    refused(lgsp.exchange(token))


def test_2_1_the_scope_is_no_wider_than_the_token_and_the_policy(client, lgsp, portal, tokens):
    both = lgsp.exchange(tokens["access_token"]).json
    one = lgsp.exchange(tokens["access_token"], scope="syt:records.read").json
    narrow = portal.tokens(scope="openid syt:records.read")

    assert set(both["scope"].split()) == {"lgsp:dossiers.read", "syt:records.read"}
    assert one["scope"] == portal.claims(one["access_token"])["scope"] == "syt:records.read"
    for token, scope in (
        (tokens, "openid"),
        (tokens, "email"),
        (tokens, "syt:records.write"),
        (tokens, "syt:records.read email"),
        (narrow, "lgsp:dossiers.read"),
    ):
        refused(lgsp.exchange(token["access_token"], scope=scope), "invalid_scope")


def test_2_1_a_token_without_any_of_the_policys_scopes_is_good_for_nothing(lgsp, portal):
    refused(lgsp.exchange(portal.tokens(scope="openid email")["access_token"]), "invalid_scope")
