"""Whom an application means that names a citizen."""

import pytest

from idp.web.current import services
from tests.builders import a_citizen, a_person


@pytest.fixture
def directory(app):
    return services().waiting_room.directory


def test_a_citizen_is_found_by_every_login_however_it_is_typed(directory):
    person = a_person()
    citizen = a_citizen(person)
    local = "0" + person.phone.removeprefix("+84")

    for login in (person.phone, local, f" {local[:4]} {local[4:]} ", person.email, person.number):
        assert directory.by_login(login, in_sandbox=False)[1] == citizen.id


def test_the_same_words_stand_for_the_same_whoever_it_is(directory):
    person = a_person()

    before, nobody = directory.by_login(person.phone, in_sandbox=False)
    citizen = a_citizen(person)

    assert nobody is None
    assert directory.by_login(person.phone, in_sandbox=False) == (before, citizen.id)
    assert directory.by_login("somebody else", in_sandbox=False)[0] != before


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_an_account_that_rests_is_nobodys(directory, state):
    person = a_person()
    a_citizen(person, state=state)

    assert directory.by_login(person.phone, in_sandbox=False)[1] is None


def test_in_the_sandbox_only_its_people_are_found(directory):
    person = a_person()
    a_citizen(person)

    assert directory.by_login(person.phone, in_sandbox=True)[1] is None
    found = directory.by_login("098172000101", in_sandbox=True)[1]
    assert found == services().sandbox.people.account_of("098172000101").id
    assert directory.by_login("098172000101", in_sandbox=False)[1] is None
