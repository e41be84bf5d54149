"""Putting an authenticator app in force."""

import pytest

from idp.citizens.authenticator_app import Added, CodeDiffers
from idp.citizens.freshness import NotFresh
from idp.citizens.second_factor import Factor, Right, UsedBefore
from tests.builders import TOTP_KEY, a_citizen, one_time_code
from tests.citizens.conftest import HOME, signed_in


def check(doors, citizen, code):
    return doors.second_factor.check(
        citizen, Factor.TOTP, code, "attempt:1", network=HOME, on_own_device=False
    )


@pytest.fixture
def citizen(app):
    return a_citizen()


def test_an_app_counts_once_it_has_shown_a_code(doors, rooms, citizen, mailbox, clock):
    session = signed_in(doors, citizen).session
    before = session.digest
    offer = rooms.authenticator_app.offer(session)
    assert not citizen.has_second_factor

    added = rooms.authenticator_app.add(session, offer, one_time_code(offer.key, clock()))

    assert isinstance(added, Added)
    assert citizen.has_second_factor
    assert (session.level, session.methods) == (2, ["pwd", "otp", "mfa"])
    assert session.digest != before
    assert "factor_added" in mailbox.told()


def test_the_code_that_confirmed_it_does_not_sign_in(doors, rooms, citizen, clock):
    session = signed_in(doors, citizen).session
    offer = rooms.authenticator_app.offer(session)
    code = one_time_code(offer.key, clock())
    rooms.authenticator_app.add(session, offer, code)

    assert isinstance(check(doors, citizen, code), UsedBefore)
    clock.advance(seconds=30)
    assert check(doors, citizen, one_time_code(offer.key, clock())) == Right(Factor.TOTP)


@pytest.mark.parametrize("typed", ["000000", "", "abc", "\x00"])
def test_another_code_changes_nothing(doors, rooms, citizen, typed):
    session = signed_in(doors, citizen).session

    told = rooms.authenticator_app.add(session, rooms.authenticator_app.offer(session), typed)

    assert isinstance(told, CodeDiffers)
    assert not citizen.has_second_factor


def test_another_app_takes_the_place_of_the_one_before(doors, rooms, app, clock):
    citizen = a_citizen(totp=TOTP_KEY)
    session = signed_in(doors, citizen, "pwd", "otp").session
    offer = rooms.authenticator_app.offer(session)

    rooms.authenticator_app.add(session, offer, one_time_code(offer.key, clock()))
    clock.advance(minutes=1)

    assert not isinstance(check(doors, citizen, one_time_code(TOTP_KEY, clock())), Right)
    assert check(doors, citizen, one_time_code(offer.key, clock())) == Right(Factor.TOTP)


def test_an_offer_comes_back_unread_and_to_its_own_session_only(doors, rooms, citizen):
    session, other = signed_in(doors, citizen).session, signed_in(doors, a_citizen()).session
    offer = rooms.authenticator_app.offer(session)

    assert offer.key not in offer.sealed
    assert rooms.authenticator_app.reopen(session, offer.sealed) == offer
    assert rooms.authenticator_app.reopen(other, offer.sealed) is None


@pytest.mark.parametrize("sealed", ["", "x", "====", "AAAA" * 40, "\x00", "ê", "\ud800"])
def test_what_is_no_offer_is_none(doors, rooms, citizen, sealed):
    assert rooms.authenticator_app.reopen(signed_in(doors, citizen).session, sealed) is None


def test_nothing_changes_in_a_session_that_is_not_fresh(doors, rooms, citizen, clock):
    session = signed_in(doors, citizen).session
    offer = rooms.authenticator_app.offer(session)
    clock.advance(minutes=11)

    with pytest.raises(NotFresh):
        rooms.authenticator_app.add(session, offer, one_time_code(offer.key, clock()))
