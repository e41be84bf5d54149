"""What operators change about their own account."""

import pytest
from sqlalchemy import select

from idp.operators.accounts import NotMade
from idp.operators.rights import Role
from idp.operators.sign_in import Shown
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import one_time_code
from tests.operators.passkey_device import Device
from tests.staff import OPERATOR_PASSWORD, an_operator, letters, newest_letter, secret_in


@pytest.fixture
def own(app):
    return services().operator_desk.own_account


@pytest.fixture
def me(own):
    return an_operator("an", Role.AUDITOR, address="an@so.example")


def last_event():
    return db.session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()


def test_a_passkey_is_added_told_and_noticed(own, me):
    assert own.add_passkey(me, Device().make(own.ask_for_passkey(me)), "laptop")

    told = last_event()
    assert (told.name, told.operator_id) == ("operator.factor_changed", me.id)
    assert (told.details["factor"], told.details["change"]) == ("passkey", "added")
    assert newest_letter()[0] == "an@so.example"


def test_an_unproven_passkey_is_not_added(own, me):
    assert not own.add_passkey(me, Device().make(own.ask_for_passkey(me), verified=False), "")
    assert letters() == []


def test_an_app_counts_once_it_has_shown_a_code(own, me, clock):
    key = own.new_app_key()
    assert not own.set_app(me, key, "000000")
    assert own.set_app(me, key, one_time_code(key, clock()))
    clock.advance(minutes=1)

    shown = Shown("an", OPERATOR_PASSWORD, one_time_code(key, clock()), "n")
    assert services().operator_desk.sign_in.enter(shown, None).cookie


def test_the_app_goes_only_beside_a_passkey(own, me):
    assert not own.remove_app(me)
    own.add_passkey(me, Device().make(own.ask_for_passkey(me)), "")
    assert own.remove_app(me)
    (passkey,) = services().operator_desk.passkeys.of(me.id)

    assert me.totp_sealed is None
    assert not own.remove_passkey(me, passkey.id)


def test_a_password_is_changed_or_refused(own, me):
    assert own.set_password(me, "short") is NotMade.SHORT_PASSWORD
    assert own.set_password(me, "một mật khẩu hoàn toàn khác") is None
    assert last_event().details["factor"] == "password"


def test_only_known_languages_are_kept(own, me):
    own.set_language(me, "en")
    own.set_language(me, "fr")
    db.session.commit()

    assert me.locale == "en"


@pytest.fixture
def secret(own, me):
    """The secret of the link that went to a new address."""
    own.ask_for_address(me, "New@So.example")
    db.session.commit()
    return secret_in(newest_letter()[2])


def test_an_address_counts_once_its_link_was_opened(own, me, secret, clock):
    assert own.address(me) == "an@so.example"
    clock.advance(minutes=1)
    assert own.take_address(me, secret)
    db.session.commit()

    assert own.address(me) == "new@so.example"
    assert newest_letter()[0] == "an@so.example"
    assert not own.take_address(me, secret)


def test_anothers_link_gives_no_address(own, me, secret):
    assert not own.take_address(an_operator("binh"), secret)


def test_an_address_somebody_else_has_is_not_taken(own, me, secret):
    an_operator("binh", address="new@so.example")

    assert not own.take_address(me, secret)


def test_a_later_link_replaces_an_earlier_one(own, me, secret):
    own.ask_for_address(me, "newer@so.example")

    assert not own.take_address(me, secret)


def test_a_link_to_an_address_is_no_link_to_an_account(own, me, secret):
    assert services().operator_desk.enrolment.find(secret) is None


@pytest.mark.parametrize("typed", ["", "x", "x@", "ü@so.example"])
def test_what_is_no_address_is_refused(own, me, typed):
    assert not own.ask_for_address(me, typed)
    assert letters() == []
