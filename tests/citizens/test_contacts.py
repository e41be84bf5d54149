"""Phone numbers and e-mail addresses as people type them."""

import pytest

from idp.citizens.contacts import Contact, ContactKind, ContactProblem, read, read_phone


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        " 0912.345.678 ",
        "+84912345678",
        "84 912 345 678",
        "０９１２３４５６７８",
        "0912\u200b345678",
    ],
)
def test_a_phone_number_has_one_spelling(typed):
    assert read(typed) == Contact(ContactKind.PHONE, "+84912345678")


@pytest.mark.parametrize(
    "typed", ["Quynh@Dan.Anlien.Example", " quynh@dan.anlien.example", "ｑuynh＠dan.anlien.example"]
)
def test_an_address_has_one_spelling(typed):
    assert read(typed) == Contact(ContactKind.EMAIL, "quynh@dan.anlien.example")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", ContactProblem.EMPTY),
        ("  \u200b ", ContactProblem.EMPTY),
        ("12", ContactProblem.NOT_A_PHONE),
        ("quynh", ContactProblem.NOT_A_PHONE),
        ("0000000000", ContactProblem.NOT_A_PHONE),
        ("0272 3456789", ContactProblem.NOT_MOBILE),
        ("+49 1512 3456789", ContactProblem.NOT_FROM_HERE),
        ("quynh@", ContactProblem.NOT_AN_ADDRESS),
        ("quynh@localhost", ContactProblem.NOT_AN_ADDRESS),
        ("a@b@c.example", ContactProblem.NOT_AN_ADDRESS),
        ("quỳnh@dan.anlien.example", ContactProblem.NOT_AN_ADDRESS),
        ("quynh@dan.anlien.example\0", ContactProblem.NOT_AN_ADDRESS),
        ("a" * 300 + "@dan.anlien.example", ContactProblem.NOT_AN_ADDRESS),
        ("quynh@dan.anlien.example, eve@evil.example", ContactProblem.NOT_AN_ADDRESS),
        ("quynh@dan.anlien.example\nBcc: eve@evil.example", ContactProblem.NOT_AN_ADDRESS),
    ],
)
def test_what_cannot_be_written_to_is_refused(typed, problem):
    assert read(typed) is problem


def test_letters_that_only_look_alike_make_no_second_address():
    assert read("quynh@dаn.anlien.example") != read("quynh@dan.anlien.example")  # the first has a Cyrillic а


def test_where_a_phone_is_wanted_an_address_is_none():
    assert read_phone("quynh@dan.anlien.example") is ContactProblem.NOT_A_PHONE


def test_a_mask_shows_its_owner_enough_and_others_little():
    assert Contact(ContactKind.PHONE, "+84912345678").masked == "09•• ••• 678"
    assert Contact(ContactKind.EMAIL, "quynh@dan.anlien.example").masked == "q•••@dan.anlien.example"


def test_a_phone_is_shown_as_people_write_it():
    assert Contact(ContactKind.PHONE, "+84912345678").shown == "0912 345 678"
    assert Contact(ContactKind.EMAIL, "quynh@dan.anlien.example").shown == "quynh@dan.anlien.example"


def test_the_index_of_a_contact_tells_kinds_apart_and_needs_the_installation(services):
    phone, email = Contact(ContactKind.PHONE, "+84912345678"), Contact(ContactKind.EMAIL, "+84912345678")

    assert phone.index(services.installation) == phone.index(services.installation)
    assert phone.index(services.installation) != email.index(services.installation)
    assert "912345678" not in phone.index(services.installation)
