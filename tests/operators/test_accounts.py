"""Accounts of operators: made and mended on the host."""

import pytest
from sqlalchemy import select

from idp.operators.accounts import Enrolled, NotMade, Post, weakness
from idp.operators.app_key import TOTP_SEALED
from idp.operators.passkeys import Purpose
from idp.store.db import db
from idp.store.models import AuditRecord, Operator
from idp.web.current import services
from tests.builders import TOTP_KEY
from tests.operators.conftest import PASSWORD
from tests.operators.passkey_device import Device
from tests.staff import an_operator


@pytest.fixture
def accounts(app):
    return services().operator_desk.accounts


def create(accounts, name="lan", password=PASSWORD, **more):
    return accounts.create(name, password, service="Sen ID", **more)


def test_an_account_has_a_role_a_hash_and_a_sealed_key(accounts):
    made = create(accounts)
    (row,) = db.session.scalars(select(Operator))

    assert isinstance(made, Enrolled)
    assert (row.username, row.role, row.is_active) == ("lan", "province_administrator", True)
    assert row.password_hash.startswith("$argon2id$")
    assert services().sealer.open_text(row.totp_sealed, TOTP_SEALED) == made.key
    assert made.setup_address.startswith("otpauth://totp/Sen%20ID:lan?secret=")


def test_making_an_account_is_told_without_a_name_or_a_key(accounts):
    made = create(accounts)
    (record,) = db.session.scalars(select(AuditRecord))

    assert (record.name, record.operator_id) == ("operator.created", made.operator_id)
    assert made.key not in str(record.details)


@pytest.mark.parametrize(
    ("name", "password", "key", "refusal"),
    [
        ("Lan", PASSWORD, None, NotMade.BAD_NAME),
        ("", PASSWORD, None, NotMade.BAD_NAME),
        ("lan\0", PASSWORD, None, NotMade.BAD_NAME),
        ("a" * 65, PASSWORD, None, NotMade.BAD_NAME),
        (".lan", PASSWORD, None, NotMade.BAD_NAME),
        ("lan", "short", None, NotMade.SHORT_PASSWORD),
        ("lan", "a" * 2_000, None, NotMade.LONG_PASSWORD),
        ("lan", "passwordpassword", None, NotMade.WEAK_PASSWORD),
        ("lan", PASSWORD, "AAAA", NotMade.BAD_KEY),
        ("lan", PASSWORD, "1" * 32, NotMade.BAD_KEY),
    ],
)
def test_what_cannot_be_an_account_is_refused(accounts, name, password, key, refusal):
    assert create(accounts, name, password, key=key) is refusal
    assert db.session.scalars(select(Operator)).all() == []


def test_a_name_is_taken_once(accounts):
    create(accounts)

    assert create(accounts) is NotMade.TAKEN
    assert len(accounts.all()) == 1


def test_a_password_with_the_own_name_is_weaker():
    assert weakness("nguyenthilan99", "nguyenthilan99") is NotMade.WEAK_PASSWORD


def test_a_new_factor_ends_every_session(lan, accounts, shown):
    desk = services().operator_desk
    opened = desk.sign_in.enter(shown(), None)
    made = accounts.reset_factor("lan", service="Sen ID")
    db.session.commit()

    assert desk.sessions.current(opened.cookie) is None
    assert made.key != TOTP_KEY


def test_a_new_password_ends_every_session_and_opens(lan, accounts, shown, clock):
    desk = services().operator_desk
    opened = desk.sign_in.enter(shown(), None)
    assert accounts.reset_password("lan", "một mật khẩu hoàn toàn khác") is None
    db.session.commit()

    assert desk.sessions.current(opened.cookie) is None
    clock.advance(minutes=1)
    again = desk.sign_in.enter(shown(password="một mật khẩu hoàn toàn khác"), None)
    assert desk.sessions.current(again.cookie)


def test_a_weak_new_password_is_refused(lan, accounts):
    assert accounts.reset_password("lan", "short") is NotMade.SHORT_PASSWORD


def test_a_suspended_operator_is_out_at_once_and_may_come_back(lan, accounts, shown, clock):
    desk = services().operator_desk
    opened = desk.sign_in.enter(shown(), None)
    accounts.set_state("lan", "suspended")
    db.session.commit()

    assert desk.sessions.current(opened.cookie) is None
    accounts.set_state("lan", "active")
    accounts.set_state("lan", "active")
    db.session.commit()
    changes = db.session.scalars(
        select(AuditRecord).where(AuditRecord.name == "operator.state_changed")
    ).all()
    assert [each.details for each in changes] == [
        {"before": "active", "after": "suspended"},
        {"before": "suspended", "after": "active"},
    ]


@pytest.mark.parametrize("act", ["reset_factor", "reset_password", "set_state"])
def test_nobody_cannot_be_mended(accounts, act):
    arguments = {
        "reset_factor": {"service": "x"},
        "reset_password": {"password": PASSWORD},
        "set_state": {"state": "active"},
    }

    assert getattr(accounts, act)("nobody", **arguments[act]) is NotMade.UNKNOWN


@pytest.mark.parametrize(
    ("post", "refusal"),
    [
        (Post("emperor"), NotMade.BAD_ROLE),
        (Post("unit_administrator"), NotMade.NO_UNIT),
        (Post("auditor", address="nobody"), NotMade.BAD_ADDRESS),
        (Post("auditor", address="lan@so.example"), NotMade.TAKEN_ADDRESS),
    ],
)
def test_what_cannot_be_a_post_is_refused(accounts, post, refusal):
    an_operator("lan", address="lan@so.example")

    assert create(accounts, "minh", post=post) is refusal


def test_an_account_has_its_post(accounts):
    made = create(accounts, post=Post("unit_administrator", " Sở  Y tế", "Lan@So.example"))
    row = accounts.find(made.operator_id)

    assert (row.role, row.unit) == ("unit_administrator", "Sở Y tế")
    assert services().operator_desk.addresses.of(row) == "lan@so.example"
    assert b"lan@so.example" not in row.email_sealed


def test_an_address_is_changed_on_the_host(lan, accounts):
    assert accounts.set_address("nobody", "x@so.example") is NotMade.UNKNOWN
    assert accounts.set_address("lan", "x") is NotMade.BAD_ADDRESS
    assert accounts.set_address("lan", "lan@so.example") is None
    assert accounts.set_address("lan", "LAN@so.example") is None


def test_whoever_has_left_is_out_at_once(lan, accounts, shown):
    desk = services().operator_desk
    opened = desk.sign_in.enter(shown(), None)
    assert accounts.deactivate(lan.operator_id)
    assert accounts.deactivate(lan.operator_id)
    assert not accounts.deactivate("unknown")
    db.session.commit()

    assert desk.sessions.current(opened.cookie) is None
    assert accounts.find(lan.operator_id).state == "suspended"


def test_a_new_factor_on_the_host_takes_the_passkeys_too(lan, accounts):
    passkeys, device = services().operator_desk.passkeys, Device()
    answer = device.make(passkeys.ask_to_make(Purpose.ADD, lan.operator_id, "lan"))
    passkeys.keep(lan.operator_id, passkeys.prove(Purpose.ADD, lan.operator_id, answer), "")
    accounts.reset_factor("lan", service="Sen ID")

    assert passkeys.of(lan.operator_id) == []
