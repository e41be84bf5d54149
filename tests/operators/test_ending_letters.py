"""Letters about what ends: complete in both languages, and of one line where a header is."""

from datetime import date

import pytest

from idp.operators.ending_letters import LETTERS, EndingLetters
from idp.operators.rights import Role
from idp.relying_parties.endings import What
from idp.web.current import services
from tests.staff import an_operator, letters


def write(what, contacts=("a@yte.anlien.example",), **changed):
    facts = {
        "application": ("a/b", "Sổ sức khỏe", "Sở Y tế"),
        "name": "ngay_sinh",
        "last_day": date(2026, 12, 1),
        "days_left": 7,
        "last_used": None,
        "contacts": contacts,
    }
    return EndingLetters(services().operator_desk.notices).write(what, **{**facts, **changed})


def test_there_is_a_letter_for_everything_that_ends():
    assert {what.value for what in What} == set(LETTERS)


@pytest.mark.parametrize("what", list(LETTERS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_place_is_filled(app, what, language):
    an_operator("hoa", Role.UNIT_ADMINISTRATOR, "Sở Y tế", address="hoa@yte.anlien.example", locale=language)

    assert write(what, contacts=()) == 1

    ((_, subject, text),) = letters()
    assert "{" not in subject + text
    assert "01/12/2026" in subject
    assert "/admin/clients/a%2Fb/" in text


def test_a_secret_that_was_never_shown_has_no_day(app):
    write("secret")

    assert "Lần cuối khóa này được dùng: –." in letters()[0][2]


def test_a_name_with_braces_stays_what_it_is(app):
    write("ground", application=("x", "Sổ {0} {console}", "Sở Y tế"))

    assert "Sổ {0} {console}" in letters()[0][2]


def test_nobody_at_all_is_told_nothing(app):
    assert write("secret", contacts=()) == 0
