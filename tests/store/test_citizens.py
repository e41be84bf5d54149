"""Accounts in the database: one contact and one number belong to one account, whoever is quicker."""

import uuid

import pytest

from idp.store.db import current_session, db
from idp.store.models import Citizen
from idp.store.repositories.citizens import Citizens
from tests.citizens.racing import race
from tests.moments import START


@pytest.fixture
def citizens(app, clock):
    return Citizens(current_session(), clock)


def somebody(**columns):
    return Citizen(id=str(uuid.uuid4()), created_at=START, updated_at=START, **columns)


def test_an_account_is_found_by_what_it_must_be_found_by(citizens):
    citizen = somebody(phone_index="p", email_index="e", number_index="n")
    assert citizens.add(citizen)

    assert citizens.find(citizen.id) is citizens.with_number("n") is citizen
    assert citizens.with_contact("p") is citizens.with_contact("e") is citizen
    assert citizens.with_contact("n") is citizens.with_number("p") is None


@pytest.mark.parametrize("column", ["phone_index", "email_index", "number_index"])
def test_what_belongs_to_one_account_opens_no_other(citizens, column):
    citizens.add(somebody(**{column: "same"}))

    assert not citizens.add(somebody(**{column: "same"}))
    assert db.session.query(Citizen).count() == 1


def test_an_account_is_verified_once(citizens, clock):
    citizen = somebody()
    citizens.add(citizen)
    db.session.commit()

    assert citizens.verify(citizen.id, number_index="n", assurance="doi_chieu_dan_cu")
    assert not citizens.verify(citizen.id, number_index="other", assurance="doi_chieu_dan_cu")
    assert (citizen.number_index, citizen.verified_at) == ("n", clock())


def test_a_number_verifies_one_account(citizens):
    citizens.add(somebody(number_index="n"))
    other = somebody()
    citizens.add(other)

    assert not citizens.verify(other.id, number_index="n")
    assert other.number_index is None


def test_of_many_who_open_with_one_contact_one_does(app, clock):
    def add(_place):
        return Citizens(current_session(), clock).add(somebody(phone_index="same"))

    assert sorted(race(app, 6, add)) == [False] * 5 + [True]
