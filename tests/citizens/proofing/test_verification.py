"""What the register makes of a claim (the matching rule and the traps of domain.md, sections 3.6 and 7.4)."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from idp.assurance import IdentityAssurance
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.verdict import Verdict
from idp.citizens.proofing.verification import Checked, Verification, assurance_of, local_date
from idp.registry.birth_date import BirthDate
from idp.registry.connect import from_url
from idp.registry.mock.simulation import PROFILES
from idp.registry.outcomes import Misconfigured, NotMatched, Trouble, Unavailable
from idp.registry.questions import new_request_id
from tests.citizens.proofing.people import BAY, KHANG, UT

HOA = Claim("098190000103", "Nguyễn Thị Hòa", BirthDate(1990, 3, 8))
AN = Claim("098088000104", "Đặng Văn Ân", BirthDate(1988, 10, 2))
LINA = Claim("098199000113", "H'Lina Niê", BirthDate(1999, 4, 24))


@pytest.fixture
def register(clock):
    return from_url("in-process:tiny", clock=clock)


@pytest.fixture
def check(register, clock):
    verification = Verification(register, clock)
    return lambda claim: verification.check(claim, new_request_id())


@pytest.mark.parametrize(
    ("trap", "claim"),
    [
        ("the straight way", BAY),
        ("old tone placement", replace(HOA, name="Nguyễn Thị Hoà")),
        ("no marks at all", replace(HOA, name="nguyen thi hoa")),
        ("NFD from a telephone", replace(HOA, name=unicodedata.normalize("NFD", "Nguyễn Thị Hòa"))),
        ("Eth in the register", AN),
        ("Eth in the claim", replace(AN, name="Ðặng Văn Ân")),
        ("a typewriter's apostrophe", LINA),
        ("a typographer's apostrophe", replace(LINA, name="H’Lina Niê")),
        ("no apostrophe", replace(LINA, name="HLina Nie")),
        ("two words", Claim("098083000117", "Hồ Lý", BirthDate(1983, 8, 1))),
        ("no middle name", Claim("098085000114", "Y Thanh Knul", BirthDate(1985, 7, 7))),
        ("nine words", Claim("098168000116", "Công Tằng Tôn Nữ Thị Hoài An", BirthDate(1968, 2, 19))),
        ("a Khmer name", Claim("098079000115", "Thạch Sa Rây", BirthDate(1979, 4, 14))),
        ("no diacritics, born abroad", Claim("299201000119", "Nguyen Anna", BirthDate(2001, 6, 1))),
        ("stored in NFD", Claim("098193000123", "Nguyễn Thị Tuyết Mai", BirthDate(1993, 2, 14))),
        ("stored in capitals with spaces", Claim("098066000124", "Nguyễn Văn Hải", BirthDate(1966, 10, 10))),
        ("over a hundred years old", Claim("098124000125", "Đoàn Thị Thơm", BirthDate(1924, 5, 5))),
        ("29 February, wrong century digit", Claim("098296000126", "Trần Đức Minh", BirthDate(1996, 2, 29))),
        ("1900 in the number, 2000 in truth", Claim("098100000127", "Lê Thị Gấm", BirthDate(2000, 8, 16))),
        ("another sex in the number", Claim("098095000112", "Đỗ Hải Yến", BirthDate(1995, 11, 11))),
        ("a new name", Claim("098191000120", "Nguyễn Khánh An", BirthDate(1991, 1, 31))),
        ("fifteen years old", KHANG),
    ],
)
def test_it_matches_in_spite_of(check, trap, claim):
    assert check(claim).verdict is Verdict.MATCHED, trap


@pytest.mark.parametrize(
    "claim",
    [
        replace(BAY, name="Trần Thị Bay Bay"),
        replace(BAY, birth_date=BirthDate(1972, 3, 9)),
        replace(BAY, number="098172000999"),
        replace(BAY, number="098190000103"),
        Claim("098191000120", "Nguyễn Thị Kiều", BirthDate(1991, 1, 31)),  # the name of before
        replace(BAY, name="Bảy Trần Thị"),
    ],
)
def test_one_item_that_differs_is_not_told_apart_from_another(check, claim):
    checked = check(claim)

    assert checked == Checked(Verdict.NOT_MATCHED, checked.request_id)


def test_a_year_counts_only_where_the_register_holds_no_more(check):
    assert check(UT).verdict is Verdict.MATCHED_BY_YEAR
    assert check(replace(BAY, birth_date=BirthDate(1972))).verdict is Verdict.NOT_ENOUGH
    assert check(replace(UT, birth_date=BirthDate(1944))).verdict is Verdict.NOT_MATCHED


def test_a_cancelled_number_reveals_no_new_one(check):
    checked = check(Claim("098075000110", "Ngô Thị Lành", BirthDate(1975, 6, 30)))

    assert checked.verdict is Verdict.CANCELLED
    assert "098175000111" not in repr(checked)
    assert check(Claim("098175000111", "Ngô Thị Lành", BirthDate(1975, 6, 30))).verdict is Verdict.MATCHED


@pytest.mark.parametrize(
    "claim",
    [
        Claim("098138000109", "Huỳnh Thị Sáu", BirthDate(1938, 1, 15)),
        Claim("098080000129", "Phan Văn Nghĩa", BirthDate(1980, 7, 27)),
    ],
)
def test_the_dead_and_the_missing_are_not_told_apart(check, claim):
    assert check(claim).verdict is Verdict.STOPPED


def test_a_record_under_correction(check):
    assert check(Claim("098177000128", "Võ Thị Nhàn", BirthDate(1977, 3, 3))).verdict is Verdict.CORRECTING


def asked_about(register, number):
    """What the register's own log says was asked about somebody."""
    return [line for line in register._exchange.register.ledger.lines if line.about.endswith(number[-4:])]


