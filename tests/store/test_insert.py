"""One object written at once: it is the session's afterwards, as if the session had found it out by itself."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from idp.store.db import db
from idp.store.insert import insert_now
from idp.store.models import SignInAttempt
from tests.builders import a_citizen
from tests.moments import START
from tests.statements import Statements


@pytest.fixture
def attempt(app) -> SignInAttempt:
    owner = a_citizen()
    return SignInAttempt(
        digest="d" * 43,
        citizen_id=owner.id,
        citizen=owner,
        is_shared_device=False,
        created_at=START,
        expires_at=START + timedelta(minutes=10),
    )


def test_an_object_is_written_by_one_statement_and_nothing_is_left_to_write(attempt):
    db.session.connection()  # whatever the test itself still had to read or write
    with Statements(db.engine).counted() as sent:
        insert_now(db.session, attempt)
        db.session.commit()

    assert len(sent) == 1, str(sent)
    assert sent[0].startswith("INSERT INTO sign_in_attempt")


def test_it_is_the_objects_own_from_then_on(attempt):
    insert_now(db.session, attempt)

    assert db.session.get(SignInAttempt, attempt.digest) is attempt
    assert attempt.finished_at is None
    attempt.finished_at = START
    db.session.commit()
    assert db.session.get(SignInAttempt, attempt.digest, populate_existing=True).finished_at == START


def test_what_is_undone_was_never_there(attempt):
    insert_now(db.session, attempt)
    db.session.rollback()

    assert db.session.get(SignInAttempt, "d" * 43) is None


def test_a_second_one_with_the_same_key_is_refused(attempt):
    insert_now(db.session, attempt)
    same = SignInAttempt(
        digest=attempt.digest,
        citizen_id=attempt.citizen_id,
        is_shared_device=False,
        created_at=START,
        expires_at=START,
    )

    with pytest.raises(IntegrityError):
        insert_now(db.session, same)
