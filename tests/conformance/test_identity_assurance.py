"""OpenID Connect for Identity Assurance 1.0, 5: what is asked for about verified claims, and what is told."""

import pytest

from tests.conformance.verified import (
    TRUST,
    check,
    check_if_there,
    told_inside,
    userinfo,
)
from tests.installation import changed


@pytest.fixture
def settings(settings):
    return changed(settings, province_code="98")


def test_5_1_claims_are_asked_for_by_name_and_told_with_their_trust_framework(asking):
    told = told_inside(asking, {"verification": TRUST, "claims": {"name": None, "birthdate": None}})

    assert told["verification"] == {"trust_framework": "vn_nd69_2024"}
    assert told["claims"].keys() == {"name", "birthdate"}


def test_5_1_what_is_asked_for_inside_only_is_not_told_outside(asking):
    answer = userinfo(asking, {"verification": TRUST, "claims": {"birthdate": None}})

    assert answer.keys() == {"sub", "verified_claims"}


def test_5_1_essential_changes_nothing(asking):
    wishes = {"name": {"essential": True}, "vn_personal_id": {"essential": True}}

    assert told_inside(asking, {"verification": TRUST, "claims": wishes})["claims"].keys() == {"name"}


def test_5_2_what_is_asked_for_is_told_and_nothing_else(asking):
    wanted = {**TRUST, "assurance_level": None, "time": None, "verification_process": None}

    told = told_inside(asking, {"verification": wanted, "claims": {"name": None}})["verification"]

    assert told == {
        "trust_framework": "vn_nd69_2024",
        "assurance_level": "doi_chieu_dan_cu",
        "time": told["time"],
        "verification_process": "xm-2026-1",
    }
    assert told["time"].endswith("Z")


def test_5_2_evidence_is_filtered_by_its_type_and_shaped_by_the_filter(asking):
    wanted = {
        "type": {"value": "electronic_record"},
        "check_details": [{"check_method": None, "check_id": None}],
        "record": {"type": None, "source": {"country_code": None}},
    }

    told = told_inside(asking, {"verification": {**TRUST, "evidence": [wanted]}, "claims": {"name": None}})

    assert told["verification"]["evidence"] == [
        {
            "type": "electronic_record",
            "check_details": [{"check_method": "data", "check_id": "MYC-7"}],
            "record": {"type": "population_register", "source": {"country_code": "VNM"}},
        }
    ]


def test_5_2_several_filters_are_linked_by_or(asking):
    either = [{"type": {"value": "document"}}, {"type": {"value": "electronic_record"}}]

    told = told_inside(asking, {"verification": {**TRUST, "evidence": either}, "claims": {"name": None}})

    assert told["verification"]["evidence"] == [{"type": "electronic_record"}]


def test_5_3_a_requirement_that_is_met_is_met(asking):
    for verification in (
        {"trust_framework": {"value": "vn_nd69_2024"}},
        {"trust_framework": {"values": ["eidas", "vn_nd69_2024"]}},
        {**TRUST, "assurance_level": {"value": "doi_chieu_dan_cu"}},
        {**TRUST, "time": {"max_age": 3600}},
        {**TRUST, "evidence": [{"type": {"value": "electronic_record"}, "no_such": None}]},
        {**TRUST, "no_such": None},
        {**TRUST, "no_such": {"deeper": None}},
    ):
        assert told_inside(asking, {"verification": verification, "claims": {"name": None}})["claims"]


def test_5_7_3_a_requirement_on_the_verification_that_is_not_met_takes_the_whole_element(asking, clock):
    clock.advance(minutes=1)
    for verification in (
        {"trust_framework": {"value": "eidas"}},
        {"trust_framework": {"values": ["eidas", "vn_qd_tinh"]}},
        {"trust_framework": {"values": "vn_nd69_2024"}},
        {**TRUST, "assurance_level": {"value": "muc_do_2"}},
        {**TRUST, "time": {"max_age": 30}},
        {**TRUST, "time": {"max_age": "3600"}},
        {**TRUST, "evidence": [{"type": {"value": "document"}}]},
        {**TRUST, "evidence": [{"type": {"value": "electronic_record"}, "record": {"type": {"value": "x"}}}]},
        {**TRUST, "evidence": [{"type": {"value": "electronic_record"}, "no_such": {"value": 1}}]},
        {**TRUST, "evidence": [1]},
        {**TRUST, "no_such": {"value": "x"}},
        {**TRUST, "time": {"max_age": 3600, "value": "2026-01-01T00:00:00Z"}},
    ):
        answer = userinfo(asking, {"verification": verification, "claims": {"name": None}})
        assert answer.keys() == {"sub"}, verification


