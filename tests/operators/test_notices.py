"""Mail to operators."""

import pytest

from idp.operators import letters
from idp.operators.letters import Letter, Text
from idp.operators.rights import Role
from idp.web.current import services
from tests.staff import an_operator
from tests.staff import letters as letters_sent

LETTER = Letter(
    Text("Việc mới: {what}", "Có việc mới: {what}."), Text("News: {what}", "There is news: {what}.")
)


@pytest.fixture
def notices(app):
    return services().operator_desk.notices


def test_an_operator_is_written_to_in_their_language(notices):
    notices.send(an_operator(address="lan@so.example", locale="en"), LETTER, what="x")
    ((to, subject, text),) = letters_sent()

    assert (to, subject) == ("lan@so.example", "Sen ID: News: x")
    assert "There is news: x." in text
    assert text.startswith("Dear colleague,")
    assert "https://id.anlien.example/admin" in text


def test_a_role_is_everybody_who_has_it(notices):
    an_operator("an", Role.APPROVER, address="an@so.example")
    an_operator("binh", Role.APPROVER, address="binh@so.example", state="suspended")
    an_operator("chi", Role.APPROVER)
    an_operator("dung", Role.AUDITOR, address="dung@so.example")

    assert notices.send(Role.APPROVER, LETTER, what="x") == 1
    assert [to for to, *_ in letters_sent()] == ["an@so.example"]


def test_a_unit_is_its_administrators(notices):
    an_operator("an", Role.UNIT_ADMINISTRATOR, "Sở Y tế", address="an@so.example")
    an_operator("binh", Role.UNIT_DEVELOPER, "Sở Y tế", address="binh@so.example")
    an_operator("chi", Role.UNIT_ADMINISTRATOR, "Sở Xây dựng", address="chi@so.example")

    assert notices.send("Sở Y tế", LETTER, what="x") == 1
    assert notices.send("", LETTER, what="x") == 0
    assert [to for to, *_ in letters_sent()] == ["an@so.example"]


def test_a_fact_cannot_end_the_subject_line(notices):
    notices.write("lan@so.example", "vi", LETTER, what="x\r\nBcc: evil@evil.example")

    assert [subject for _, subject, _ in letters_sent()] == ["Sen ID: Việc mới: x Bcc: evil@evil.example"]


@pytest.mark.parametrize("name", [name for name, value in vars(letters).items() if isinstance(value, Letter)])
def test_a_letter_has_the_same_places_in_both_languages(name):
    letter = getattr(letters, name)
    places = {each: f"<{each}>" for each in ("role", "link", "until", "username", "console", "time", "unit")}

    filled = [(text.subject + text.body).format(**places) for text in (letter.vi, letter.en)]
    said_in_vi, said_in_en = ({each for each in places if f"<{each}>" in text} for text in filled)
    assert said_in_vi == said_in_en


def test_every_role_has_a_name_in_mail():
    assert set(letters.ROLES) == set(Role)
