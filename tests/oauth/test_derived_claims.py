"""Answers of yes or no that reveal neither a date nor an address."""

from datetime import date

import pytest

from idp.oauth.derived_claims import COMMUNE, PROVINCE, Place, derived, is_over

TODAY = date(2026, 11, 2)
HERE = Place(province="98", commune="98001")


def test_ages_come_from_the_birth_date_without_telling_it():
    known = {"birthdate": "2008-11-02"}

    assert derived(known, "vn_age_over_18", TODAY) is True
    assert derived(known, "vn_age_over_60", TODAY) is False


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


@pytest.mark.parametrize(
    ("codes", "province", "commune"),
    [
        ({"province_code": "98", "ward_code": "98001"}, True, True),
        ({"province_code": "98", "ward_code": "98002"}, True, False),
        ({"province_code": "01", "ward_code": "00001"}, False, False),
        ({"province_code": "98"}, True, None),
        ({}, None, None),
        (None, None, None),
    ],
)
def test_residence_is_what_the_register_says_and_silence_is_no_no(codes, province, commune):
    known = {"vn_address": codes} if codes is not None else {}

    assert derived(known, PROVINCE, TODAY, HERE) is province
    assert derived(known, COMMUNE, TODAY, HERE) is commune


def test_nobody_is_told_about_a_place_that_nobody_named():
    known = {"vn_address": {"province_code": "98", "ward_code": "98001"}}

    assert derived(known, PROVINCE, TODAY) is None
    assert derived(known, COMMUNE, TODAY, Place(province="98")) is None


def test_other_claims_are_not_derived():
    assert derived({"birthdate": "1990-01-01"}, "birthdate", TODAY) is None
    assert derived({"birthdate": 1990}, "vn_age_over_18", TODAY) is None
