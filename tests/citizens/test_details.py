"""What is fetched on demand: how long it is fresh, how long it is told, and what is kept of it."""

from datetime import UTC, datetime, timedelta

import pytest

from idp.citizens.details import (
    FRESH_FOR,
    STILL_TOLD_FOR,
    Detail,
    details_in,
    missing,
    told,
    with_details,
    without_detail,
    without_details,
)

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
IDENTITY = {"number": "098172000101", "name": "Trần Thị Bảy"}


def test_only_what_is_fetched_on_demand_is_a_detail():
    assert details_in(["name", "vn_religion", "vn_ethnicity", "vn_org"]) == [
        Detail.RELIGION,
        Detail.ORGANISATIONS,
    ]


def test_what_was_never_fetched_is_missing_and_not_told():
    assert missing(IDENTITY, list(Detail), NOW) == list(Detail)
    assert told(IDENTITY, NOW) == {}


@pytest.mark.parametrize("detail", Detail)
def test_each_is_fetched_again_when_too_old_and_told_a_little_longer(detail):
    kept = with_details(IDENTITY, {detail: "x"}, NOW)
    old = NOW + FRESH_FOR[detail]

    assert missing(kept, [detail], old - timedelta(seconds=1)) == []
    assert missing(kept, [detail], old) == [detail]
    assert told(kept, old + STILL_TOLD_FOR - timedelta(seconds=1)) == {detail: "x"}
    assert told(kept, old + STILL_TOLD_FOR) == {}


@pytest.mark.parametrize("nothing", ["", [], {}])
def test_nothing_found_is_an_answer_and_no_claim(nothing):
    kept = with_details(IDENTITY, {Detail.OFFICE: nothing}, NOW)

    assert missing(kept, [Detail.OFFICE], NOW) == []
    assert told(kept, NOW) == {}


def test_what_is_told_no_longer_is_kept_no_longer():
    kept = with_details(IDENTITY, {Detail.HOUSEHOLD: {"members": []}, Detail.RELIGION: "01"}, NOW)
    later = with_details(kept, {Detail.BLOOD_TYPE: "04"}, NOW + timedelta(days=2))

    assert later["details"].keys() == {"vn_religion", "vn_blood_type"}
    assert later["name"] == IDENTITY["name"]
    assert without_details(later) == IDENTITY


def test_one_detail_is_dropped_and_the_others_stay():
    kept = with_details(IDENTITY, {Detail.OFFICE: {"unit": "x"}, Detail.RELIGION: "01"}, NOW)

    assert told(without_detail(kept, Detail.OFFICE), NOW) == {"vn_religion": "01"}
    assert without_detail(IDENTITY, Detail.OFFICE) == IDENTITY


def test_a_role_that_ended_is_not_told():
    lines = [{"id": "1", "valid_to": "2026-11-01"}, {"id": "2", "valid_to": "2026-11-02"}, {"id": "3"}]
    kept = with_details(IDENTITY, {Detail.ORGANISATIONS: lines}, NOW)

    assert [line["id"] for line in told(kept, NOW)["vn_org"]] == ["2", "3"]
