"""Developers sign up by themselves; nobody learns whether an address is known."""

import pytest
from sqlalchemy import select

from idp.operators.rights import Role
from idp.operators.sign_up import MOST_OF_A_NETWORK, MOST_TO_AN_ADDRESS, NotSent
from idp.operators.units import Wish
from idp.store.db import db
from idp.store.models import OperatorEnrolment
from idp.web.current import services
from tests.staff import an_operator, letters


@pytest.fixture
def sign_up(app):
    services().operator_desk.units.add(Wish("Sở Y tế", domains=("soyte.example",)))
    return services().operator_desk.sign_up


def links():
    return db.session.scalars(select(OperatorEnrolment)).all()


@pytest.mark.parametrize(("address", "unit"), [("An@SoYTe.example", "Sở Y tế"), ("an@mail.example", None)])
def test_the_unit_is_that_of_the_address(sign_up, address, unit):
    assert sign_up.ask(address, "en", "n") is None
    (link,) = links()

    assert (link.role, link.unit, link.created_by, link.locale) == ("unit_developer", unit, None, "en")
    assert [(to, subject) for to, subject, _ in letters()] == [
        (address.lower(), "Sen ID: Open a developer account")
    ]


def test_a_known_address_gets_a_letter_and_the_same_answer(sign_up):
    an_operator("an", Role.AUDITOR, address="an@soyte.example")

    assert sign_up.ask("an@soyte.example", "vi", "n") is None
    assert links() == []
    ((to, _, text),) = letters()
    assert to == "an@soyte.example"
    assert "an" in text
    assert "link=" not in text


@pytest.mark.parametrize("typed", ["", "an", "an@", "@x.example", "a b@x.example", "\udcff@x.example"])
def test_what_is_no_address_is_refused(sign_up, typed):
    assert sign_up.ask(typed, "vi", "n") is NotSent.BAD_ADDRESS


def test_a_network_gets_so_many(sign_up, clock):
    for number in range(MOST_OF_A_NETWORK):
        assert sign_up.ask(f"a{number}@x.example", "vi", "n") is None
    assert sign_up.ask("b@x.example", "vi", "n") is NotSent.SLOWED
    assert sign_up.ask("b@x.example", "vi", "another") is None

    clock.advance(hours=1)
    assert sign_up.ask("c@x.example", "vi", "n") is None


def test_an_address_gets_a_few_letters_and_the_answer_stays_the_same(sign_up):
    outcomes = {sign_up.ask("a@x.example", "vi", f"n{number}") for number in range(MOST_TO_AN_ADDRESS + 2)}

    assert outcomes == {None}
    assert len(letters()) == MOST_TO_AN_ADDRESS
