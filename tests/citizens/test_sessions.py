"""Browser sessions: how they begin, last, rise and end."""

import uuid

import pytest
from sqlalchemy import select

from idp.citizens.sessions import EndReason, Proof, Sessions, Stay
from idp.crypto.digests import digest
from idp.store.db import db
from idp.store.models import AuditRecord, BrowserSession, Citizen
from tests.builders import a_citizen
from tests.citizens.racing import race

PASSWORD_ONLY = Proof(("pwd",))
BOTH = Proof(("pwd", "otp"))


@pytest.fixture
def sessions(services) -> Sessions:
    return services.sessions


@pytest.fixture
def citizen(app) -> Citizen:
    return a_citizen()


def start(sessions, citizen, proof=BOTH, stay=Stay.ORDINARY, former=None):
    opened = sessions.start(citizen.id, proof, stay=stay, agent="Firefox · Linux", former=former)
    db.session.commit()
    return opened


@pytest.mark.parametrize(
    ("methods", "level", "amr"),
    [
        (("pwd",), 1, ["pwd"]),
        (("pwd", "otp"), 2, ["pwd", "otp", "mfa"]),
        (("pwd", "sms"), 2, ["pwd", "sms", "mfa"]),
    ],
)
def test_a_proof_reaches_the_level_of_its_methods(methods, level, amr):
    assert (Proof(methods).level, Proof(methods).amr) == (level, amr)


def test_the_cookie_is_kept_as_a_digest_only(sessions, citizen):
    opened = start(sessions, citizen)

    row = db.session.scalars(select(BrowserSession)).one()
    assert row.digest == digest(opened.cookie)
    assert opened.cookie not in str(vars(row))
    assert uuid.UUID(row.id)


def test_a_live_session_is_found_with_its_citizen_in_one_statement(sessions, citizen, statements):
    opened = start(sessions, citizen)
    db.session.expunge_all()

    with statements.counted():
        found = sessions.current(opened.cookie)
        assert found.citizen.id

    assert len(statements) == 1, str(statements)


@pytest.mark.parametrize("cookie", [None, "", "x", "\x00", "\ud800", "x" * 100_000])
def test_a_cookie_of_nobody_finds_nothing(sessions, citizen, cookie):
    start(sessions, citizen)

    assert sessions.current(cookie) is None


def test_an_unused_session_ends(sessions, citizen, clock):
    cookie = start(sessions, citizen).cookie

    clock.advance(minutes=59)
    assert sessions.current(cookie)
    clock.advance(minutes=59)
    assert sessions.current(cookie)
    clock.advance(minutes=60)
    assert sessions.current(cookie) is None


def test_use_does_not_prolong_a_session_beyond_its_absolute_end(sessions, citizen, clock):
    cookie = start(sessions, citizen).cookie
    for _ in range(12 * 2 - 1):
        clock.advance(minutes=30)
        assert sessions.current(cookie)

    clock.advance(minutes=30)

    assert sessions.current(cookie) is None


@pytest.mark.parametrize(
    ("stay", "still", "no_more"),
    [
        (Stay.SHARED, {"minutes": 14}, {"minutes": 15}),
        (Stay.ORDINARY, {"minutes": 59}, {"minutes": 60}),
        (Stay.REMEMBERED, {"days": 6}, {"days": 7}),
    ],
)
def test_how_long_a_browser_may_lie_unused_depends_on_whose_it_is(
    sessions, citizen, clock, stay, still, no_more
):
    cookie = start(sessions, citizen, stay=stay).cookie

    clock.advance(**still)
    assert sessions.current(cookie)
    clock.advance(**no_more)
    assert sessions.current(cookie) is None


def test_the_last_use_is_noted_once_a_minute_at_most(sessions, citizen, clock, statements):
    cookie = start(sessions, citizen).cookie
    clock.advance(seconds=59)
    with statements.counted():
        sessions.current(cookie)
    assert len(statements) == 1

    clock.advance(seconds=1)
    with statements.counted():
        sessions.current(cookie)

    assert len(statements) == 3, str(statements)


def test_the_second_factor_does_not_count_for_ever(sessions, citizen, clock):
    cookie = start(sessions, citizen, stay=Stay.REMEMBERED).cookie
    for _ in range(23):
        clock.advance(minutes=30)
        assert sessions.current(cookie).level == 2

    clock.advance(minutes=30)

    found = sessions.current(cookie)
    assert (found.level, found.methods, found.level_two_at) == (1, ["pwd"], None)


def test_the_second_factor_does_not_count_after_an_hour_unused(sessions, citizen, clock):
    cookie = start(sessions, citizen, stay=Stay.REMEMBERED).cookie

    clock.advance(minutes=60)

    assert sessions.current(cookie).level == 1


def test_a_suspended_citizen_has_no_session(sessions, citizen):
    cookie = start(sessions, citizen).cookie
    citizen.state = "suspended"
    db.session.commit()

    assert sessions.current(cookie) is None


