"""The sandbox's people: who they are, and that they are nobody else."""

import pytest

from idp.assurance import IdentityAssurance
from idp.registry.invented import Barred
from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services

BAY, UT, FOREIGNER = "098172000101", "098045000102", "X0000001"


def test_everybody_who_can_sign_in_has_an_account_made_of_the_registers_word(app):
    people = services().sandbox.people
    able = [each for each in people.all() if each.barred is None]

    for person in able:
        account = people.account_of(person.key)
        claims = services().people.claims_of(account)
        assert account.persona == person.key
        assert account.password_hash is None
        assert account.totp_sealed is None
        assert not account.sms_factor
        assert claims["name"] == person.name.strip()
        assert IdentityAssurance(account.assurance).is_verified == (person.number is not None)
    assert len(able) >= 26


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("098138000109", Barred.DEAD),
        ("098080000129", Barred.MISSING),
        ("098177000128", Barred.DISPUTED),
        ("098215000105", Barred.TOO_YOUNG),
    ],
)
def test_who_could_not_open_an_account_has_none_here(app, key, why):
    people = services().sandbox.people

    assert next(each.barred for each in people.all() if each.key == key) is why
    assert people.account_of(key) is None


def test_nobody_of_another_name_is_there(app):
    assert services().sandbox.people.account_of("099190000017") is None


def test_an_account_is_made_once(app):
    people = services().sandbox.people
    first = people.account_of(BAY)

    assert people.account_of(BAY).id == first.id
    assert db.session.query(Citizen).count() == 1


def test_nobody_finds_a_test_person_by_number_phone_or_mail(app):
    people = services().sandbox.people
    account = people.account_of(BAY)
    doors = services().doors

    for login in (BAY, "0990000101", "cong-dan-101@thu.anlien.example"):
        assert doors.credentials.owner_of(doors.logins.index(login)) is None
    assert account.phone_index is account.email_index is None


def test_the_demonstrations_people_and_the_sandboxs_do_not_meet(app):
    """The same invented person may have an account of the demonstration, signed in to by password."""
    from idp.citizens.contacts import number_index

    services().sandbox.people.account_of(BAY)
    rows = db.session.query(Citizen).filter_by(number_index=number_index(BAY, services().installation))

    assert rows.count() == 0


def test_a_year_of_birth_alone_and_no_number_at_all(app):
    people = services().sandbox.people

    assert services().people.claims_of(people.account_of(UT))["vn_birthdate_precision"] == "year"
    foreigner = services().people.claims_of(people.account_of(FOREIGNER))
    assert foreigner["name"] == "Park Ji Woo"
    assert "verified_claims" not in foreigner
    assert "vn_personal_id" not in foreigner


def test_nobody_writes_to_a_test_person(app):
    from idp.citizens.notices import Notice
    from idp.store.models import OutboxEntry

    services().doors.notices.tell(services().sandbox.people.account_of(BAY), Notice.PASSWORD_CHANGED)

    assert db.session.query(OutboxEntry).count() == 0
