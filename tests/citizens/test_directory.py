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
        assert directory.by_login(login)[1] == citizen.id


def test_the_same_words_stand_for_the_same_whoever_it_is(directory):
    person = a_person()

    before, nobody = directory.by_login(person.phone)
    citizen = a_citizen(person)

    assert nobody is None
    assert directory.by_login(person.phone) == (before, citizen.id)
    assert directory.by_login("somebody else")[0] != before


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_an_account_that_rests_is_nobodys(directory, state):
    person = a_person()
    a_citizen(person, state=state)

    assert directory.by_login(person.phone)[1] is None
