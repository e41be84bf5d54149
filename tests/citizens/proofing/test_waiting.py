"""Verification of somebody who has an account: now, later by the worker, once for each person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from idp.assurance import IdentityAssurance
from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.proofing.verdict import Verdict
from idp.citizens.proofing.waiting import Settled, TriesSpent
from idp.store.db import db
from idp.store.models import Citizen, PendingVerification
from tests.builders import Person, a_citizen
from tests.citizens.conftest import ELSEWHERE, HOME
from tests.citizens.proofing.people import BAY, PHONE, UT, behave, opened, somebody_else, told
from tests.deliveries import deliver_due, messages_to


@pytest.fixture
def desk(services):
    return services.verifications


@pytest.fixture
def unverified(services):
    """Somebody who went on with an account nothing stands behind."""
    return db.session.get(Citizen, opened(services, somebody_else(BAY)).progress.citizen_id)


@pytest.fixture
def waiting(services):
    """Somebody whose claim the register was silent about."""
    behave(services, "down")
    return db.session.get(Citizen, opened(services).progress.citizen_id)


def test_a_match_verifies_the_account_and_tells_its_holder(services, desk, unverified, clock):
    settled = desk.verify(unverified, BAY, network=HOME)

    assert settled.verdict is Verdict.MATCHED
    assert unverified.assurance == IdentityAssurance.MATCHED
    assert services.people.claims_of(unverified)["vn_personal_id"] == BAY.number
    assert "da xac minh danh tinh" in told(PHONE.value)


def test_a_year_only_match_gives_the_lower_assurance(services, desk, unverified):
    desk.verify(unverified, UT, network=HOME)

    assert unverified.assurance == IdentityAssurance.MATCHED_BY_YEAR


def test_a_mismatch_changes_nothing_and_counts(desk, unverified):
    outcomes = [
        desk.verify(unverified, somebody_else(replace(BAY, number=f"09817200090{place}")), network=HOME)
        for place in range(6)
    ]

    assert outcomes[0] == Settled(Verdict.NOT_MATCHED, 4)
    assert isinstance(outcomes[-1], TriesSpent)
    assert unverified.verified_at is None


def test_the_number_of_another_account_verifies_nobody_and_warns_the_owner(desk, unverified):
    person = Person(number=BAY.number, name=BAY.name)
    a_citizen(person)

    settled = desk.verify(unverified, BAY, network=ELSEWHERE)

    assert settled.is_second_account
    assert unverified.number_index is None
    assert "so dinh danh" in told(person.phone)


def test_a_claim_waits_while_the_register_is_silent(services, desk, unverified):
    behave(services, "down")

    assert desk.verify(unverified, BAY, network=HOME).verdict is Verdict.WAITING
    assert desk.is_waiting(unverified)


def test_the_worker_asks_again_and_verifies(services, desk, waiting, clock):
    clock.advance(minutes=2)
    deliver_due()
    assert waiting.verified_at is None  # still silent
    behave(services, "calm")
    clock.advance(hours=2)

    deliver_due()

    assert waiting.assurance == IdentityAssurance.MATCHED
    assert not desk.is_waiting(waiting)
    assert "da xac minh danh tinh" in told(PHONE.value)


def test_the_worker_keeps_asking_for_weeks(services, desk, waiting, clock):
    for _ in range(20):
        clock.advance(days=1)
        deliver_due()
    assert db.session.query(PendingVerification).one().tries >= 20
    behave(services, "calm")
    clock.advance(days=1)
    deliver_due()

    assert waiting.assurance == IdentityAssurance.MATCHED


def test_a_claim_that_turns_out_wrong_is_told_and_no_longer_waits(services, desk, clock):
    behave(services, "down")
    citizen = db.session.get(Citizen, opened(services, somebody_else(BAY)).progress.citizen_id)
    behave(services, "calm")
    clock.advance(minutes=2)

    deliver_due()

    assert citizen.verified_at is None
    assert not desk.is_waiting(citizen)
    assert "chua doi chieu duoc" in told(PHONE.value)


def test_asking_now_settles_what_waits_and_the_worker_has_nothing_to_do(services, desk, waiting, clock):
    behave(services, "calm")

    assert desk.verify_again(waiting, network=HOME).verdict is Verdict.MATCHED
    assert desk.verify_again(waiting, network=HOME) is None
    told = len(messages_to(PHONE.value))
    clock.advance(hours=2)
    deliver_due()
    assert len(messages_to(PHONE.value)) == told


def test_asking_now_while_it_is_still_silent_waits_on(services, desk, waiting):
    assert desk.verify_again(waiting, network=HOME).verdict is Verdict.WAITING
    assert db.session.query(PendingVerification).count() == 1


def test_of_two_claims_that_waited_for_one_number_one_is_verified(services, desk, waiting, clock):
    second = Contact(ContactKind.PHONE, "+84912345600")
    other = db.session.get(Citizen, opened(services, contact=second).progress.citizen_id)
    behave(services, "calm")
    clock.advance(hours=2)

    deliver_due()

    assert sorted([waiting.assurance, other.assurance]) == ["doi_chieu_dan_cu", "tu_khai"]


def test_an_account_that_was_closed_meanwhile_is_left_alone(services, desk, waiting, clock):
    waiting.state = "closed"
    behave(services, "calm")
    clock.advance(hours=2)

    deliver_due()

    assert waiting.verified_at is None
    assert db.session.query(PendingVerification).count() == 0


def test_somebody_verified_stays_as_they_are(services, desk):
    citizen = db.session.get(Citizen, opened(services).progress.citizen_id)
    before = citizen.verification_id

    desk.verify(citizen, BAY, network=HOME)

    assert citizen.verification_id == before


def test_waiting_begins_again_with_another_claim(services, desk, waiting):
    desk.verify(waiting, UT, network=HOME)

    row = db.session.query(PendingVerification).one()
    assert desk.claim_of(row) == UT
    assert timedelta(0) <= services.clock() - row.since < timedelta(minutes=1)
