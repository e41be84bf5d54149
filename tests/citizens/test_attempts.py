"""Between the two factors."""

import pytest

from idp.store.db import db
from idp.store.models import SignInAttempt
from tests.builders import TOTP_KEY, a_citizen
from tests.citizens.racing import race


@pytest.fixture
def citizen(app):
    return a_citizen(totp=TOTP_KEY)


@pytest.mark.parametrize(
    ("begun_for", "asked_for", "found"),
    [
        (None, None, True),
        ("one", "one", True),
        ("one", "another", False),
        ("one", None, False),
        (None, "one", False),
    ],
)
def test_an_attempt_is_bound_to_the_request_it_was_begun_for(doors, citizen, begun_for, asked_for, found):
    _, cookie = doors.attempts.begin(citizen, request=begun_for, is_shared_device=False)

    assert (doors.attempts.find(cookie, request=asked_for) is not None) is found


def test_neither_cookie_nor_request_is_kept_in_clear(doors, citizen):
    _, cookie = doors.attempts.begin(citizen, request="the-handle", is_shared_device=False)

    row = db.session.query(SignInAttempt).one()
    assert cookie not in (row.digest, row.request_digest)
    assert row.request_digest != "the-handle"


@pytest.mark.parametrize("cookie", [None, "", "somebody", "\x00", "\ud800"])
def test_a_cookie_of_nobody_finds_nothing(doors, citizen, cookie):
    doors.attempts.begin(citizen, request=None, is_shared_device=False)

    assert doors.attempts.find(cookie, request=None) is None


def test_an_attempt_ends_after_ten_minutes(doors, citizen, clock):
    attempt, cookie = doors.attempts.begin(citizen, request=None, is_shared_device=False)
    clock.advance(minutes=10)

    assert doors.attempts.find(cookie, request=None) is None
    assert not doors.attempts.finish(attempt)


def test_an_attempt_is_finished_once(app, doors, citizen):
    attempt, cookie = doors.attempts.begin(citizen, request=None, is_shared_device=False)
    digest = attempt.digest

    won = race(app, 6, lambda _: doors.attempts._store.finish(digest))

    assert won.count(True) == 1
    assert doors.attempts.find(cookie, request=None) is None


def test_another_password_ends_what_the_former_began(doors, citizen):
    _, cookie = doors.attempts.begin(citizen, request=None, is_shared_device=False)

    doors.attempts.void_all_of(citizen)

    assert doors.attempts.find(cookie, request=None) is None
