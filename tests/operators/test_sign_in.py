"""The door of the console: password and code, always both."""

import pytest
from sqlalchemy import select

from idp.operators.pace import Slowed
from idp.operators.sessions import Opened
from idp.operators.sign_in import Refused
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import one_time_code


@pytest.fixture
def door(lan):
    return services().operator_desk.sign_in


def last_reason():
    found = select(AuditRecord).where(AuditRecord.name == "operator.refused").order_by(AuditRecord.id.desc())
    return db.session.scalars(found).first().details["reason"]


def test_password_and_code_open(door, lan, shown):
    opened = door.enter(shown(), None)

    assert isinstance(opened, Opened)
    assert opened.session.operator.username == "lan"
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.signed_in"))
    assert record.operator_id == lan.operator_id


def test_the_name_may_be_typed_with_capitals_and_spaces(door, shown):
    assert isinstance(door.enter(shown(username=" Lan "), None), Opened)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"password": "wrong"}, "password"),
        ({"password": ""}, "password"),
        ({"code": "000000"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "12345\0"}, "code"),
        ({"username": "nobody"}, "unknown"),
        ({"username": "lan\0"}, "unknown"),
        ({"username": "l\udcff"}, "unknown"),
        ({"username": "'; DROP TABLE operator; --"}, "unknown"),
    ],
)
def test_every_failure_is_the_same_refusal(door, shown, wrong, reason):
    assert isinstance(door.enter(shown(**wrong), None), Refused)
    assert last_reason() == reason


def test_a_code_opens_once(door, shown):
    assert isinstance(door.enter(shown(), None), Opened)
    assert isinstance(door.enter(shown(), None), Refused)


def test_an_older_code_does_not_open_after_a_newer_one(door, shown, clock):
    older = one_time_code(at=clock())
    clock.advance(seconds=30)
    assert isinstance(door.enter(shown(), None), Opened)

    assert isinstance(door.enter(shown(code=older), None), Refused)


def test_a_wrong_password_does_not_spend_the_code(door, shown):
    door.enter(shown(password="wrong"), None)

    assert isinstance(door.enter(shown(), None), Opened)


def test_a_suspended_operator_is_refused_like_everybody(door, shown):
    services().operator_desk.accounts.set_state("lan", "suspended")

    assert isinstance(door.enter(shown(), None), Refused)
    assert last_reason() == "suspended"


def test_guessing_is_slowed_and_the_right_one_waits_too(door, shown, clock):
    for _ in range(5):
        assert isinstance(door.enter(shown(password="wrong"), None), Refused)
    db.session.commit()

    slowed = door.enter(shown(), None)
    assert isinstance(slowed, Slowed)
    clock.advance(seconds=(slowed.until - clock()).total_seconds())
    assert isinstance(door.enter(shown(), None), Opened)


def test_success_forgets_the_failures(door, shown, clock):
    for _ in range(4):
        door.enter(shown(password="wrong"), None)
    door.enter(shown(), None)
    clock.advance(minutes=1)

    for _ in range(4):
        assert isinstance(door.enter(shown(password="wrong"), None), Refused)


def test_signing_in_again_ends_the_former_session(door, shown, clock):
    first = door.enter(shown(), None)
    clock.advance(minutes=1)
    second = door.enter(shown(), first.session)
    db.session.commit()

    sessions = services().operator_desk.sessions
    assert sessions.current(first.cookie) is None
    assert sessions.current(second.cookie)


def test_confirming_takes_password_and_a_fresh_code(door, shown, clock):
    opened = door.enter(shown(), None)
    used = one_time_code(at=clock())
    assert isinstance(door.confirm(opened.session, "wrong", used, "203.0.113.7"), Refused)
    assert isinstance(door.confirm(opened.session, shown().password, used, "203.0.113.7"), Refused)
    clock.advance(minutes=1)

    assert isinstance(
        door.confirm(opened.session, shown().password, one_time_code(at=clock()), "203.0.113.7"), Opened
    )


def test_leaving_is_told_once(door, shown):
    opened = door.enter(shown(), None)
    door.leave(opened.session)
    door.leave(opened.session)

    names = list(db.session.scalars(select(AuditRecord.name).order_by(AuditRecord.id)))
    assert names == ["operator.created", "operator.signed_in", "operator.signed_out"]
