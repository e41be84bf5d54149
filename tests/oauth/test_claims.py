"""The `claims` parameter, and which claims are handed out."""

import json
from datetime import date

import pytest
from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.claims import (
    RequestedClaims,
    is_over,
    names_for_id_token,
    names_for_userinfo,
    parse_claims_parameter,
    released,
    scopes_behind,
)
from tests.oauth.records import a_registered

TODAY = date(2026, 11, 2)


def test_no_parameter_asks_for_nothing():
    assert parse_claims_parameter(None) == RequestedClaims()


def test_known_claims_are_read_and_unknown_ones_left_out():
    text = json.dumps(
        {"userinfo": {"email": None, "x": {}}, "id_token": {"name": {"essential": True}, "sub": None}}
    )

    asked = parse_claims_parameter(text)

    assert asked.userinfo == ("email",)
    assert asked.id_token == ("name",)
    assert asked.all() == {"email", "name"}
    assert asked.kept() == {"userinfo": ["email"], "id_token": ["name"]}


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

    told = released(known, ["name", "email", "address", "gender", "phone_number", "birthdate"], TODAY)

    assert told == {"name": "A", "phone_number": "+84900000000"}


def test_false_is_no_empty_value():
    assert released({"email_verified": False}, ["email_verified"], TODAY) == {"email_verified": False}


def test_ages_come_from_the_birth_date_without_telling_it():
    told = released({"birthdate": "2008-11-02"}, ["vn_age_over_18", "vn_age_over_60"], TODAY)

    assert told == {"vn_age_over_18": True, "vn_age_over_60": False}


@pytest.mark.parametrize(
    ("birthdate", "age", "expected"),
    [
        ("2008-11-02", 18, True),
        ("2008-11-03", 18, False),
        ("2008-02-29", 18, True),
        ("2008", 18, None),
        ("2007", 18, True),
        ("2009", 18, False),
        ("2008-11", 18, None),
        ("2008-10", 18, True),
        ("2008-12", 18, False),
        ("unknown", 18, None),
        ("", 18, None),
    ],
)
def test_a_coarse_date_says_only_what_is_sure(birthdate, age, expected):
    assert is_over(birthdate, age, TODAY) is expected


def test_somebody_born_on_a_leap_day_is_of_age_on_the_first_of_march():
    assert is_over("2008-02-29", 18, date(2026, 2, 28)) is False
    assert is_over("2008-02-29", 18, date(2026, 3, 1)) is True


def test_verified_claims_hold_only_what_is_given_anyway():
    element = {
        "verification": {"trust_framework": "vn_nd69_2024"},
        "claims": {"name": "A", "birthdate": "1990"},
    }
    known = {"name": "A", "birthdate": "1990", "verified_claims": element}

    told = released(known, ["name", "verified_claims"], TODAY)

    assert told["verified_claims"] == {**element, "claims": {"name": "A"}}


def test_verified_claims_are_left_out_rather_than_sent_empty():
    element = {"verification": {}, "claims": {"birthdate": "1990"}}

    assert released({"verified_claims": element}, ["verified_claims"], TODAY) == {}
    assert released({"verified_claims": "x"}, ["verified_claims"], TODAY) == {}
