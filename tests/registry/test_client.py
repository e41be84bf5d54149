"""`idp/registry/client.py`: the six questions, over a real socket, about people who are traps."""

import unicodedata

import pytest

from idp.registry.birth_date import BirthDate, Precision
from idp.registry.mock.simulation import PROFILES
from idp.registry.outcomes import (
    ChangeKind,
    Changes,
    DoesNotRepresent,
    NotAlive,
    NotEnoughData,
    NotMatched,
    NotReplaced,
    NumberCancelled,
    Replaced,
    Represents,
    Unavailable,
    UnderCorrection,
    Verified,
)
from idp.registry.person import Gender, PersonField, PersonRecord
from idp.registry.port import Document, UnnumberedChild
from idp.registry.roles import Relation
from tests.registry.claims import BAY, claim


@pytest.mark.parametrize(
    ("number", "name", "birth"),
    [
        ("098172000101", "Trần Thị Bảy", "1972-03-08"),
        ("098172000101", "tran thi bay", "1972-03-08"),
        ("098190000103", "Nguyễn Thị Hoà", "1990-03-08"),
        ("098190000103", unicodedata.normalize("NFD", "Nguyễn Thị Hòa"), "1990-03-08"),
        ("098088000104", "Đặng Văn Ân", "1988-10-02"),
        ("098088000104", "Ðặng Văn Ân", "1988-10-02"),
        ("098088000104", "ɖặng Văn Ân", "1988-10-02"),
        ("098199000113", "H'Lina Niê", "1999-04-24"),
        ("098199000113", "HʼLina Niê", "1999-04-24"),
        ("098085000114", "Y Thanh Knul", "1985-07-07"),
        ("098079000115", "Thạch Sa Rây", "1979-04-14"),
        ("098168000116", "Công Tằng Tôn Nữ Thị Hoài An", "1968-02-19"),
        ("098083000117", "Hồ Lý", "1983-08-01"),
        ("299201000119", "Nguyen Anna", "2001-06-01"),
        ("098191000120", "Nguyễn Khánh An", "1991-01-31"),
        ("098193000123", "Nguyễn Thị Tuyết Mai", "1993-02-14"),
        ("098066000124", "Nguyễn Văn Hải", "1966-10-10"),
        ("098124000125", "Đoàn Thị Thơm", "1924-05-05"),
        ("098296000126", "Trần Đức Minh", "1996-02-29"),
        ("098100000127", "Lê Thị Gấm", "2000-08-16"),
        ("098095000112", "Đỗ Hải Yến", "1995-11-11"),
        ("098215000105", "Phạm Gia Bảo", "2015-05-20"),
    ],
)
def test_the_same_person_however_typed_is_verified(asked, number, name, birth):
    outcome = asked.verify(claim(number, name, birth))

    assert isinstance(outcome, Verified)
    assert outcome.precision is Precision.DAY


@pytest.mark.parametrize(
    ("number", "name", "birth"),
    [
        ("098172000102", "Trần Thị Bảy", "1972-03-08"),
        ("098172000101", "Trần Thị Bẩy Ba", "1972-03-08"),
        ("098172000101", "Trần Bảy", "1972-03-08"),
        ("098172000101", "Bảy Thị Trần", "1972-03-08"),
        ("098172000101", "'", "1972-03-08"),
        ("098172000101", "Trần Thị Bảy", "1972-08-03"),
        ("098172000101", "Trần Thị Bảy", "1973"),
        ("098172000101", "Trần Thị Tám", "1972"),
        ("098191000120", "Nguyễn Thị Kiều", "1991-01-31"),
        ("098215000105", "Phạm Gia Hưng", "2015-05-20"),
        ("098045000102", "Lê Văn Út", "1946"),
        ("098175000111", "Ngô Thị Lành", "1975-06-29"),
    ],
)
def test_one_wrong_item_is_a_mismatch_that_names_none(asked, number, name, birth):
    outcome = asked.verify(claim(number, name, birth), request_id="request-00000001")

    assert outcome == NotMatched("request-00000001")


@pytest.mark.parametrize("birth", ["1945", "1945-01-01", "1945-06-17"])
def test_where_the_register_holds_only_the_year_the_year_decides(asked, birth):
    outcome = asked.verify(claim("098045000102", "Lê Văn Út", birth))

    assert isinstance(outcome, Verified)
    assert outcome.precision is Precision.YEAR


def test_a_year_alone_is_too_little_where_the_register_holds_the_day(asked):
    outcome = asked.verify(claim("098172000101", "Trần Thị Bảy", "1972"))

    assert isinstance(outcome, NotEnoughData)


@pytest.mark.parametrize(
    ("number", "name", "birth", "outcome"),
    [
        ("098138000109", "Huỳnh Thị Sáu", "1938-01-15", NotAlive),
        ("098080000129", "Phan Văn Nghĩa", "1980-07-27", NotAlive),
        ("098177000128", "Võ Thị Nhàn", "1977-03-03", UnderCorrection),
        ("098075000110", "Ngô Thị Lành", "1975-06-30", NumberCancelled),
    ],
)
def test_what_became_of_a_person_is_told_to_those_who_know_all_three_items(
    asked, number, name, birth, outcome
):
    assert isinstance(asked.verify(claim(number, name, birth)), outcome)
    assert isinstance(asked.verify(claim(number, name, "1900-01-01")), NotMatched)
    assert isinstance(asked.verify(claim(number, "Somebody Else", birth)), NotMatched)


