"""The way into the console by a passkey."""

import pytest
from sqlalchemy import select

from idp.operators.pace import Slowed
from idp.operators.passkey_sign_in import MOST_OF_A_NETWORK
from idp.operators.passkeys import Purpose
from idp.operators.rights import Role
from idp.operators.sessions import Opened
from idp.operators.sign_in import Refused
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.operators.passkey_device import Device
from tests.staff import an_operator


@pytest.fixture
def door(app):
    return services().operator_desk.passkey_sign_in


@pytest.fixture
def an(app):
    return an_operator("an", Role.AUDITOR, totp_sealed=None)


@pytest.fixture
def device(an):
    passkeys, made = services().operator_desk.passkeys, Device()
    answer = made.make(passkeys.ask_to_make(Purpose.ADD, an.id, "an"))
    passkeys.keep(an.id, passkeys.prove(Purpose.ADD, an.id, answer), "")
    db.session.commit()
    return made


def test_a_passkey_opens_without_a_name(door, an, device):
    opened = door.enter(device.sign(door.ask("n")), None, "Chrome · Windows")
    db.session.commit()

    assert isinstance(opened, Opened)
    session = services().operator_desk.sessions.current(opened.cookie)
    assert (session.operator_id, session.agent) == (an.id, "Chrome · Windows")
    told = select(AuditRecord).where(AuditRecord.name == "operator.signed_in")
    assert db.session.scalars(told).one().operator_id == an.id


def test_signing_in_ends_the_former_session(door, device):
    first = door.enter(device.sign(door.ask("n")), None)
    door.enter(device.sign(door.ask("n")), first.session)

    assert services().operator_desk.sessions.current(first.cookie) is None


def test_a_wrong_answer_is_refused_and_told(door, device):
    assert isinstance(door.enter("{}", None), Refused)
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.refused")).one()
    assert told.details["reason"] == "passkey"


def test_somebody_suspended_stays_out(door, an, device):
    an.state = "suspended"
    db.session.commit()

    assert isinstance(door.enter(device.sign(door.ask("n")), None), Refused)


def test_confirming_takes_ones_own_passkey(door, an, device, clock):
    opened = door.enter(device.sign(door.ask("n")), None)
    clock.advance(minutes=6)
    session = opened.session
    other = services().operator_desk.sessions.start(an_operator("binh"), None).session

    assert isinstance(door.confirm(other, device.sign(door.ask_again(other))), Refused)
    assert isinstance(door.confirm(session, device.sign(door.ask("n"))), Refused)
    again = door.confirm(session, device.sign(door.ask_again(session)))
    assert isinstance(again, Opened)
    assert services().operator_desk.sessions.is_fresh(again.session)


def test_a_network_gets_so_many_challenges(door):
    for _ in range(MOST_OF_A_NETWORK):
        assert not isinstance(door.ask("n"), Slowed)

    assert isinstance(door.ask("n"), Slowed)
    assert not isinstance(door.ask("another"), Slowed)
