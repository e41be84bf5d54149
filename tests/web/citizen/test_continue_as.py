"""The page that lets a citizen choose the account."""

import pytest

from tests.builders import a_citizen, a_person
from tests.relying_party import SESSION_COOKIE, a_portal, agree, path_of, read_answer


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def portal(app, client, person):
    citizen = a_citizen(person)
    party = a_portal(client, citizen)
    agree(citizen.id)
    return party


def test_the_account_that_is_open_is_named(portal, person, clock):
    clock.advance(minutes=1)
    page = portal.caller.get(portal.ask(prompt="select_account").location)

    assert person.name in page.text
    assert "02/11/2026 09:00" in page.text
    assert person.number not in page.text


def test_going_on_and_changing(portal, clock):
    clock.advance(minutes=1)
    page = portal.caller.get(portal.ask(prompt="select_account").location)

    assert path_of(portal.caller.submit(page, do="switch")) == "/sign-in"
    done = portal.caller.submit(page, do="continue")
    assert read_answer(portal.caller.get(done.location))["code"]


def test_without_a_form_token_nothing_is_chosen(portal, clock):
    clock.advance(minutes=1)
    page = portal.caller.get(portal.ask(prompt="select_account").location)

    assert portal.caller.submit(page, do="continue", csrf_token=None).status_code == 400


def test_somebody_who_signed_out_meanwhile_signs_in(portal, clock):
    clock.advance(minutes=1)
    waiting = portal.ask(prompt="select_account")
    portal.caller.delete_cookie(SESSION_COOKIE, domain="id.anlien.example")

    assert path_of(portal.caller.get(waiting.location)) == "/sign-in"