def test_5_7_3_a_requirement_on_a_claim_takes_that_claim(asking):
    wanted = {"name": {"value": "Nguyễn Thị Quỳnh"}, "birthdate": {"values": ["1890-01-01"]}}

    told = told_inside(asking, {"verification": TRUST, "claims": wanted})

    assert told["claims"] == {"name": "Nguyễn Thị Quỳnh"}


def test_5_7_4_an_element_without_a_claim_is_left_out(asking):
    for claims in ({"vn_personal_id": None}, {"no_such": None}, {"name": {"value": "ai khác"}}):
        assert userinfo(asking, {"verification": TRUST, "claims": claims}).keys() == {"sub"}


def test_5_4_several_requests_are_answered_each_for_itself(asking):
    asked = [
        {"verification": {"trust_framework": {"value": "eidas"}}, "claims": {"name": None}},
        {"verification": {**TRUST, "time": None}, "claims": {"name": None}},
        {"verification": TRUST, "claims": {"birthdate": None, "name": None}},
    ]

    told = told_inside(asking, asked)

    assert [each["claims"].keys() for each in told] == [{"name"}, {"name", "birthdate"}]
    assert [len(each["verification"]) for each in told] == [2, 1]
    assert userinfo(asking, asked[:1]).keys() == {"sub"}


def test_without_particulars_it_holds_the_claims_that_are_told_anyway(asking):
    for nothing in (None, {}, {"verification": {}, "claims": {}}, {"claims": None}):
        answer = userinfo(asking, nothing, scope="openid profile")

        assert answer["verified_claims"]["claims"] == {"name": answer["name"]}
        check(answer)


def test_5_by_scope_it_is_told_as_a_whole(asking):
    answer = asking.userinfo(asking.tokens(scope="openid profile xac_minh")["access_token"]).json

    check(answer)
    (record,) = answer["verified_claims"]["verification"]["evidence"]
    assert record["check_details"][0]["organization"] == "Cơ sở dữ liệu quốc gia về dân cư"
    assert record["record"]["source"] == {"name": "Bộ Công an", "country_code": "VNM"}


def test_claims_locales_choose_the_language_of_names(asking):
    for asked, expected in (
        ("en vi", "National"),
        ("xx en-US", "National"),
        ("vi en", "Cơ sở"),
        ("", "Cơ sở"),
    ):
        tokens = asking.tokens(scope="openid profile xac_minh", claims_locales=asked)
        told = asking.userinfo(tokens["access_token"]).json["verified_claims"]["verification"]

        assert told["evidence"][0]["check_details"][0]["organization"].startswith(expected)


def test_nothing_that_is_asked_for_oddly_is_an_error(asking):
    for odd in (
        1,
        "x",
        [],
        [1, None],
        {"verification": 1, "claims": 1},
        {"verification": {"evidence": 1, "time": []}, "claims": {"name": 1}},
        {"verification": {"evidence": {"type": 1}}, "claims": {"name": []}},
        {"claims": {"name": {"value": {"a": [1]}, "values": 7, "max_age": {}}}},
        {"verification": {"time": {"max_age": True}}, "claims": {"name": {"max_age": 1}}},
    ):
        check_if_there(userinfo(asking, odd, scope="openid profile"))


def test_a_request_nested_beyond_reason_is_answered_with_nothing(asking):
    deep = '{"a":' * 400 + "null" + "}" * 400
    claims = f'{{"userinfo":{{"verified_claims":{{"verification":{deep},"claims":{{"name":null}}}}}}}}'

    assert asking.userinfo(asking.tokens(scope="openid", claims=claims)["access_token"]).json.keys() == {
        "sub"
    }
