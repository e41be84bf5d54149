"""Sessions of the console."""

import pytest
from sqlalchemy import select

from idp.operators.sessions import CONFIRMED_FOR
from idp.store.db import db
from idp.store.models import OperatorSession
from idp.web.current import services


@pytest.fixture
def sessions(lan):
    return services().operator_desk.sessions


@pytest.fixture
def opened(sessions, shown):
    entered = services().operator_desk.sign_in.enter(shown(), None)
    db.session.commit()
    return entered


def test_the_cookie_is_kept_as_a_digest_only(opened):
    (row,) = db.session.scalars(select(OperatorSession))

    assert opened.cookie not in str(vars(row))
    assert len(opened.cookie) >= 43


def test_a_session_is_found_with_its_operator_in_one_statement(sessions, opened, statements):
    db.session.expire_all()
    with statements.counted():
        found = sessions.current(opened.cookie)
        assert found.operator.username == "lan"

    assert len(statements) == 1


@pytest.mark.parametrize("cookie", [None, "", "x", "\udcff"])
def test_what_is_no_session_finds_none(sessions, opened, cookie):
    assert sessions.current(cookie) is None


def test_an_idle_session_ends_after_fifteen_minutes(sessions, opened, clock):
    clock.advance(minutes=14)
    assert sessions.current(opened.cookie)
    clock.advance(minutes=14)
    assert sessions.current(opened.cookie)
    clock.advance(minutes=15)
    assert sessions.current(opened.cookie) is None


def test_a_busy_session_ends_after_eight_hours(sessions, opened, clock):
    for _ in range(47):
        clock.advance(minutes=10)
        assert sessions.current(opened.cookie)
    clock.advance(minutes=10)

    assert sessions.current(opened.cookie) is None


def test_confirming_gives_a_new_identifier(sessions, opened, clock):
    clock.advance(minutes=6)
    session = sessions.current(opened.cookie)
    assert not sessions.is_fresh(session)
    again = sessions.confirm(session)
    db.session.commit()

    assert sessions.current(opened.cookie) is None
    assert sessions.is_fresh(sessions.current(again.cookie))
    clock.advance(seconds=CONFIRMED_FOR.total_seconds() + 1)
    assert not sessions.is_fresh(sessions.current(again.cookie))


def test_a_session_ends_once(sessions, opened):
    session = sessions.current(opened.cookie)

    assert sessions.end(session)
    assert not sessions.end(session)
    assert sessions.confirm(session) is None
    assert sessions.current(opened.cookie) is None


def test_what_is_shown_once_is_sealed_and_shown_once(sessions, opened):
    session = sessions.current(opened.cookie)
    sessions.show_once(session, {"secret": "geheim"})
    db.session.commit()
    db.session.refresh(session)

    assert b"geheim" not in session.shown_once_sealed
    assert sessions.take_shown_once(session) == {"secret": "geheim"}
    db.session.refresh(session)
    assert sessions.take_shown_once(session) is None


def test_what_was_not_shown_ends_with_the_session(sessions, opened):
    session = sessions.current(opened.cookie)
    sessions.show_once(session, {"secret": "geheim"})
    sessions.end(session)
    db.session.commit()
    db.session.refresh(session)

    assert session.shown_once_sealed is None
