"""Registrations on their way: sealed, found by a cookie, moved on by one tab at a time."""

from dataclasses import replace

import pytest

from idp.citizens.proofing.dossiers import Dossiers, MovedOn
from idp.store.db import current_session, db
from idp.store.models import Registration
from idp.store.repositories.registrations import Registrations
from idp.web.current import services as running_services
from tests.citizens.racing import race


@pytest.fixture
def dossiers(services):
    return dossiers_of(services)


def dossiers_of(services):
    rows = Registrations(current_session(), services.clock)
    return Dossiers(rows, services.sealer, services.settings.registration_lifetime, services.clock)


def test_it_is_found_by_its_cookie_for_a_day(dossiers, clock):
    begun, cookie = dossiers.begin()

    assert dossiers.find(cookie) == begun
    assert dossiers.find("another") is dossiers.find(None) is dossiers.find("") is None
    clock.advance(hours=24)
    assert dossiers.find(cookie) is None


def test_what_was_entered_is_sealed_and_the_cookie_is_not_there(dossiers):
    begun, cookie = dossiers.begin()
    dossiers.move(begun, replace(begun.progress, contact_value="+84912345678"))
    row = db.session.query(Registration).one()

    assert cookie not in (row.id, row.digest)
    assert b"912345678" not in row.state_sealed


def test_a_page_of_before_does_not_undo_a_step(dossiers):
    begun, cookie = dossiers.begin()
    dossiers.move(begun, replace(begun.progress, factor="totp"))

    with pytest.raises(MovedOn):
        dossiers.move(begun, replace(begun.progress, factor="later"))
    assert dossiers.find(cookie).progress.factor == "totp"


def test_of_several_tabs_one_moves_on(app, dossiers):
    begun, _ = dossiers.begin()

    def move(place):
        try:
            return dossiers_of(running_services()).move(begun, replace(begun.progress, factor=str(place)))
        except MovedOn:
            return None

    assert len([moved for moved in race(app, 6, move) if moved]) == 1


def test_codes_are_bound_to_registration_and_contact(dossiers):
    from idp.citizens.contacts import Contact, ContactKind

    one, other = dossiers.begin()[0], dossiers.begin()[0]
    phone, mail = Contact(ContactKind.PHONE, "+84912345678"), Contact(ContactKind.EMAIL, "a@b.example")

    assert len({one.code_owner(phone), one.code_owner(mail), other.code_owner(phone)}) == 3
