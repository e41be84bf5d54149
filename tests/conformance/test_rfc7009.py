"""RFC 7009: token revocation."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord


def test_2_1_a_revoked_access_token_dies_alone(portal):
    tokens = portal.tokens(scope="openid offline_access")

    answer = portal.post("/oauth/revoke", token=tokens["access_token"])

    assert (answer.status_code, answer.json) == (200, {})
    assert portal.userinfo(tokens["access_token"]).status_code == 401
    assert portal.refresh(tokens["refresh_token"]).status_code == 200


def test_2_1_a_revoked_refresh_token_takes_its_family_with_it(portal):
    tokens = portal.tokens(scope="openid offline_access")

    assert portal.post("/oauth/revoke", token=tokens["refresh_token"]).status_code == 200

    assert portal.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert portal.userinfo(tokens["access_token"]).status_code == 401
    assert "oauth.token_revoked" in list(db.session.scalars(select(AuditRecord.name)))


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "nonsense", 'mã "lạ"'])
def test_2_1_a_hint_is_only_a_hint(portal, hint):
    token = portal.tokens(scope="openid offline_access")["refresh_token"]

    assert portal.post("/oauth/revoke", token=token, token_type_hint=hint).status_code == 200
    assert portal.refresh(token).json["error"] == "invalid_grant"


def test_2_2_an_unknown_token_is_no_error(portal):
    for token in ["unknown", "a.b.c", "x" * 20_000, "mã", "..", "a..b"]:
        assert portal.post("/oauth/revoke", token=token).status_code == 200


def test_2_1_revoking_twice_is_revoking_once(portal):
    tokens = portal.tokens(scope="openid offline_access")

    for _ in range(2):
        assert portal.post("/oauth/revoke", token=tokens["access_token"]).status_code == 200
        assert portal.post("/oauth/revoke", token=tokens["refresh_token"]).status_code == 200


def test_2_1_another_clients_token_is_left_alone(portal, other):
    tokens = portal.tokens(scope="openid offline_access")

    for token in (tokens["access_token"], tokens["refresh_token"]):
        answer = other.post("/oauth/revoke", token=token)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")
    assert portal.userinfo(tokens["access_token"]).status_code == 200


def test_2_1_the_client_authenticates(portal):
    answer = portal.post("/oauth/revoke", {}, token="x")

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def test_2_1_a_public_client_revokes_its_own(public):
    token = public.tokens(scope="openid offline_access")["refresh_token"]

    assert public.post("/oauth/revoke", token=token).status_code == 200
    assert public.refresh(token).json["error"] == "invalid_grant"


def test_2_2_1_without_a_token_the_request_is_invalid(portal):
    assert portal.post("/oauth/revoke").json["error"] == "invalid_request"


def test_the_endpoint_takes_post_only(portal):
    assert portal.caller.get("/oauth/revoke").status_code == 405
