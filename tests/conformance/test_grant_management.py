"""Grant Management for OAuth 2.0, 5: a client names a citizen's grant, makes, widens and replaces it."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Consent
from tests.builders import a_citizen, a_client
from tests.conformance.granting import (
    SCOPES,
    a_manager,
    another_manager,
    api,
    granted,
    merge,
    scopes_of,
    submitted,
)
from tests.relying_party import RelyingParty, agree, path_of, signed_in


@pytest.fixture
def portal(app, client, citizen):
    return a_manager(client, citizen)


@pytest.fixture
def health(app, client, portal):
    return another_manager(client)


def test_5_2_create_makes_a_grant_that_the_citizen_agrees_to(portal):
    tokens = granted(portal, grant_management_action="create")

    assert len(tokens["grant_id"]) >= 43
    assert db.session.scalars(select(Consent.grant_id)).all() == [tokens["grant_id"]]


def test_5_5_a_client_that_does_not_ask_is_told_no_grant(portal, citizen):
    agree(citizen.id, scopes=SCOPES)

    assert "grant_id" not in portal.tokens()


def test_5_5_a_refresh_names_the_grant_again(portal):
    tokens = granted(portal, "openid offline_access", grant_management_action="create")

    assert portal.refresh(tokens["refresh_token"]).json["grant_id"] == tokens["grant_id"]


def test_create_asks_again_and_ends_the_grant_before_it(portal):
    first = granted(portal, "openid offline_access", grant_management_action="create")
    second = granted(portal, grant_management_action="create")

    assert first["grant_id"] != second["grant_id"]
    assert api(portal, "get", first["grant_id"]).status_code == 404
    assert portal.refresh(first["refresh_token"]).json["error"] == "invalid_grant"


def test_merge_asks_for_what_is_new_and_keeps_the_rest(portal):
    grant_id = granted(portal, "openid profile", grant_management_action="create")["grant_id"]

    page = portal.caller.get(merge(portal, grant_id, "openid email").location)
    assert "Thư điện tử" in page.text
    assert "Họ và tên" not in page.text
    assert submitted(portal, page)["grant_id"] == grant_id
    assert scopes_of(portal, grant_id) == {"openid", "profile", "email"}


def test_merge_with_nothing_new_shows_no_page(portal):
    grant_id = granted(portal, "openid profile", grant_management_action="create")["grant_id"]
    change = {"grant_management_action": "merge", "grant_id": grant_id}

    assert portal.tokens(scope="openid", prompt="none", **change)["grant_id"] == grant_id


def test_merge_ends_the_refresh_tokens_of_the_grant(portal):
    tokens = granted(portal, "openid offline_access", grant_management_action="create")
    portal.tokens(scope="openid", grant_management_action="merge", grant_id=tokens["grant_id"])

    assert portal.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_replace_leaves_what_is_asked_for_now(portal):
    first = granted(portal, "openid profile email", grant_management_action="create")
    change = {"grant_management_action": "replace", "grant_id": first["grant_id"]}
    second = granted(portal, "openid phone", **change)

    assert second["grant_id"] == first["grant_id"]
    assert scopes_of(portal, first["grant_id"]) == {"openid", "phone"}
    assert portal.userinfo(first["access_token"]).status_code == 401


def test_create_and_replace_are_never_silent(portal, citizen):
    agree(citizen.id, scopes=SCOPES)

    answer = portal.answer(prompt="none", grant_management_action="create")
    assert answer["error"] == "consent_required"


def test_5_4_what_does_not_go_together_is_refused(portal):
    for wrong in (
        {"grant_id": "x"},
        {"grant_management_action": "update"},
        {"grant_management_action": "merge"},
        {"grant_management_action": "replace"},
        {"grant_management_action": "create", "grant_id": "x"},
    ):
        answer = portal.answer(**wrong)
        assert answer["error"] == "invalid_request", wrong
        assert "grant_management_action" in answer["error_description"]


def test_5_4_a_grant_that_is_not_there_is_refused(portal, health):
    theirs = granted(health, grant_management_action="create")["grant_id"]

    for grant_id in ("x", "y" * 5000, theirs):
        answer = portal.answer(grant_management_action="merge", grant_id=grant_id)
        assert answer["error"] == "invalid_grant_id"


def test_5_4_at_the_pushed_authorization_endpoint_too(portal):
    wrong = {"grant_management_action": "merge", "grant_id": "x"}
    answer = portal.post("/oauth/par", **portal.parameters(**wrong))

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant_id")


def test_5_2_a_pushed_request_makes_a_grant(portal):
    pushed = portal.post("/oauth/par", **portal.parameters(grant_management_action="create"))
    asked = portal.caller.get(
        "/oauth/authorize",
        query_string={"client_id": "portal", "request_uri": pushed.json["request_uri"]},
    )

    assert submitted(portal, portal.caller.get(asked.location))["grant_id"]


def test_5_1_only_clients_that_authenticate_manage_grants(client, portal, citizen):
    a_client("phone-app", secret=None, scopes=["openid"])
    answer = RelyingParty(client, "phone-app", None).answer(scope="openid", grant_management_action="create")

    assert answer["error"] == "unauthorized_client"


def test_another_citizens_grant_is_not_changed(portal, client):
    grant_id = granted(portal, grant_management_action="create")["grant_id"]
    signed_in(client, a_citizen())

    asked = merge(portal, grant_id, "openid")
    assert path_of(asked) == "/sign-in"
    assert (
        portal.answer(prompt="none", grant_management_action="merge", grant_id=grant_id)["error"]
        == "login_required"
    )
    handle = asked.location.rpartition("request=")[2]
    assert client.get(f"/consent?request={handle}").status_code == 303


def test_a_client_that_manages_nothing_pays_nothing(portal, citizen, statements):
    agree(citizen.id, scopes=SCOPES)
    portal.tokens()

    with statements.counted():
        portal.ask()

    assert not [text for text in statements if "grant_id =" in text.partition("WHERE")[2]]
    assert len(statements) <= 5, str(statements)
