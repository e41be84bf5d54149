"""RFC 9470: step-up for interfaces, as far as the provider has to do with it. The challenge: `tests/clients`."""

import json

import pytest

from tests.builders import API, TOTP_KEY, a_citizen, a_resource_server
from tests.relying_party import RelyingParty, a_portal, agree, path_of, signed_in

ISSUER = "https://id.anlien.example"
SERVER_SECRET = "a-secret-of-a-resource-server-0123456789abcd"
SCOPES = "openid offline_access lgsp:dossiers.read"


@pytest.fixture
def citizen(app):
    return a_citizen(totp=TOTP_KEY)


@pytest.fixture
def portal(app, client, citizen, clock):
    party = a_portal(client, citizen, SCOPES, audiences=[API])
    agree(citizen.id, scopes=SCOPES)
    party.scope = SCOPES
    clock.advance(minutes=20)
    return party


def stronger(portal, citizen):
    """What the citizen does on the provider's pages."""
    return signed_in(portal.caller, citizen, level=2, methods=["pwd", "otp"])


def in_token(portal, tokens):
    claims = portal.claims(tokens["access_token"])
    return claims["acr"], claims["auth_time"]


def test_5_a_weak_session_is_asked_for_the_second_factor(portal):
    assert path_of(portal.ask()) != path_of(portal.ask(acr_values="LoA2"))
    assert path_of(portal.ask(acr_values="LoA2")) == "/sign-in/level"


def test_5_an_old_session_is_asked_to_sign_in(portal):
    assert path_of(portal.ask(max_age="900")) == "/sign-in"
    assert portal.ask(max_age="3600").location.startswith(portal.redirect_uri)


def test_5_both_at_once_as_a_challenge_says_them(portal, citizen):
    assert path_of(portal.ask(acr_values="LoA2", max_age="900")) == "/sign-in"
    session = stronger(portal, citizen)
    tokens = portal.tokens(acr_values="LoA2", max_age="900")

    assert in_token(portal, tokens) == ("LoA2", int(session.authenticated_at.timestamp()))


def test_6_1_the_access_token_says_how_strongly_and_when(portal, citizen, clock):
    weak = in_token(portal, portal.tokens())
    session = stronger(portal, citizen)
    strong = in_token(portal, portal.tokens())

    assert (weak[0], strong[0]) == (f"{ISSUER}/acr/1", f"{ISSUER}/acr/2")
    assert weak[1] < strong[1] == int(session.authenticated_at.timestamp())


def test_6_1_a_refreshed_token_claims_no_newer_sign_in(portal, citizen, clock):
    stronger(portal, citizen)
    tokens = portal.tokens(acr_values="LoA2")
    clock.advance(minutes=30)

    assert in_token(portal, portal.refresh(tokens["refresh_token"]).json) == in_token(portal, tokens)


def test_6_2_introspection_tells_the_same(portal, citizen, client):
    a_resource_server("lgsp", secret=SERVER_SECRET)
    stronger(portal, citizen)
    tokens = portal.tokens(acr_values="LoA2")
    told = (
        RelyingParty(client, "lgsp", SERVER_SECRET)
        .post("/oauth/introspect", token=tokens["access_token"])
        .json
    )

    assert (told["acr"], told["auth_time"]) == in_token(portal, tokens)


def test_5_what_cannot_be_reached_is_said_where_it_is_essential(portal):
    claims = json.dumps({"id_token": {"acr": {"essential": True, "values": ["LoA4"]}}})
    answer = portal.answer(claims=claims, prompt="none")

    assert answer["error"] == "unmet_authentication_requirements"


def test_5_a_value_nobody_knows_is_no_error(portal):
    assert portal.answer(acr_values="phr phrh").get("code")


def test_7_discovery_names_the_values(client, app):
    named = client.get("/.well-known/oauth-authorization-server").json["acr_values_supported"]

    assert {"LoA1", "LoA2", f"{ISSUER}/acr/1", f"{ISSUER}/acr/2"} == set(named)
