"""Grant Management for OAuth 2.0, 6 and 7: a client looks at what a citizen granted it, and gives it back."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.conformance.granting import MANAGING, a_manager, another_manager, api, granted, own_token, plain

ISSUER = "https://id.anlien.example"


@pytest.fixture
def portal(app, client, citizen):
    return a_manager(client, citizen)


@pytest.fixture
def health(app, client, portal):
    return another_manager(client)


def test_6_4_a_client_sees_what_was_granted(portal):
    grant_id = granted(portal, "openid email lgsp:read", grant_management_action="create")["grant_id"]

    answer = api(portal, "get", grant_id)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.json == {
        "scopes": [
            {"scope": "openid email"},
            {"scope": "lgsp:read", "resource": ["https://lgsp.example"]},
        ],
        "claims": ["sub", "email", "email_verified"],
        "authorization_details": [],
    }


def test_6_4_what_the_citizen_declined_or_the_client_may_no_longer_have_is_not_in_it(portal, citizen):
    decisions = {"openid": "law", "email": "declined", "phone": "law", "profile": "law"}
    services().consents.keep(citizen.id, "portal", decisions, grant_id="g" * 43)
    row = services().clients.find("portal")
    row.metadata_ = {**row.metadata_, "scope": f"openid email profile {MANAGING}"}
    db.session.commit()

    assert api(portal, "get", "g" * 43).json["scopes"] == [{"scope": "openid profile"}]


def test_6_4_authorization_details_are_in_it(portal, citizen):
    details = [{"type": "x", "actions": ["read"]}]
    services().consents.keep(citizen.id, "portal", {"openid": "law"}, details, "g" * 43)
    db.session.commit()

    assert api(portal, "get", "g" * 43).json["authorization_details"] == details


def test_6_5_giving_it_back_ends_every_token_and_the_remembered_answer(portal, citizen):
    earlier = plain(portal, citizen)
    tokens = granted(portal, "openid offline_access", grant_management_action="create")

    answer = api(portal, "delete", tokens["grant_id"])

    assert (answer.status_code, answer.data) == (204, b"")
    assert portal.userinfo(tokens["access_token"]).status_code == 401
    assert portal.userinfo(earlier["access_token"]).status_code == 401
    assert portal.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert portal.answer(prompt="none")["error"] == "consent_required"
    assert api(portal, "get", tokens["grant_id"]).status_code == 404
    assert api(portal, "delete", tokens["grant_id"]).status_code == 404


def test_6_5_it_is_recorded_and_the_citizen_reads_it(portal, citizen):
    grant_id = granted(portal, grant_management_action="create")["grant_id"]
    api(portal, "delete", grant_id)

    record = db.session.scalar(select(AuditRecord).where(AuditRecord.name == "oauth.grant_revoked"))
    assert (record.citizen_id, record.client_id, record.details) == (citizen.id, "portal", {})
    assert "Ứng dụng đã trả lại mọi quyền được cấp" in portal.caller.get("/account/activity").text


def test_6_6_a_client_sees_no_grant_but_its_own(portal, health):
    theirs = granted(health, grant_management_action="create")["grant_id"]

    for method in ("get", "delete"):
        for grant_id in (theirs, "x", "", "y" * 5000, "%00", "a/b"):
            answer = api(portal, method, grant_id)
            assert answer.status_code == 404, (method, grant_id)
    assert api(health, "get", theirs).status_code == 200


def test_6_6_an_expired_answer_is_no_grant(portal, clock):
    grant_id = granted(portal, grant_management_action="create")["grant_id"]
    clock.advance(days=366)

    assert api(portal, "get", grant_id).status_code == 404


def test_6_1_each_act_needs_its_scope(portal):
    grant_id = granted(portal, grant_management_action="create")["grant_id"]

    for method, held, needed in (("get", "revoke", "query"), ("delete", "query", "revoke")):
        answer = api(portal, method, grant_id, own_token(portal, f"grant_management_{held}"))
        assert (answer.status_code, answer.json["error"]) == (403, "insufficient_scope")
        assert f'scope="grant_management_{needed}"' in answer.headers["WWW-Authenticate"]
    assert api(portal, "get", grant_id).status_code == 200


def test_6_1_a_citizens_token_does_not_speak_for_the_client(portal):
    tokens = granted(portal, f"openid {MANAGING}", grant_management_action="create")

    for token in (tokens["access_token"], "x", own_token(portal, "lgsp:read")):
        answer = api(portal, "get", tokens["grant_id"], token)
        assert (answer.status_code, answer.json["error"]) == (401, "invalid_token")


def test_6_6_without_a_token_or_with_a_revoked_one_nothing_is_said(portal, client):
    assert client.get("/oauth/grants/x").status_code == 401
    token = own_token(portal)
    portal.post("/oauth/revoke", token=token)

    assert api(portal, "get", "x", token).status_code == 401


def test_6_6_a_suspended_client_is_nobody(portal):
    token = own_token(portal)
    services().client_desk.registrations.suspend("portal")
    db.session.commit()

    assert api(portal, "get", "x", token).status_code == 401


def test_other_methods_are_not_offered(portal, client):
    for method in ("post", "put", "patch"):
        assert getattr(client, method)("/oauth/grants/x").status_code == 405


def test_7_1_metadata_are_complete_and_true(client, portal):
    document = client.get("/.well-known/openid-configuration").json

    assert document["grant_management_endpoint"] == f"{ISSUER}/oauth/grants"
    assert set(document["grant_management_actions_supported"]) == {
        "query",
        "revoke",
        "create",
        "merge",
        "replace",
    }
    assert document["grant_management_action_required"] is False
    assert set(MANAGING.split()) <= set(document["scopes_supported"])


def test_the_citizen_sees_the_grant_and_can_take_it_back(portal):
    tokens = granted(portal, "openid email", grant_management_action="create")
    page = portal.caller.get("/account/applications")
    assert "Được phép nhận" in page.text
    assert "Thư điện tử" in page.text

    portal.caller.submit(page)

    assert api(portal, "get", tokens["grant_id"]).status_code == 404
    assert portal.userinfo(tokens["access_token"]).status_code == 401
