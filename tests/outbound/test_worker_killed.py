"""`idp worker` as a program: killed in the middle of a delivery, ended politely, and started again."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select, update

from idp.clock import utc_now
from idp.config import Settings
from idp.store.db import db
from idp.store.models import DeliveryState, Message, OutboxEntry
from idp.web.current import services
from tests.installation import application
from tests.receivers import answers, is_silent, receiver
from tests.servers import BIN, provider_settings
from tests.waiting import until

SECONDS_TO_END = 20


@pytest.fixture
def app(settings: Settings) -> Iterator[object]:
    """The application in the time of the program beside it: the present."""
    with application(settings, utc_now) as built:
        yield built


@contextmanager
def idp_worker(settings: Settings, **changed: str) -> Iterator["subprocess.Popen[bytes]"]:
    environment = provider_settings(
        "http://localhost:8000", settings.database_url, settings.data_dir, **changed
    )
    process = subprocess.Popen([BIN / "idp", "worker"], env={"PATH": "/usr/bin:/bin", **environment})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def state_of(entry_id: str) -> str:
    db.session.rollback()
    return db.session.scalars(select(OutboxEntry.state).where(OutboxEntry.id == entry_id)).one()


def test_what_a_killed_worker_had_in_its_hands_is_delivered_by_the_next(app, settings):
    with receiver(is_silent) as gateway:
        services().letters.code("+84900000017", "482913", "sign_in", "vi")
        db.session.commit()
        entry_id = db.session.scalars(select(OutboxEntry.id)).one()
        with idp_worker(settings, sms_url=gateway.address) as worker:
            until(lambda: gateway.received, what="the first attempt")
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        assert state_of(entry_id) == DeliveryState.PENDING

        db.session.execute(update(OutboxEntry).values(claimed_until=utc_now()))  # as if a minute had gone by
        db.session.commit()
        gateway.behaviour = answers(200)
        with idp_worker(settings, sms_url=gateway.address):
            until(lambda: state_of(entry_id) == DeliveryState.DELIVERED, what="the second attempt")

    keys = {request.headers["Idempotency-Key"] for request in gateway.received}
    assert keys == {entry_id}
    assert len(gateway.received) == 2


def test_a_worker_ends_when_it_is_told_to(app, settings):
    with idp_worker(settings) as worker:
        services().letters.code("+84900000017", "482913", "sign_in", "vi")
        db.session.commit()
        until(arrived, what="the message")
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(SECONDS_TO_END) == 0


def arrived() -> bool:
    db.session.rollback()
    return db.session.scalars(select(Message)).first() is not None
