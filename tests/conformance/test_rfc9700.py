"""RFC 9700 (best current practice), 4.14: refresh tokens; RFC 6749, 6."""

import pytest
from sqlalchemy import func, select

from idp.store.db import db
from idp.store.models import AuditRecord, BrowserSession, Citizen, Client, RefreshToken


@pytest.fixture
def token(portal):
    return portal.tokens(scope="openid email offline_access")["refresh_token"]


def test_a_refresh_gives_new_tokens_and_a_new_refresh_token(portal, token):
    answer = portal.refresh(token)

    assert answer.status_code == 200
    assert answer.json["refresh_token"] != token
    assert answer.json["scope"] == "openid email offline_access"
    assert portal.userinfo(answer.json["access_token"]).json["email"]


def test_openid_12_2_the_new_id_token_is_about_the_same_sign_in(portal, clock):
    first = portal.tokens(scope="openid offline_access")
    clock.advance(minutes=5)
    second = portal.refresh(first["refresh_token"]).json

    before, after = portal.claims(first["id_token"]), portal.claims(second["id_token"])

    same = ("iss", "sub", "aud", "auth_time", "acr", "amr", "sid")
    assert [before[name] for name in same] == [after[name] for name in same]
    assert after["iat"] == before["iat"] + 300
    assert "nonce" not in after


def test_6_a_narrower_scope_may_be_asked_for_and_a_wider_one_not(portal, token):
    narrow = portal.refresh(token, scope="openid")
    same = portal.refresh(narrow.json["refresh_token"], scope="offline_access email openid")
    wider = portal.refresh(same.json["refresh_token"], scope="openid phone")

    assert narrow.json["scope"] == "openid"
    assert same.status_code == 200
    assert wider.json["error"] == "invalid_scope"


def test_6_a_refused_scope_spends_nothing(portal, token):
    portal.refresh(token, scope="openid phone")

    assert portal.refresh(token).status_code == 200


def test_4_14_2_within_the_grace_the_successor_is_the_same(portal, token, clock):
    first = portal.refresh(token).json["refresh_token"]
    clock.advance(seconds=30)
    second = portal.refresh(token)

    assert second.json["refresh_token"] == first
    assert portal.refresh(first).status_code == 200


def test_4_14_2_after_the_grace_reuse_ends_the_family(portal, token, clock):
    latest = portal.refresh(token).json
    clock.advance(seconds=31)

    assert portal.refresh(token).json["error"] == "invalid_grant"
    assert portal.refresh(latest["refresh_token"]).json["error"] == "invalid_grant"
    assert portal.userinfo(latest["access_token"]).status_code == 401
    names = list(db.session.scalars(select(AuditRecord.name)))
    assert names.count("oauth.refresh_token_reused") == 1


def test_4_14_2_a_grandparent_has_no_grace(portal, token):
    child = portal.refresh(token).json["refresh_token"]
    portal.refresh(child)

    assert portal.refresh(token).json["error"] == "invalid_grant"
    assert portal.refresh(child).json["error"] == "invalid_grant"


def test_4_14_2_a_public_client_has_no_grace(public):
    token = public.tokens(scope="openid offline_access")["refresh_token"]
    child = public.refresh(token).json["refresh_token"]

    assert public.refresh(token).json["error"] == "invalid_grant"
    assert public.refresh(child).json["error"] == "invalid_grant"


def test_successors_cannot_be_told_from_the_database(portal, token):
    child = portal.refresh(token).json["refresh_token"]

    kept = set(db.session.scalars(select(RefreshToken.digest)))
    assert len(kept) == 2
    assert not kept & {token, child}


def test_6_another_client_cannot_use_it_and_does_no_harm(portal, other, token):
    assert other.refresh(token).json["error"] == "invalid_grant"
    assert portal.refresh(token).status_code == 200


def test_6_the_client_authenticates(portal, token):
    assert portal.refresh(token, {}).json["error"] == "invalid_client"


def test_6_an_unknown_token_is_refused(portal):
    for token in [None, "", "x", "x" * 20_000, "mã", "a.b.c"]:
        answer = portal.refresh(token)

        assert answer.status_code == 400
        assert answer.json["error"] in ("invalid_grant", "invalid_request")


def test_an_unused_token_dies(portal, token, clock):
    clock.advance(days=14)

    assert portal.refresh(token).json["error"] == "invalid_grant"


def test_a_family_has_an_absolute_end(portal, token, clock):
    for _ in range(3):
        clock.advance(days=9)
        token = portal.refresh(token).json["refresh_token"]
    clock.advance(days=3)

    assert portal.refresh(token).json["error"] == "invalid_grant"


def test_a_suspended_citizen_or_client_gets_nothing(portal, citizen, token):
    db.session.get(Citizen, citizen.id).state = "suspended"
    assert portal.refresh(token).json["error"] == "invalid_grant"
    db.session.get(Citizen, citizen.id).state = "active"
    db.session.get(Client, "portal").state = "suspended"
    assert portal.refresh(token).json["error"] == "invalid_client"


def test_without_offline_access_it_ends_with_the_session(portal, clock):
    online = portal.tokens(scope="openid")["refresh_token"]
    offline = portal.tokens(scope="openid offline_access")["refresh_token"]
    db.session.query(BrowserSession).one().ended_at = clock()

    assert portal.refresh(online).json["error"] == "invalid_grant"
    assert portal.refresh(offline).status_code == 200


def test_a_client_without_the_grant_gets_no_refresh_token(portal):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "grant_types": ["authorization_code"]}

    assert "refresh_token" not in portal.tokens(scope="openid offline_access")
    assert db.session.scalar(select(func.count()).select_from(RefreshToken)) == 0


def test_a_scope_the_client_lost_is_not_refreshed(portal, token):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "scope": "openid offline_access"}

    answer = portal.refresh(token).json

    assert answer["scope"] == "openid offline_access"
    assert "email" not in portal.userinfo(answer["access_token"]).json
