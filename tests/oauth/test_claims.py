"""The `claims` parameter, and which claims are handed out."""

import json
from datetime import UTC, date, datetime

import pytest
from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.claims import (
    RequestedClaims,
    Telling,
    asked_inside,
    names_for_id_token,
    names_for_userinfo,
    parse_claims_parameter,
    released,
    scopes_behind,
)
from idp.oauth.identity_assurance import Asked
from tests.oauth.records import a_registered

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)


def test_no_parameter_asks_for_nothing():
    assert parse_claims_parameter(None) == RequestedClaims()


def test_known_claims_are_read_and_unknown_ones_left_out():
    text = json.dumps(
        {"userinfo": {"email": None, "x": {}}, "id_token": {"name": {"essential": True}, "sub": None}}
    )

    asked = parse_claims_parameter(text)

    assert asked.userinfo == ("email",)
    assert asked.id_token == ("name",)
    assert asked.all() == ("email", "name")
    assert asked.kept({"email", "name"}) == {"userinfo": ["email"], "id_token": ["name"]}
    assert asked.kept({"name"}) == {"userinfo": [], "id_token": ["name"]}


def test_acr_and_sub_are_read_from_the_id_token():
    text = json.dumps(
        {"id_token": {"acr": {"essential": True, "values": ["LoA2", 3]}, "sub": {"value": "x"}}}
    )

    asked = parse_claims_parameter(text)

    assert (asked.acr_values, asked.acr_is_essential, asked.subject) == (("LoA2",), True, "x")


@pytest.mark.parametrize("text", ["", "[]", "nul", "[" * 5000, '{"a":"' + "x" * 9000 + '"}', "1" * 5000])
def test_what_is_no_object_is_refused(text):
    with pytest.raises(InvalidRequestError):
        parse_claims_parameter(text)


def test_single_claims_are_had_under_a_scope_the_client_may_have():
    client = a_registered("openid email")

    assert scopes_behind(client, ["email", "phone_number"]) == {"email": ("email",)}


def test_a_client_without_the_scope_gets_no_claim_of_it():
    client = a_registered("openid email")

    assert names_for_userinfo(client, "openid email phone", {"userinfo": ["name"]}) == [
        "email",
        "email_verified",
    ]
    assert names_for_id_token(client, {"id_token": ["email", "name"]}) == ["email"]


def test_nothing_is_null_or_empty():
    known = {"name": "A", "email": None, "address": {}, "gender": "", "phone_number": "+84900000000"}

    told = released(
        known, ["name", "email", "address", "gender", "phone_number", "birthdate"], Telling(today=TODAY)
    )

    assert told == {"name": "A", "phone_number": "+84900000000"}


def test_false_is_no_empty_value():
    assert released({"email_verified": False}, ["email_verified"], Telling(today=TODAY)) == {
        "email_verified": False
    }


def test_verified_claims_are_read_apart_and_their_inner_claims_with_them():
    inside = {"verification": {"trust_framework": None}, "claims": {"birthdate": None, "x": None}}
    text = json.dumps({"userinfo": {"verified_claims": inside}, "id_token": {"verified_claims": None}})

    asked = parse_claims_parameter(text)

    assert (asked.userinfo, asked.id_token) == (("verified_claims",), ("verified_claims",))
    assert asked.verified == {"userinfo": inside}
    assert asked.inside() == ("birthdate",)
    assert asked.kept({"verified_claims", "birthdate"})["inside"] == ["birthdate"]
    assert "inside" not in asked.kept({"verified_claims"})


def test_what_is_asked_for_inside_only_is_not_told_outside():
    element = {"verification": {"trust_framework": "x"}, "claims": {"name": "A"}}
    inside = Asked({"claims": {"name": None}}, frozenset({"name"}), (), NOW)

    told = released(
        {"name": "A", "verified_claims": element}, ["verified_claims"], Telling(today=TODAY, inside=inside)
    )

    assert told == {"verified_claims": element}


def test_without_a_word_about_them_verified_claims_are_not_told():
    element = {"verification": {"trust_framework": "x"}, "claims": {"name": "A"}}

    told = released(
        {"name": "A", "verified_claims": element}, ["name", "verified_claims"], Telling(today=TODAY)
    )

    assert told == {"name": "A"}


def test_a_client_is_told_inside_what_it_may_still_have():
    requested = {
        "verified": {"userinfo": {"claims": {"name": None}}},
        "inside": ["name", "email"],
        "locales": ["en"],
    }

    asked = asked_inside(a_registered("openid email"), requested, "userinfo", NOW)

    assert asked == Asked({"claims": {"name": None}}, frozenset({"email"}), ("en",), NOW)
    assert asked_inside(a_registered("openid email"), requested, "id_token", NOW).requested is None
