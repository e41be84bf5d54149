"""A JSON value against a type: all that is wrong with it at once, each with its place."""

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct, convert, field

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.validation import SHOWN, TEXT_IS, Validation

Word = Annotated[str, Meta(min_length=1, max_length=5, pattern=r"^[a-z]*\Z")]
Shown = Annotated[str, Meta(min_length=1, max_length=5, extra={SHOWN: True})]


class Title(Struct, frozen=True):
    vi: Shown | None = None
    en: Shown | None = None


class Book(Struct, frozen=True):
    kind: Literal["novel", "poems", "play"]
    title: Annotated[Title, Meta(extra={TEXT_IS: "vi"})] = Title()
    words: Annotated[list[Word], Meta(min_length=1, max_length=2)] | None = None
    pages: Annotated[int, Meta(ge=1)] | None = None
    lent: bool | None = None
    day: date | None = None
    notes: dict[Word, Shown] | None = None
    anything: dict[str, Any] | None = None
    place: Shown | None = field(default=None, name="place#vi")


def read(document: object) -> Book:
    validation = Validation()
    cleaned = validation.cleaned(document, Book)
    assert validation.faults == []
    return convert(cleaned, Book)


def faults(document: object) -> list[Fault]:
    validation = Validation()
    validation.cleaned(document, Book)
    return validation.faults


def test_what_is_right_is_taken_as_it_stands():
    book = read(
        {
            "kind": "poems",
            "title": {"vi": "Kiều"},
            "words": ["a", "b"],
            "pages": 1,
            "lent": False,
            "day": "2026-11-02",
            "notes": {"a": "b"},
            "anything": {"x": [None, {"y": 1.5}]},
            "place#vi": "Huế",
            "unknown": object(),
        }
    )

    assert book == Book(
        kind="poems",
        title=Title(vi="Kiều"),
        words=["a", "b"],
        pages=1,
        lent=False,
        day=date(2026, 11, 2),
        notes={"a": "b"},
        anything={"x": [None, {"y": 1.5}]},
        place="Huế",
    )


def test_null_is_absent_where_absence_is_allowed():
    assert read({"kind": "play", "words": None, "title": {"vi": None}}) == Book(kind="play")
    assert faults({"kind": None, "title": None}) == [
        Fault("kind", Problem.UNKNOWN_VALUE, "one of 'novel', 'poems' or 'play' is expected"),
        Fault("title", Problem.WRONG_TYPE, "an object is expected"),
    ]


def test_one_text_may_stand_for_an_object():
    assert read({"kind": "play", "title": "Vở"}).title == Title(vi="Vở")


def test_space_around_text_for_people_goes():
    assert read({"kind": "play", "title": " Vở "}).title == Title(vi="Vở")
    assert read({"kind": "play", "place#vi": "Huế\u00a0"}).place == "Huế"


def test_everything_wrong_is_told_at_once_in_the_order_of_the_members():
    wrong = faults(
        {"notes": {"A": "b", "c": 7}, "words": ["", "A"], "title": {"en": "a\u202eb", "vi": 5}, "pages": 0}
    )

    assert [(fault.member, fault.problem) for fault in wrong] == [
        ("kind", Problem.MISSING),
        ("title.vi", Problem.WRONG_TYPE),
        ("title.en", Problem.HIDDEN_SIGNS),
        ("words[0]", Problem.EMPTY),
        ("words[1]", Problem.MALFORMED),
        ("pages", Problem.MALFORMED),
        ("notes.A", Problem.MALFORMED),
        ("notes.c", Problem.WRONG_TYPE),
    ]


@pytest.mark.parametrize(
    ("member", "value", "problem", "detail"),
    [
        ("words", "a", Problem.WRONG_TYPE, "a list is expected"),
        ("words", ("a",), Problem.WRONG_TYPE, "a list is expected"),
        ("words", ["a", "b", "c"], Problem.TOO_MANY, "2"),
        ("words", [], Problem.MALFORMED, "this value has characters or a size that it may not have"),
        ("pages", True, Problem.WRONG_TYPE, "a whole number is expected"),
        ("pages", 1.0, Problem.WRONG_TYPE, "a whole number is expected"),
        ("pages", "1", Problem.WRONG_TYPE, "a whole number is expected"),
        ("lent", 1, Problem.WRONG_TYPE, "true or false is expected"),
        ("lent", "true", Problem.WRONG_TYPE, "true or false is expected"),
        ("day", "2026-02-30", Problem.WRONG_TYPE, "a date like 2027-12-31 is expected"),
        ("day", "2026-11-02T00:00:00", Problem.WRONG_TYPE, "a date like 2027-12-31 is expected"),
        ("day", 20261102, Problem.WRONG_TYPE, "a date like 2027-12-31 is expected"),
        ("notes", [], Problem.WRONG_TYPE, "an object is expected"),
        ("anything", [], Problem.WRONG_TYPE, "an object is expected"),
        ("place#vi", 5, Problem.WRONG_TYPE, "text is expected"),
        ("place#vi", "", Problem.EMPTY, ""),
        ("place#vi", "   ", Problem.EMPTY, ""),
        ("place#vi", "abcdef", Problem.TOO_LONG, "5 characters"),
        ("place#vi", "a\n", Problem.HIDDEN_SIGNS, ""),
    ],
)
def test_a_value_that_is_not_of_its_type_is_told_why(member, value, problem, detail):
    assert faults({"kind": "novel", member: value}) == [Fault(member, problem, detail)]


def test_a_fault_that_comes_twice_is_told_once():
    assert faults({"kind": "novel", "notes": {"": ""}}) == [Fault("notes.", Problem.EMPTY)]
