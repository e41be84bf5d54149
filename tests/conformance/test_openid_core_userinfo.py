"""OpenID Connect Core 1.0, 5: UserInfo, scopes and the `claims` parameter."""

import json

from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Citizen, Client
from tests.relying_party import agree


def test_5_4_each_scope_opens_its_claims_and_no_more(portal, person):
    def told(scope):
        return portal.userinfo(portal.tokens(scope=scope)["access_token"]).json

    assert told("openid").keys() == {"sub"}
    assert told("openid email") == {**told("openid"), "email": person.email, "email_verified": True}
    assert told("openid phone") == {
        **told("openid"),
        "phone_number": person.phone,
        "phone_number_verified": True,
    }
    assert {"name", "updated_at", "locale"} <= told("openid profile").keys()
    assert isinstance(told("openid profile")["updated_at"], int)
    assert (
        not {"email", "phone_number", "birthdate", "gender", "vn_personal_id"} & told("openid profile").keys()
    )


def test_5_3_2_what_is_not_known_is_left_out(portal, citizen):
    row = db.session.get(Citizen, citizen.id)
    row.email_sealed, row.email_index, row.identity_sealed = None, None, None

    told = portal.userinfo(portal.tokens(scope="openid profile email address")["access_token"]).json

    assert told.keys() == {"sub", "updated_at", "locale"}
    assert None not in told.values()


def test_5_5_the_claims_parameter_says_where_a_claim_goes(portal, person):
    asked = {
        "userinfo": {"email": None, "no_such": None},
        "id_token": {"phone_number": {"essential": True}, "x": None},
    }
    tokens = portal.tokens(scope="openid", claims=json.dumps(asked))

    told = portal.userinfo(tokens["access_token"]).json
    inside = portal.claims(tokens["id_token"])

    assert told == {"sub": inside["sub"], "email": person.email}
    assert inside["phone_number"] == person.phone
    assert "email" not in inside


def test_5_5_a_claim_the_client_may_not_have_is_left_out(portal):
    asked = json.dumps(
        {"userinfo": {"vn_personal_id": {"essential": True}}, "id_token": {"vn_personal_id": None}}
    )
    tokens = portal.tokens(scope="openid", claims=asked)

    assert portal.userinfo(tokens["access_token"]).json.keys() == {"sub"}
    assert "vn_personal_id" not in portal.claims(tokens["id_token"])


def test_5_5_a_claims_parameter_that_is_no_object_is_refused(portal):
    for claims in ["x", "[]", "1", '"x"', "{", "[" * 3000, '{"a":' + "1" * 9000 + "}", "null"]:
        assert portal.answer(claims=claims)["error"] == "invalid_request"


def test_5_5_odd_members_are_ignored(portal):
    for claims in [
        "{}",
        '{"userinfo": null}',
        '{"userinfo": []}',
        '{"id_token": {"acr": 1, "sub": []}}',
        '{"id_token": {"acr": {"values": 1}}}',
        '{"id_token": {"sub": {"value": 1}, "auth_time": {"essential": true}}}',
    ]:
        assert portal.answer(claims=claims)["code"]


def test_a_law_only_claim_needs_a_legal_ground(portal, citizen, person):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "scope": "openid dinh_danh"}
    client.scope_policy = {"dinh_danh": {"legal_basis": "consent"}}
    assert portal.tokens(scope="openid dinh_danh")["scope"] == "openid"

    client.scope_policy = {
        "dinh_danh": {"legal_basis": "law", "legal_reference": "Luật Căn cước 2023, Điều 9"}
    }
    agree(citizen.id, scopes="openid dinh_danh")
    told = portal.userinfo(portal.tokens(scope="openid dinh_danh")["access_token"]).json

    assert told["vn_personal_id"] == person.number


def test_what_the_client_lost_is_not_told_any_more(portal):
    token = portal.tokens(scope="openid email")["access_token"]
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "scope": "openid"}

    assert portal.userinfo(token).json.keys() == {"sub"}


def test_every_release_is_recorded_by_the_names_of_the_claims(portal):
    token = portal.tokens(scope="openid email")["access_token"]
    portal.userinfo(token)

    record = db.session.scalar(select(AuditRecord).where(AuditRecord.name == "oauth.claims_released"))

    assert record.details["claims"] == ["email", "email_verified"]
    assert record.details["channel"] == "userinfo"


def test_5_3_2_userinfo_is_signed_for_those_registered_for_it(portal):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "userinfo_signed_response_alg": "RS256"}

    answer = portal.userinfo(portal.tokens(scope="openid email")["access_token"])

    assert answer.mimetype == "application/jwt"
    claims = portal.claims(answer.text)
    assert (claims["iss"], claims["aud"]) == ("https://id.anlien.example", "portal")
    assert claims["email"]