@pytest.mark.parametrize(
    ("number", "name"), [("098215000105", "Phạm Gia Bảo"), ("098215000106", "Phạm Gia Hưng")]
)
def test_a_child_is_not_asked_about_at_all(check, register, number, name):
    checked = check(Claim(number, name, BirthDate(2015, 5, 20)))

    assert checked.verdict is Verdict.TOO_YOUNG
    assert asked_about(register, number) == []


@pytest.mark.parametrize(
    ("born", "verdict"),
    [
        (BirthDate(2012, 11, 3), Verdict.TOO_YOUNG),
        (BirthDate(2012, 11, 2), Verdict.NOT_MATCHED),
        (BirthDate(2012), Verdict.TOO_YOUNG),  # with the year alone, as if born on 31 December
        (BirthDate(2011), Verdict.NOT_MATCHED),
    ],
)
def test_fourteen_is_reached_on_the_birthday(check, born, verdict):
    assert check(Claim("098210000999", "Không Có Ai", born)).verdict is verdict


def test_twins_are_two_people(clock, register):
    clock.advance(days=6 * 365)  # they are old enough by then
    verification = Verification(register, clock)
    one, other = (
        verification.check(Claim(number, name, BirthDate(2015, 5, 20)), new_request_id())
        for number, name in (("098215000105", "Phạm Gia Bảo"), ("098215000106", "Phạm Gia Hưng"))
    )
    crossed = verification.check(
        Claim("098215000105", "Phạm Gia Hưng", BirthDate(2015, 5, 20)), new_request_id()
    )

    assert (one.verdict, other.verdict) == (Verdict.MATCHED, Verdict.MATCHED)
    assert one.identity["reference"] != other.identity["reference"]
    assert crossed.verdict is Verdict.NOT_MATCHED


@pytest.mark.parametrize("profile", ["down", "maintenance"])
def test_a_silent_register_is_waited_for(check, register, profile):
    register._exchange.register.simulation.switch(PROFILES[profile])

    checked = check(BAY)

    assert checked.verdict is Verdict.WAITING
    assert checked.trouble


class Scripted:
    """A register that answers as told."""

    def __init__(self, verifies, tells=None):
        self.verifies, self.tells, self.asked = verifies, tells, []

    def verify(self, _claim, *, request_id):
        self.asked.append(request_id)
        return self.verifies(request_id)

    def attributes(self, number, **_):
        return self.tells(number)


@pytest.mark.parametrize(
    "answer",
    [
        lambda request_id: Misconfigured(request_id, "004"),
        lambda request_id: Unavailable(request_id, Trouble.GARBAGE, timedelta(seconds=9)),
    ],
)
def test_what_is_not_the_citizens_fault_is_waited_for(clock, answer):
    assert Verification(Scripted(answer), clock).check(BAY, "q1").verdict is Verdict.WAITING


@pytest.mark.parametrize(
    "told",
    [
        NotMatched("q2"),
        Misconfigured("q2", "005"),
        Unavailable("q2", Trouble.BUSY, timedelta(seconds=9)),
    ],
)
def test_a_match_without_the_record_is_waited_for_too(clock, register, told):
    matched = register.verify(BAY.for_register())
    scripted = Scripted(lambda _: matched, lambda _: told)

    checked = Verification(scripted, clock).check(BAY, "q1")

    assert checked.verdict is Verdict.WAITING
    assert checked.trouble.startswith("attributes_")


def test_the_same_question_is_asked_under_the_same_name(clock):
    scripted = Scripted(NotMatched)

    Verification(scripted, clock).check(BAY, "q1")

    assert scripted.asked == ["q1"]


def test_only_a_whole_match_makes_us_surer():
    surer = {verdict: assurance_of(verdict) for verdict in Verdict if assurance_of(verdict).is_verified}

    assert surer == {
        Verdict.MATCHED: IdentityAssurance.MATCHED,
        Verdict.MATCHED_BY_YEAR: IdentityAssurance.MATCHED_BY_YEAR,
    }


def test_days_begin_at_midnight_in_viet_nam():
    assert local_date(datetime(2026, 11, 1, 16, 59, tzinfo=UTC)) == date(2026, 11, 1)
    assert local_date(datetime(2026, 11, 1, 17, 0, tzinfo=UTC)) == date(2026, 11, 2)
