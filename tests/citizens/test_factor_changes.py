"""Removing second factors and renewing printed codes."""

import pytest

from idp.citizens.factor_changes import LastFactor, Removed
from idp.citizens.freshness import NotFresh
from idp.citizens.second_factor import Factor
from tests.builders import TOTP_KEY, a_citizen
from tests.citizens.conftest import signed_in
from tests.citizens.racing import race


def test_one_of_two_factors_can_go(doors, rooms, app, mailbox):
    citizen = a_citizen(totp=TOTP_KEY, sms_factor=True)
    session = signed_in(doors, citizen, "pwd", "otp").session

    assert isinstance(rooms.factor_changes.remove(session, Factor.TOTP), Removed)

    assert (citizen.totp_sealed, citizen.sms_factor) == (None, True)
    assert "factor_removed" in mailbox.told()


@pytest.mark.parametrize("factor", [Factor.TOTP, Factor.SMS])
def test_the_last_one_cannot(doors, rooms, app, mailbox, factor):
    citizen = a_citizen(totp=TOTP_KEY) if factor is Factor.TOTP else a_citizen(sms_factor=True)
    session = signed_in(doors, citizen, "pwd", factor.method).session

    assert isinstance(rooms.factor_changes.remove(session, factor), LastFactor)

    assert citizen.has_second_factor
    assert "factor_removed" not in mailbox.told()


def test_two_tabs_cannot_remove_both_at_once(app, doors, rooms):
    citizen_id = a_citizen(totp=TOTP_KEY, sms_factor=True).id
    removals = (doors.credentials.remove_totp, doors.credentials.remove_sms)

    done = race(app, 2, lambda place: removals[place](citizen_id))

    assert sorted(done) == [False, True]


def test_new_printed_codes_are_told_of(doors, rooms, app, mailbox):
    citizen = a_citizen()
    session = signed_in(doors, citizen).session

    codes = rooms.factor_changes.renew_printed_codes(session)

    assert doors.printed_codes.left(citizen.id) == len(codes) == 10
    assert "codes_renewed" in mailbox.told()


def test_nothing_changes_in_a_session_that_is_not_fresh(doors, rooms, app, clock):
    citizen = a_citizen(totp=TOTP_KEY, sms_factor=True)
    session = signed_in(doors, citizen, "pwd", "otp").session
    clock.advance(minutes=11)

    with pytest.raises(NotFresh):
        rooms.factor_changes.remove(session, Factor.TOTP)
    with pytest.raises(NotFresh):
        rooms.factor_changes.renew_printed_codes(session)
    assert citizen.totp_sealed is not None
