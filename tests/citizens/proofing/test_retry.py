"""The worker's question to the register."""

import pytest

from idp.citizens.proofing import waiting
from idp.outbound.delivery import DeliveryFailed
from idp.outbound.outbox import Parcel
from idp.store.db import db
from idp.store.models import Citizen, PendingVerification
from tests.citizens.proofing.people import BAY, behave, opened


@pytest.fixture
def citizen(services):
    behave(services, "down")
    return db.session.get(Citizen, opened(services).progress.citizen_id)


@pytest.fixture
def retry(services):
    return services.deliverers[waiting.KIND]


def parcel(citizen, request_id=None):
    row = db.session.query(PendingVerification).one_or_none()
    payload = {"citizen_id": citizen.id, "request_id": request_id or (row.request_id if row else "gone")}
    return Parcel("1", waiting.KIND, payload, None, None, 1)


def test_no_answer_is_a_failed_delivery_with_a_reason(retry, citizen):
    ask = retry.prepare(parcel(citizen))

    with pytest.raises(DeliveryFailed) as failed:
        ask()
    assert not failed.value.is_final


def test_an_answer_is_written_where_the_delivery_is_noted(services, retry, citizen):
    behave(services, "calm")
    ask = retry.prepare(parcel(citizen))
    answer = ask()
    assert citizen.verified_at is None

    retry.delivered(parcel(citizen), answer)

    assert citizen.verified_at is not None


def test_delivered_twice_is_written_once(services, retry, citizen):
    behave(services, "calm")
    same = parcel(citizen)
    answer = retry.prepare(same)()
    retry.delivered(same, answer)
    citizen.verified_at = None

    retry.delivered(same, answer)

    assert citizen.verified_at is None


def test_a_claim_that_no_longer_waits_is_not_asked_about(services, retry, citizen):
    asked = len(services.register._exchange.register.ledger.lines)

    assert retry.prepare(parcel(citizen, "another question"))() is None
    assert len(services.register._exchange.register.ledger.lines) == asked


def test_nothing_personal_travels_in_the_parcel(citizen):
    assert BAY.number not in str(parcel(citizen).payload)
    assert BAY.name not in str(parcel(citizen).payload)
