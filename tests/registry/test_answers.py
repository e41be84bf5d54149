"""`idp/registry/answers.py`: every code has its outcome, and everything else is garbage."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.registry import answers
from idp.registry.birth_date import Precision
from idp.registry.outcomes import (
    Changes,
    Misconfigured,
    NotAlive,
    NotEnoughData,
    NotMatched,
    NumberCancelled,
    Trouble,
    Unavailable,
    UnderCorrection,
    Verified,
)
from tests.moments import START

MATCHED = {
    "request_id": "r",
    "code": "000",
    "result": "khop",
    "status": "song",
    "precision": "ngay",
    "reference": "p",
}


def read(payload):
    return answers.understood(payload, lambda answer: answers.verification(answer, START))


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("001", NotMatched("r")),
        ("002", NotEnoughData("r")),
        ("008", UnderCorrection("r")),
        ("009", NumberCancelled("r")),
        ("010", NotAlive("r")),
        ("003", Misconfigured("r", "003")),
        ("004", Misconfigured("r", "004")),
        ("005", Misconfigured("r", "005")),
        ("006", Misconfigured("r", "006")),
        ("007", Unavailable("r", Trouble.BUSY, answers.SHORT_PAUSE)),
        ("011", Unavailable("r", Trouble.MAINTENANCE, answers.SHORT_PAUSE)),
        ("012", Unavailable("r", Trouble.NO_ANSWER, answers.SHORT_PAUSE)),
        ("999", Unavailable("r", Trouble.GARBAGE, answers.SHORT_PAUSE)),
        (None, Unavailable("r", Trouble.GARBAGE, answers.SHORT_PAUSE)),
        ([], Unavailable("r", Trouble.GARBAGE, answers.SHORT_PAUSE)),
    ],
)
def test_every_code_has_its_outcome(code, outcome):
    assert read({"request_id": "r", "code": code}) == outcome


def test_a_match_becomes_a_verified_person():
    assert read(MATCHED) == Verified("r", Precision.DAY, START, "p")
    assert read(MATCHED | {"precision": "nam"}) == Verified("r", Precision.YEAR, START, "p")


@pytest.mark.parametrize(
    "wrong",
    [
        {"result": "khong_khop"},
        {"status": "da_chet"},
        {"precision": "thang"},
        {"precision": None},
        {"reference": ""},
        {"reference": 7},
        {"id_no_masked": 7},
    ],
)
def test_a_match_that_contradicts_itself_is_garbage(wrong):
    assert read(MATCHED | wrong) == Unavailable("r", Trouble.GARBAGE, answers.SHORT_PAUSE)


def test_of_two_records_the_first_is_never_picked():
    outcome = read(MATCHED | {"result": [{"ho_ten": "Bảo"}, {"ho_ten": "Hưng"}]})

    assert outcome == Unavailable("r", Trouble.SEVERAL_RECORDS, answers.SHORT_PAUSE)


@pytest.mark.parametrize(
    ("said", "waited"),
    [
        (60, timedelta(minutes=1)),
        ("60", timedelta(minutes=1)),
        (10**30, timedelta(hours=6)),
        ("9" * 5000, answers.SHORT_PAUSE),
        (-1, answers.SHORT_PAUSE),
        (True, answers.SHORT_PAUSE),
        (None, answers.SHORT_PAUSE),
        ("Wed, 21 Oct 2026 07:28:00 GMT", answers.SHORT_PAUSE),
        ("²", answers.SHORT_PAUSE),
    ],
)
def test_how_long_to_wait_stays_within_bounds(said, waited):
    assert answers.pause(said) == waited


def test_unknown_kinds_of_change_are_passed_over():
    line = {"reference": "p", "kind": "qua_doi", "at": "2026-01-01T00:00:00+07:00"}
    payload = {"request_id": "r", "code": "000", "cursor": "2", "events": [line, line | {"kind": "moi"}]}

    feed = answers.understood(payload, answers.change_feed)

    assert isinstance(feed, Changes)
    assert [change.reference for change in feed.changes] == ["p"]
    assert feed.cursor == "2"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        answers.moment("2026-01-01T00:00:00")


@given(
    st.dictionaries(
        st.sampled_from(
            ["request_id", "code", "result", "status", "precision", "reference", "events", "cursor"]
        ),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=5)
            | st.sampled_from(["000", "khop"]),
            lambda inner: (
                st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
            ),
            max_leaves=4,
        ),
    )
)
def test_no_answer_breaks_the_reading(payload):
    for understand in (answers.representation, answers.replacement, answers.change_feed):
        answers.understood(payload, understand)
    assert not isinstance(read(payload), Verified) or payload["result"] == "khop"
