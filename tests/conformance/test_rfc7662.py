"""RFC 7662: token introspection."""

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.builders import a_client, a_machine
from tests.relying_party import RelyingParty

LGSP = "http://localhost:8004"


@pytest.fixture
def lgsp(portal):
    """The interface the portal calls: it is given no tokens, it checks them."""
    db.session.get(Client, "portal").audiences = [LGSP]
    a_client(
        "lgsp",
        audiences=[LGSP],
        scopes=(),
        metadata={"grant_types": [], "response_types": [], "redirect_uris": []},
    )
    return RelyingParty(portal.caller, "lgsp")


def test_2_2_the_interface_a_token_is_meant_for_learns_about_it(portal, lgsp):
    tokens = portal.tokens()

    answer = lgsp.post("/oauth/introspect", token=tokens["access_token"])

    told = answer.json
    assert answer.status_code == 200
    assert told["active"] is True
    assert (told["client_id"], told["token_type"], told["scope"]) == (
        "portal",
        "Bearer",
        "openid profile email",
    )
    assert told["iss"] == "https://id.anlien.example"
    assert LGSP in told["aud"]
    assert told["sub"] == portal.claims(tokens["id_token"])["sub"]
    assert {"exp", "iat", "jti"} <= told.keys()


def test_2_1_a_client_learns_about_its_own_tokens(portal):
    tokens = portal.tokens(scope="openid offline_access")

    for token in (tokens["access_token"], tokens["refresh_token"]):
        assert portal.post("/oauth/introspect", token=token).json["active"] is True


def test_4_anybody_else_is_told_nothing(portal, other, lgsp):
    tokens = portal.tokens(scope="openid offline_access")
    a_machine(audiences=[LGSP])
    machine = RelyingParty(portal.caller, "nightly-sync")

    assert other.post("/oauth/introspect", token=tokens["access_token"]).json == {"active": False}
    assert machine.post("/oauth/introspect", token=tokens["access_token"]).json == {"active": False}
    assert lgsp.post("/oauth/introspect", token=tokens["refresh_token"]).json == {"active": False}


def test_an_interface_a_token_is_not_meant_for_is_told_nothing(portal, lgsp):
    db.session.get(Client, "portal").audiences = []

    assert lgsp.post("/oauth/introspect", token=portal.tokens()["access_token"]).json == {"active": False}


def test_2_2_an_unknown_token_is_not_active(portal):
    for token in ["unknown", "a.b.c", "x" * 20_000, "mã", "[" * 5000]:
        assert portal.post("/oauth/introspect", token=token).json == {"active": False}


def test_2_2_a_revoked_or_expired_token_is_not_active(portal, lgsp, clock):
    first, second = portal.tokens()["access_token"], portal.tokens()["access_token"]
    portal.post("/oauth/revoke", token=first)

    assert lgsp.post("/oauth/introspect", token=first).json == {"active": False}
    assert lgsp.post("/oauth/introspect", token=second).json["active"] is True
    clock.advance(minutes=10)
    assert lgsp.post("/oauth/introspect", token=second).json == {"active": False}


def test_a_spent_refresh_token_is_not_active(portal):
    token = portal.tokens(scope="openid offline_access")["refresh_token"]
    portal.refresh(token)

    assert portal.post("/oauth/introspect", token=token).json == {"active": False}


def test_a_programs_token_can_be_introspected_and_revoked(portal, lgsp):
    a_machine(audiences=[LGSP], scopes=("dossiers.read",))
    machine = RelyingParty(portal.caller, "nightly-sync")
    token = machine.post("/oauth/token", grant_type="client_credentials").json["access_token"]

    assert lgsp.post("/oauth/introspect", token=token).json["sub"] == "nightly-sync"
    machine.post("/oauth/revoke", token=token)
    assert lgsp.post("/oauth/introspect", token=token).json == {"active": False}


def test_a_suspended_programs_token_is_not_active(portal, lgsp):
    a_machine(audiences=[LGSP], scopes=("dossiers.read",))
    token = (
        RelyingParty(portal.caller, "nightly-sync").post("/oauth/token", grant_type="client_credentials").json
    )
    db.session.get(Client, "nightly-sync").state = "suspended"

    assert lgsp.post("/oauth/introspect", token=token["access_token"]).json == {"active": False}


def test_2_1_the_asker_authenticates_and_public_clients_may_not_ask(portal, public):
    assert portal.post("/oauth/introspect", {}, token="x").status_code == 401
    assert public.post("/oauth/introspect", token="x").json["error"] == "invalid_client"
    assert portal.post("/oauth/introspect").json["error"] == "invalid_request"
