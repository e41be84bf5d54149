"""OAuth 2.0 Dynamic Client Registration (RFC 7591, 1.2 and 3): who may register, and what they may ask for."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from idp.oauth.scopes import LAW_ONLY
from idp.relying_parties.admission import TRIES
from idp.store.db import db
from idp.store.models import InitialAccessToken
from idp.web.current import services
from tests.installation import changed
from tests.moments import START
from tests.registrant import (
    DOCUMENT,
    ENDPOINT,
    KEY,
    clients_kept,
    invitation,
    party_of,
    refused,
    register,
    registered,
    send,
)
from tests.relying_party import signed_in

# 3: who may register


def test_without_an_initial_access_token_registration_is_closed(app):
    answer = register()

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="oauth"'
    assert "initial access token" in answer.json["error_description"]
    assert clients_kept() == 0


def test_a_token_nobody_gave_opens_nothing(app):
    answer = register(token="a-token-nobody-gave")

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_token")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_the_token_is_kept_as_a_digest(app):
    token = invitation()
    row = db.session.scalars(select(InitialAccessToken)).one()

    assert token not in json.dumps({name: str(value) for name, value in vars(row).items()})


def test_other_schemes_are_no_bearer_and_the_scheme_may_be_written_small(app, client):
    token = invitation()
    for scheme, status in (("Basic", 401), ("DPoP", 401), ("bearer", 201)):
        answer = client.post(ENDPOINT, json=DOCUMENT, headers={"Authorization": f"{scheme} {token}"})
        assert answer.status_code == status


def test_a_token_in_the_address_is_refused(app):
    answer = send("POST", f"{ENDPOINT}?access_token={invitation()}", None, DOCUMENT)

    assert answer.status_code == 400
    assert "access_token" in answer.json["error_description"]


def test_a_token_registers_as_often_as_it_was_given_for(app):
    token = invitation(uses=2)

    assert [register(token=token).status_code for _ in range(3)] == [201, 201, 401]
    assert clients_kept() == 2


def test_a_refused_registration_spends_no_use(app):
    token = invitation()
    for _ in range(3):
        refused(register(token=token, scope="dan_toc"))

    assert register(token=token).status_code == 201


def test_a_token_ends(app, clock):
    token = invitation(uses=5, until=START + timedelta(days=1))
    clock.advance(days=1)

    assert register(token=token).status_code == 401


def test_a_token_can_be_taken_back(app):
    token = invitation(uses=5)
    mine = registered(token)
    services().client_desk.invitations.revoke(db.session.scalars(select(InitialAccessToken)).one().id)

    assert register(token=token).status_code == 401
    assert mine.read().status_code == 200


def test_so_often_an_hour_and_not_more(app, clock):
    token = invitation(uses=5)
    for _ in range(TRIES):
        register(token=token, redirect_uris=[])
    answer = register(token=token)

    assert (answer.status_code, answer.json["error"]) == (429, "temporarily_unavailable")
    assert answer.headers["Retry-After"] == "3600"
    clock.advance(hours=1)
    assert register(token=token).status_code == 201


class TestOpenRegistration:
    """`IDP_REGISTRATION=open`."""

    @pytest.fixture
    def settings(self, settings):
        return changed(settings, registration="open")

    def test_anybody_registers_what_is_usual(self, app):
        answer = register(scope="openid profile offline_access")

        assert answer.status_code == 201
        assert services().clients.find(answer.json["client_id"]).is_live

    def test_what_is_not_usual_needs_a_token_still(self, app):
        assert "scope goes beyond" in refused(register(scope="openid lien_he"))
        assert "profile goes beyond" in refused(
            register(profile="machine", redirect_uris=[], grant_types=["client_credentials"])
        )
        token = invitation(scopes=("lien_he",))
        assert register(token=token, scope="openid lien_he").status_code == 201

    def test_a_wrong_token_is_not_passed_over(self, app):
        assert register(token="a-token-nobody-gave").status_code == 401

    def test_each_network_registers_so_often_an_hour(self, app, client):
        def from_network(address):
            return client.post(
                ENDPOINT, json={**DOCUMENT, "redirect_uris": []}, environ_overrides={"REMOTE_ADDR": address}
            ).status_code

        answers = [from_network("203.0.113.7") for _ in range(TRIES + 1)]

        assert answers == [400] * TRIES + [429]
        assert from_network("203.0.113.8") == 400


# 1.2 and 3: what a token lets ask for


def test_only_what_was_permitted_may_be_asked_for(app):
    token = invitation(
        scopes=("profile", "lien_he", "land.read"), redirect_hosts=("thuvien.example",), profiles=("plain",)
    )
    beyond = {
        "scope": {"scope": "openid email"},
        "redirect_uris": {"redirect_uris": ["https://elsewhere.example/cb"]},
        "post_logout_redirect_uris": {"post_logout_redirect_uris": ["https://elsewhere.example/out"]},
        "grant_types": {"grant_types": ["authorization_code", "client_credentials"]},
    }

    for member, wish in beyond.items():
        error = "invalid_redirect_uri" if member == "redirect_uris" else "invalid_client_metadata"
        said = refused(register(token=token, **wish), error)
        assert said.startswith(f"{member} goes beyond what this registration may ask for: allowed are ")
    assert "profile goes beyond" in refused(register(token=token, profile="fapi2", jwks={"keys": [KEY]}))
    told = registered(token, scope="openid lien_he land.read").information
    assert told["scope"] == "openid lien_he land.read"


def test_ports_and_private_schemes_of_permitted_hosts(app):
    token = invitation(uses=2, redirect_hosts=("thuvien.example", "vn.example.thuvien:"))

    assert register(token=token, redirect_uris=["https://thuvien.example:8443/cb"]).status_code == 201
    native = {"application_type": "native", "token_endpoint_auth_method": "none"}
    assert register(token=token, redirect_uris=["vn.example.thuvien:/cb"], **native).status_code == 201


def test_left_out_scopes_are_the_usual_ones_that_were_permitted(app):
    assert registered(invitation(scopes=("email",))).information["scope"] == "openid email"


def test_a_profile_that_is_the_only_one_is_the_one_that_is_got(app):
    told = registered(
        invitation(profiles=("machine",), scopes=("land.read",)),
        redirect_uris=None,
        grant_types=["client_credentials"],
        scope="land.read",
    ).information

    assert (told["profile"], told["scope"], told["grant_types"]) == (
        "machine",
        "land.read",
        ["client_credentials"],
    )


def test_scopes_that_only_a_law_opens_are_never_got(app):
    token = invitation()
    for scope in LAW_ONLY:
        assert "scope_policy gives" in refused(register(token=token, scope=f"openid {scope}"))


OURS = {
    "require_pkce": False,
    "pkce_exempt_until": "2030-01-01",
    "sector": "portal.anlien.example",
    "unit": "Văn phòng UBND tỉnh",
    "minimum_level": 2,
    "audiences": ["http://localhost:8004"],
    "scope_policy": {"profile": {"legal_basis": "law", "legal_reference": "x"}},
    "authorization_details_types": ["nop_ho_so"],
    "token_exchange": {"clients": ["portal"], "audiences": ["x"], "scopes": ["y"]},
    "device_number_shown": False,
}


def test_what_is_ours_to_decide_is_refused(app):
    token = invitation()
    for member, value in OURS.items():
        said = refused(register(token=token, **{member: value}))
        assert said.startswith(f"{member} is decided by the provider"), member

    assert clients_kept() == 0


def test_what_is_ours_may_be_named_as_it_is(app):
    told = registered(require_pkce=True, minimum_level=1, audiences=[], sector="thuvien.example").information

    assert (told["require_pkce"], told["minimum_level"], told["profile"]) == (True, 1, "plain")


def test_a_scope_without_a_ground_needs_the_citizens_consent(app, client):
    mine = registered(scope="openid profile email")
    signed_in(client)
    party = party_of(client, mine)

    assert party.ask().location.startswith("/consent?")