def test_signing_in_again_renews_the_session_under_another_identifier(sessions, citizen, clock):
    first = start(sessions, citizen, PASSWORD_ONLY)
    first_id, began = first.session.id, first.session.authenticated_at
    clock.advance(minutes=5)

    again = start(sessions, citizen, BOTH, former=sessions.current(first.cookie))

    assert again.session.id == first_id
    assert again.session.authenticated_at > began
    assert again.session.level == 2
    assert sessions.current(first.cookie) is None
    assert sessions.current(again.cookie)


def test_somebody_elses_sign_in_ends_the_session_that_was_there(sessions, citizen):
    ended = []
    sessions.on_end.append(lambda session, reason: ended.append((session.id, reason)))
    first = start(sessions, citizen)
    first_id = first.session.id

    other = start(sessions, a_citizen(), former=sessions.current(first.cookie))

    assert other.session.id != first_id
    assert ended == [(first_id, "somebody_else")]
    assert sessions.current(first.cookie) is None


def test_a_session_that_ended_meanwhile_is_not_brought_back_by_signing_in(sessions, citizen):
    first = start(sessions, citizen)
    stale = sessions.current(first.cookie)
    db.session.expunge(stale)
    sessions.end_all(citizen.id, EndReason.NOT_ME)
    db.session.commit()

    again = start(sessions, citizen, former=stale)

    assert again.session.id != stale.id
    assert sessions.current(again.cookie)


def test_a_step_up_changes_the_identifier_and_keeps_the_time_of_the_password(sessions, citizen, clock):
    opened = start(sessions, citizen, PASSWORD_ONLY)
    began = opened.session.authenticated_at
    clock.advance(minutes=10)

    raised = sessions.raise_level(sessions.current(opened.cookie), "otp")
    db.session.commit()

    assert raised.session.authenticated_at == began
    assert sessions.current(opened.cookie) is None
    assert (sessions.current(raised.cookie).level, sessions.current(raised.cookie).methods) == (2, BOTH.amr)


def test_only_one_of_several_step_ups_at_once_succeeds(app, sessions, citizen):
    cookie = start(sessions, citizen, PASSWORD_ONLY).cookie

    def step_up(_place):
        found = sessions.current(cookie)
        return found is not None and sessions.raise_level(found, "otp") is not None

    raised = race(app, 4, step_up)

    assert raised.count(True) == 1


def test_a_session_ends_once_and_everybody_who_must_know_is_told(sessions, citizen):
    told = []
    sessions.on_end.append(lambda session, reason: told.append((session.citizen_id, reason)))
    opened = start(sessions, citizen)

    assert sessions.end(opened.session, EndReason.SIGNED_OUT)
    assert not sessions.end(opened.session, EndReason.SIGNED_OUT)

    assert told == [(citizen.id, "signed_out")]
    assert sessions.current(opened.cookie) is None
    names = list(db.session.scalars(select(AuditRecord.name)))
    assert names.count("session.ended") == 1


def test_nobody_ends_the_session_of_somebody_else(sessions, citizen):
    opened = start(sessions, citizen)

    assert not sessions.end_one(a_citizen().id, opened.session.id, EndReason.SIGNED_OUT_ELSEWHERE)

    assert sessions.current(opened.cookie)


def test_all_others_can_be_ended(sessions, citizen):
    here, there, elsewhere = (start(sessions, citizen) for _ in range(3))
    stranger = start(sessions, a_citizen())

    assert sessions.end_others(sessions.current(here.cookie), EndReason.SIGNED_OUT_ELSEWHERE) == 2

    assert sessions.current(here.cookie)
    assert sessions.current(there.cookie) is None
    assert sessions.current(elsewhere.cookie) is None
    assert sessions.current(stranger.cookie)


def test_sessions_that_ran_out_are_ended_so_that_applications_learn_of_it(sessions, citizen, clock):
    told = []
    sessions.on_end.append(lambda session, reason: told.append((session.id, reason)))
    left_open = start(sessions, citizen).session.id
    clock.advance(hours=2)
    fresh = start(sessions, citizen)

    assert sessions.end_expired() == 1
    assert sessions.end_expired() == 0

    assert told == [(left_open, "expired")]
    assert [session.id for session in sessions.of(citizen.id)] == [fresh.session.id]


def test_a_list_of_sessions_holds_live_ones_only_and_the_last_used_first(sessions, citizen, clock):
    first = start(sessions, citizen)
    clock.advance(minutes=1)
    second = start(sessions, citizen)
    ended = start(sessions, citizen)
    sessions.end(ended.session, EndReason.SIGNED_OUT)
    clock.advance(minutes=2)
    sessions.current(first.cookie)

    assert [session.id for session in sessions.of(citizen.id)] == [first.session.id, second.session.id]
