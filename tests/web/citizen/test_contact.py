"""The pages where the phone number and the e-mail address are changed."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services
from tests.builders import a_citizen, a_person, blind_index
from tests.web.citizen.browsing import enter, sign_in

PAGE = "/account/contact"


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


@pytest.fixture
def sent(app, monkeypatch):
    codes = []
    letters = services().second_factor._sent._letters
    monkeypatch.setattr(letters, "code", lambda to, code, *_: codes.append((to, code)))
    return codes


def test_a_new_phone_takes_the_place_of_the_old(client, citizen, person, sent):
    enter(client, person)
    code_page = client.submit(client.get(PAGE), contact="0912 345 678")
    assert "0912 345 678" in code_page.text

    done = client.submit(code_page, otp=sent[0][1])

    assert done.headers["Location"] == "/account"
    assert "0912 345 678" in client.get("/account").text
    assert sign_in(client, person.phone).status_code == 403
    assert sign_in(client, "0912345678").status_code == 303


@pytest.mark.parametrize("contact", ["", "123", "a@", "+1 202 555 0100", "\x00", "x" * 1000])
def test_what_cannot_be_written_to_is_said_so(client, citizen, person, sent, contact):
    enter(client, person)

    page = client.submit(client.get(PAGE), contact=contact)

    assert page.status_code == 422
    assert 'id="contact-err"' in page.text
    assert sent == []


def test_a_wrong_code_asks_again(client, citizen, person, sent):
    enter(client, person)
    page = client.submit(client.get(PAGE), contact="moi@thu.vn")

    again = client.submit(page, otp="000000")

    assert again.status_code == 403
    assert client.submit(again, otp=sent[0][1]).status_code == 303


def test_a_contact_of_somebody_else_stays_theirs(client, citizen, person, sent):
    other = a_person()
    owner = a_citizen(other)
    enter(client, person)
    page = client.submit(client.get(PAGE), contact=other.phone)

    client.submit(page, otp=sent[0][1])

    assert "thuộc một tài khoản khác" in client.get("/account").text
    index = blind_index("phone", other.phone)
    assert db.session.scalars(select(Citizen.id).where(Citizen.phone_index == index)).one() == owner.id


def test_a_form_of_another_session_begins_anew(client, citizen, person, sent):
    enter(client, person)
    page = client.submit(client.get(PAGE), contact="moi@thu.vn")

    told = client.submit(page, otp="123456", offer="x")

    assert told.headers["Location"] == PAGE


def test_codes_are_not_sent_without_end(client, citizen, person, sent, clock):
    enter(client, person)
    for _ in range(9):
        clock.advance(seconds=61)
        page = client.submit(client.get(PAGE), contact="moi@thu.vn")

    assert page.status_code == 429
    assert len(sent) == 8
