"""What an account looks like when it opens."""

import pytest
from sqlalchemy import select

from idp.assurance import IdentityAssurance
from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.proofing.flow import Step, due
from idp.store.db import db
from idp.store.models import AuditRecord, Citizen, PendingVerification, RecoveryCode, Registration
from tests.builders import Person, a_citizen
from tests.citizens.proofing.people import (
    BAY,
    KHANG,
    LONG,
    PHONE,
    UT,
    WAY,
    accepted,
    behave,
    opened,
    somebody_else,
)
from tests.deliveries import messages_to


def the_citizen(dossier):
    return db.session.get(Citizen, dossier.progress.citizen_id)


@pytest.mark.parametrize(
    ("claim", "assurance"), [(BAY, IdentityAssurance.MATCHED), (UT, IdentityAssurance.MATCHED_BY_YEAR)]
)
def test_a_match_opens_a_verified_account(services, clock, claim, assurance):
    citizen = the_citizen(opened(services, claim))

    assert citizen.assurance == assurance
    assert citizen.verified_at == clock()
    assert services.people.claims_of(citizen)["name"] == claim.name
    assert services.people.claims_of(citizen)["phone_number"] == PHONE.value


@pytest.mark.parametrize("claim", [somebody_else(BAY)])
def test_without_a_match_nothing_of_the_claim_is_kept(services, claim):
    citizen = the_citizen(opened(services, claim))

    assert citizen.assurance == IdentityAssurance.SELF_DECLARED
    assert (citizen.number_index, citizen.identity_sealed, citizen.verified_at) == (None, None, None)
    assert db.session.query(PendingVerification).count() == 0


def test_an_unverified_claim_does_not_take_the_number_from_its_owner(services):
    opened(services, somebody_else(BAY))
    owner = opened(services, BAY, contact=Contact(ContactKind.PHONE, "+84912345600"))

    assert the_citizen(owner).assurance == IdentityAssurance.MATCHED


def test_a_claim_the_register_was_silent_about_waits(services):
    behave(services, "down")
    citizen = the_citizen(opened(services))

    assert citizen.assurance == IdentityAssurance.SELF_DECLARED
    assert services.verifications.is_waiting(citizen)
    row = db.session.query(PendingVerification).one()
    assert BAY.number.encode() not in row.claim_sealed


def test_somebody_of_fifteen_has_an_account(services):
    assert the_citizen(opened(services, KHANG)).assurance == IdentityAssurance.MATCHED


def test_there_is_one_account_for_a_person(services):
    a_citizen(Person(number=BAY.number, name=BAY.name))

    dossier = opened(services)

    assert due(dossier.progress) is Step.OPENING
    assert dossier.progress.citizen_id is None
    assert db.session.query(Citizen).count() == 1


def test_whoever_took_the_contact_meanwhile_keeps_it(services):
    dossier = services.securing.password(accepted(services), LONG, WAY)
    a_citizen(Person(phone=PHONE.value))

    finished = services.securing.factor(dossier, "later", WAY)

    assert due(finished.progress) is Step.OPENING
    assert db.session.query(Citizen).count() == 1


def test_the_contacts_the_register_holds_are_told(services):
    opened(services)

    for address in ("+84990000101", "cong-dan-101@thu.anlien.example"):
        (letter,) = messages_to(address)
        assert letter.code is None


def test_the_confirmed_contact_is_not_told_what_it_has_just_done(services):
    opened(services, contact=Contact(ContactKind.PHONE, "+84990000101"))

    assert [message.code is None for message in messages_to("+84990000101")] == [False]


def test_ten_recovery_codes_are_made_and_kept_as_digests(services):
    dossier = opened(services)
    kept = {row.digest for row in db.session.query(RecoveryCode)}

    assert len(dossier.progress.printed_codes) == len(kept) == 10
    assert not kept & set(dossier.progress.printed_codes)


def test_what_was_entered_is_forgotten(services):
    dossier = opened(services)
    row = db.session.query(Registration).one()
    left = services.sealer.open_json(row.state_sealed, "registration.state_sealed")

    assert set(left) == {"citizen_id", "printed_codes", "verdict_given", "factor", "password_at"}
    assert dossier.progress.password_hash is None


def test_opening_is_in_the_audit_log(services):
    citizen = the_citizen(opened(services))
    names = list(db.session.scalars(select(AuditRecord.name).where(AuditRecord.citizen_id == citizen.id)))

    assert {"registration.completed", "proofing.verified"} <= set(names)