def test_an_old_number_leads_to_the_person_with_the_new_one_masked(over_http):
    outcome = over_http.verify(claim("900000118", "Bùi Thị Tư", "1955-09-02", Document.OLD_NUMBER))

    assert isinstance(outcome, Verified)
    assert outcome.masked_number == "••••••••0118"


@pytest.mark.parametrize(
    ("document", "name", "birth"),
    [("X0000001", "PARK JI WOO", "1988-11-03"), ("GC-000001", "Nguyễn Văn Xuân", "1962-04-30")],
)
def test_those_without_a_personal_number_are_found_by_their_document(asked, document, name, birth):
    assert isinstance(asked.verify(claim(document, name, birth, Document.PASSPORT)), Verified)


def test_the_reference_is_the_same_each_time_and_says_nothing(over_http):
    first, second = over_http.verify(BAY), over_http.verify(BAY)

    assert isinstance(first, Verified)
    assert isinstance(second, Verified)
    assert first.reference == second.reference
    assert first.request_id != second.request_id
    assert BAY.number not in first.reference


def test_attributes_come_as_the_register_stores_them(over_http):
    record = over_http.attributes("098168000116", legal_reference="Luật 26/2023/QH15, điều 9")

    assert isinstance(record, PersonRecord)
    assert record.family_name == "Công Tằng Tôn Nữ"
    assert record.middle_name == "Thị Hoài"
    assert record.given_name == "An"
    assert record.name == "Công Tằng Tôn Nữ Thị Hoài An"
    assert record.birth_date == BirthDate(1968, 2, 19)
    assert record.gender is Gender.FEMALE
    assert record.permanent_address is not None
    assert record.permanent_address.formatted == "6 Phan Bội Châu, Phường Cửa Thành, Tỉnh An Liên"


def test_a_decomposed_name_stays_decomposed_in_the_record(over_http):
    record = over_http.attributes("098193000123", legal_reference="x", fields={PersonField.NAME})

    assert isinstance(record, PersonRecord)
    assert record.name == unicodedata.normalize("NFD", "Nguyễn Thị Tuyết Mai")
    assert record.birth_date is None


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("098172999999", NotMatched),
        ("098138000109", NotAlive),
        ("098177000128", UnderCorrection),
        ("098075000110", NumberCancelled),
    ],
)
def test_attributes_of_those_who_have_none_to_give(asked, number, outcome):
    assert isinstance(asked.attributes(number, legal_reference="x"), outcome)


def test_a_mother_represents_her_twins_each_by_their_own_number(over_http):
    for twin in ("098215000105", "098215000106"):
        answer = over_http.represents("098190000103", twin)
        assert isinstance(answer, Represents)
        assert answer.relation is Relation.MOTHER


def test_a_guardian_represents_and_a_stranger_does_not(asked):
    by_guardian = asked.represents("098172000101", "098210000108")

    assert isinstance(by_guardian, Represents)
    assert by_guardian.relation is Relation.GUARDIAN
    assert isinstance(asked.represents("098187000122", "098210000108"), DoesNotRepresent)


def test_a_newborn_without_a_number_is_represented_by_name_and_birth(asked):
    child = UnnumberedChild("Dương Gia Nghi", BirthDate(2026, 6, 12))

    assert isinstance(asked.represents("098192000130", child), Represents)
    assert isinstance(asked.represents("098190000103", child), DoesNotRepresent)


def test_parents_stop_representing_at_eighteen(asked, clock):
    clock.advance(days=365 * 7)

    assert isinstance(asked.represents("098190000103", "098215000105"), DoesNotRepresent)


@pytest.mark.parametrize(
    ("former", "current", "outcome"),
    [
        ("098075000110", "098175000111", Replaced),
        ("900000118", "098155000118", Replaced),
        ("098075000110", "098172000101", NotReplaced),
        ("098175000111", "098075000110", NotReplaced),
        ("098175000111", "098175000111", NotReplaced),
        ("900000118", "098172999999", NotReplaced),
    ],
)
def test_a_former_number_leads_to_its_own_successor_only(asked, former, current, outcome):
    assert isinstance(asked.is_replaced_by(former, current), outcome)


def test_the_change_feed_speaks_of_a_verified_person_by_the_same_reference(over_http):
    verified = over_http.verify(claim("098190000103", "Nguyễn Thị Hòa", "1990-03-08"))
    feed = over_http.changes()

    assert isinstance(verified, Verified)
    assert isinstance(feed, Changes)
    assert ChangeKind.ADDRESS_MERGED in [
        line.kind for line in feed.changes if line.reference == verified.reference
    ]
    assert over_http.changes(feed.cursor) == Changes((), feed.cursor)


def test_a_request_repeated_within_a_day_gets_the_same_reference_and_fails_for_another_question(asked):
    first = asked.verify(BAY, request_id="request-00000001")

    assert asked.verify(BAY, request_id="request-00000001") == first
    other = asked.verify(claim("098083000117", "Hồ Lý", "1983-08-01"), request_id="request-00000001")
    assert not isinstance(other, Verified)


@pytest.mark.parametrize(
    "ask",
    [
        lambda register: register.verify(BAY),
        lambda register: register.attributes(BAY.number, legal_reference="x"),
        lambda register: register.represents("098190000103", "098215000105"),
        lambda register: register.is_replaced_by("900000118", "098155000118"),
        lambda register: register.changes(),
        lambda register: register.probe(),
    ],
)
def test_no_question_raises_when_nobody_answers(over_http, register, ask):
    register.simulation.switch(PROFILES["english"])
    assert isinstance(ask(over_http), Unavailable)

    register.simulation.switch(PROFILES["maintenance"])
    assert isinstance(ask(over_http), Unavailable)
