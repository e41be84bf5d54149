"""Codes of devices are not found by trying."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from idp.citizens.device_entry import OF_ONE_NETWORK, OF_ONE_SESSION, Unknown
from idp.citizens.entrance import Browser
from idp.citizens.throttle import Slowed
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_client
from tests.conformance.elsewhere import KIOSK
from tests.relying_party import signed_in

CODE = "BCFGHJKL"
WRONG = "ZZZZZZZZ"


@pytest.fixture
def entry(app):
    a_client("kiosk", metadata=KIOSK)
    return services().waiting_room.entry


def a_device(code: str = CODE) -> None:
    services().waiting_room.devices.add(
        {"scope": "openid"},
        client_id="kiosk",
        user_code=code,
        number="42",
        interval_seconds=5,
        lifetime=timedelta(minutes=10),
    )


def slowed() -> int:
    return db.session.scalar(
        select(func.count()).select_from(AuditRecord).where(AuditRecord.name == "sign_in.slowed")
    )


def test_a_code_leads_to_its_device_in_this_browser(entry):
    a_device()

    value = entry.enter(CODE, Browser("192.0.2.1"))

    assert services().waiting_room.devices.of_browser(value).number == "42"
    assert services().waiting_room.devices.of_browser("another") is None


def test_who_types_the_code_last_goes_on(entry):
    a_device()
    first = entry.enter(CODE, Browser("192.0.2.1"))
    second = entry.enter(CODE, Browser("192.0.2.2"))

    assert services().waiting_room.devices.of_browser(first) is None
    assert services().waiting_room.devices.of_browser(second) is not None


def test_a_code_is_good_for_its_time(entry, clock):
    a_device()
    value = entry.enter(CODE, Browser("192.0.2.1"))
    clock.advance(minutes=10)

    assert services().waiting_room.devices.of_browser(value) is None
    assert entry.enter(CODE, Browser("192.0.2.1")) == Unknown()


def test_a_network_has_so_many_guesses(entry, clock):
    for _ in range(OF_ONE_NETWORK):
        assert entry.enter(WRONG, Browser("192.0.2.1")) == Unknown()
    a_device()

    assert entry.enter(CODE, Browser("192.0.2.1")) == Slowed(clock() + timedelta(minutes=10))
    assert isinstance(entry.enter(CODE, Browser("192.0.2.2")), str)
    assert slowed() == 1
    clock.advance(minutes=10)
    assert entry.enter(WRONG, Browser("192.0.2.1")) == Unknown()


def test_a_session_has_fewer_wherever_it_goes(entry, client):
    session = signed_in(client)
    for number in range(OF_ONE_SESSION):
        assert entry.enter(WRONG, Browser(f"192.0.2.{number}", session=session)) == Unknown()

    assert isinstance(entry.enter(WRONG, Browser("192.0.2.99", session=session)), Slowed)


def test_right_codes_count_nothing(entry):
    for number in range(OF_ONE_SESSION + 5):
        code = CODE[:-2] + "BCFGHJKLMNPQRSTVXZ"[number] + "Z"
        a_device(code)
        assert isinstance(entry.enter(code, Browser("192.0.2.1")), str)
