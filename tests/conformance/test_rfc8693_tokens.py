"""RFC 8693: what an exchanged token says, how long it lives, and what ends it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Client
from tests.builders import API, a_machine
from tests.conformance.exchange import (
    ACCESS,
    GRANT,
    HEALTH,
    ID,
    LAND,
    POLICY,
    SCOPES,
    an_app,
    an_exchanged_portal,
    an_interface,
    refused,
)
from tests.conformance.leaving import walk
from tests.conformance.rich_requests import DETAIL
from tests.dpop import Holder
from tests.relying_party import RelyingParty, a_portal, agree, back, path_of, signed_in


@pytest.fixture
def portal(app, client, citizen, clock):
    return an_exchanged_portal(client, citizen, clock)


def test_2_2_1_the_answer(lgsp, tokens, portal):
    answer = lgsp.exchange(tokens["access_token"])

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["issued_token_type"] == ACCESS
    assert answer.json["token_type"] == "Bearer"
    assert set(answer.json) == {"access_token", "issued_token_type", "token_type", "expires_in", "scope"}


def test_2_2_1_it_lives_no_longer_than_the_token_that_was_brought(lgsp, portal, tokens, clock):
    before = portal.claims(tokens["access_token"])
    clock.advance(minutes=3)
    answer = lgsp.exchange(tokens["access_token"]).json

    assert portal.claims(answer["access_token"])["exp"] == before["exp"]
    assert answer["expires_in"] == before["exp"] - int(clock().timestamp())


def test_2_2_1_nor_longer_than_any_of_ours(client, portal, clock, citizen):
    acting = an_app(client, citizen)
    token = acting.tokens(scope="openid syt:records.read")["id_token"]
    lifetime = acting.exchange(token, subject_token_type=ID).json["expires_in"]

    assert timedelta(seconds=lifetime) <= timedelta(minutes=10)


def test_2_2_1_an_expired_token_is_exchanged_no_more(lgsp, tokens, clock):
    clock.advance(minutes=11)

    refused(lgsp.exchange(tokens["access_token"]))


def test_4_1_a_chain_names_everybody_and_has_an_end(client, portal, tokens, lgsp):
    policy = {
        **POLICY,
        "clients": ["lgsp", "a", "b", "c"],
        "audiences": ["https://b.example", "https://c.example"],
    }
    a = an_interface(client, "a", policy, [HEALTH])
    b = an_interface(client, "b", {**policy, "audiences": ["https://c.example"]}, ["https://b.example"])
    c = an_interface(client, "c", {**policy, "audiences": [LAND]}, ["https://c.example"])
    first = lgsp.exchange(tokens["access_token"]).json["access_token"]
    second = a.exchange(first, audience="https://b.example").json["access_token"]
    third = b.exchange(second, audience="https://c.example").json["access_token"]

    assert portal.claims(third)["act"] == {"sub": "b", "act": {"sub": "a", "act": {"sub": "lgsp"}}}
    assert portal.claims(third)["sub"] == portal.claims(tokens["access_token"])["sub"]
    assert "3 times" in refused(c.exchange(third, audience=LAND))


def test_4_1_introspection_tells_who_acts(client, lgsp, tokens):
    health = an_interface(client, "health-api", None, [HEALTH])
    token = lgsp.exchange(tokens["access_token"]).json["access_token"]

    assert health.introspect(token)["act"] == {"sub": "lgsp"}
    assert lgsp.introspect(token)["active"] is True


def test_2_1_an_actor_token_may_say_once_more_who_asks(client, citizen, tokens):
    acting = an_interface(client, "acting", grant_types=[GRANT, "client_credentials"])
    db.session.get(Client, "portal").audiences = ["acting"]
    db.session.commit()
    brought = RelyingParty(client, scope=SCOPES).tokens()["access_token"]
    a_machine(scopes=["x:y"])

    def own(party):
        return party.post("/oauth/token", grant_type="client_credentials").json["access_token"]

    def exchange(actor, kind=ACCESS):
        return acting.exchange(brought, actor_token=actor, actor_token_type=kind)

    mine = own(acting)
    assert acting.claims(exchange(mine).json["access_token"])["act"] == {"sub": "acting"}
    for actor in (own(RelyingParty(client, "nightly-sync")), brought, "nonsense"):
        assert "actor_token" in refused(exchange(actor))
    refused(exchange(mine, ID))
    acting.post("/oauth/revoke", token=mine)
    refused(exchange(mine))


def test_3_an_id_token_is_brought_by_whom_it_was_issued_to(client, portal, citizen):
    acting = an_app(client, citizen)
    tokens = acting.tokens(scope="openid email syt:records.read")
    answer = acting.exchange(tokens["id_token"], subject_token_type=ID)
    claims, known = acting.claims(answer.json["access_token"]), acting.claims(tokens["id_token"])

    assert answer.json["scope"] == "syt:records.read"
    assert {name: claims[name] for name in ("sub", "auth_time", "acr")} == {
        name: known[name] for name in ("sub", "auth_time", "acr")
    }
    refused(acting.exchange(portal.tokens()["id_token"], subject_token_type=ID))
    refused(acting.exchange(tokens["access_token"], subject_token_type=ID))


def test_3_an_expired_id_token_is_exchanged_no_more(client, portal, citizen, clock):
    acting = an_app(client, citizen)
    token = acting.tokens(scope="openid syt:records.read")["id_token"]
    clock.advance(hours=2)

    refused(acting.exchange(token, subject_token_type=ID))


def test_3_the_id_token_of_an_application_that_exchanges_nothing_says_nothing_new(portal, tokens):
    assert "authorization_id" not in portal.claims(tokens["id_token"])


def test_what_ends_the_citizens_token_ends_the_new_one(client, lgsp, portal, tokens, citizen):
    health = an_interface(client, "health-api", None, [HEALTH])
    token = lgsp.exchange(tokens["access_token"]).json["access_token"]
    assert health.introspect(token)["active"] is True

    portal.post("/oauth/revoke", token=tokens["refresh_token"])

    assert health.introspect(token) == {"active": False}
    refused(lgsp.exchange(tokens["access_token"]))


def test_signing_out_ends_it_too(client, citizen, clock):
    portal = a_portal(client, citizen, "openid syt:records.read", audiences=[API])
    agree(citizen.id, scopes="openid syt:records.read")
    portal.scope = "openid syt:records.read"
    lgsp, health = an_interface(client), an_interface(client, "health-api", None, [HEALTH])
    tokens = portal.tokens()
    token = lgsp.exchange(tokens["access_token"]).json["access_token"]
    assert health.introspect(token)["active"] is True

    walk(portal, id_token_hint=tokens["id_token"])

    assert health.introspect(token) == {"active": False}


def test_stopping_who_acts_ends_it_too(client, lgsp, tokens):
    health = an_interface(client, "health-api", None, [HEALTH])
    token = lgsp.exchange(tokens["access_token"]).json["access_token"]
    db.session.get(Client, "lgsp").state = "suspended"
    db.session.commit()

    assert health.introspect(token) == {"active": False}


def test_the_new_token_alone_can_be_revoked_by_who_got_it(client, lgsp, tokens):
    health = an_interface(client, "health-api", None, [HEALTH])
    token = lgsp.exchange(tokens["access_token"]).json["access_token"]
    lgsp.post("/oauth/revoke", token=token)

    assert health.introspect(token) == {"active": False}
    assert lgsp.introspect(tokens["access_token"])["active"] is True


def test_authorization_details_stay_behind(client, citizen, lgsp, portal):
    registered = db.session.get(Client, "portal")
    registered.metadata_ = {**registered.metadata_, "authorization_details_types": ["nop_ho_so"]}
    db.session.commit()
    waits = portal.ask(authorization_details=json.dumps([DETAIL]))
    assert path_of(waits) == "/consent"
    client.submit(client.get(waits.location), do="allow")
    code = back(portal, waits).location.partition("code=")[2].partition("&")[0]
    tokens = portal.redeem(code).json
    after = portal.claims(lgsp.exchange(tokens["access_token"]).json["access_token"])

    assert portal.claims(tokens["access_token"])["authorization_details"] == [DETAIL]
    assert "authorization_details" not in after


def test_it_is_recorded_and_the_citizen_sees_who_acted(client, lgsp, tokens, citizen):
    lgsp.exchange(tokens["access_token"])
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "oauth.token_exchanged")).one()

    assert (record.citizen_id, record.client_id) == (citizen.id, "lgsp")
    assert record.details["for_client_id"] == "portal"
    assert record.details["audiences"] == [HEALTH]
    signed_in(client, citizen)
    page = client.get("/account/activity")
    assert "thay Ông/Bà" in page.text


def test_a_refused_exchange_leaves_no_record(lgsp, tokens):
    refused(lgsp.exchange(tokens["access_token"], audience=None), "invalid_target")

    assert (
        db.session.scalars(select(AuditRecord).where(AuditRecord.name == "oauth.token_exchanged")).all() == []
    )


def test_discovery_names_the_grant(client):
    assert GRANT in client.get("/.well-known/openid-configuration").json["grant_types_supported"]


def test_the_new_token_is_bound_to_the_key_of_who_acts(client, lgsp, tokens):
    holder = Holder()
    headers = {**lgsp.basic(), "DPoP": holder.proof("POST", "/oauth/token")}
    form = {"subject_token": tokens["access_token"], "subject_token_type": ACCESS, "audience": HEALTH}
    answer = lgsp.post("/oauth/token", headers, grant_type=GRANT, **form)

    assert answer.json["token_type"] == "DPoP"
    assert lgsp.claims(answer.json["access_token"])["cnf"] == {"jkt": holder.jkt}
