"""What may go, goes, in small batches; what is in use stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import sessionmaker

from idp.store.db import db
from idp.store.models import Base, Message, RevokedToken, UsedAssertion
from idp.store.repositories.expired_rows import EXPIRIES, ExpiredRows
from tests.moments import START


@pytest.fixture
def rows(app, clock) -> ExpiredRows:
    return ExpiredRows(db.session, clock)


def expiry_of(model: type[Base]):
    return next(expiry for expiry in EXPIRIES if expiry.column.class_ is model)


def test_only_rows_whose_time_is_over_are_removed(rows, clock):
    for number, hours in enumerate((1, 2, 3)):
        db.session.add(RevokedToken(jti=str(number), expires_at=START + timedelta(hours=hours)))
    db.session.commit()
    clock.advance(hours=2, minutes=6)

    assert rows.remove(expiry_of(RevokedToken), most=10) == 2
    assert [row.jti for row in db.session.query(RevokedToken)] == ["2"]


def test_a_batch_is_as_small_as_was_asked_for(rows, clock):
    for number in range(5):
        db.session.add(UsedAssertion(digest=str(number), expires_at=START))
    db.session.commit()
    clock.advance(hours=1)

    assert [rows.remove(expiry_of(UsedAssertion), most=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize("expiry", EXPIRIES, ids=[expiry.name for expiry in EXPIRIES])
def test_every_removal_can_be_asked_for(rows, expiry, clock):
    clock.advance(days=1_000)

    assert rows.remove(expiry, most=10) == 0


def test_looking_for_nothing_writes_nothing(rows, statements):
    with statements.counted():
        rows.remove(expiry_of(Message), most=10)

    assert len(statements) == 1
    assert statements[0].startswith("SELECT")


def test_every_table_with_an_end_is_looked_after():
    looked_after = {expiry.column.class_.__tablename__ for expiry in EXPIRIES}
    ending = {
        name
        for name, table in Base.metadata.tables.items()
        if "expires_at" in table.columns and name not in KEPT_ON_PURPOSE
    }

    assert ending <= looked_after


KEPT_ON_PURPOSE = {
    "consent",  # what was agreed is shown, and asked again, after its end
}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_two_workers_take_different_rows_and_never_wait(app, clock):
    over = clock() - timedelta(hours=1)
    db.session.add_all(UsedAssertion(digest=f"d{number}", expires_at=over) for number in range(5))
    db.session.commit()
    expiry = expiry_of(UsedAssertion)
    other = sessionmaker(db.engine)()
    other.execute(text("SET LOCAL lock_timeout = 100"))

    assert ExpiredRows(db.session, clock).remove(expiry, 3) == 3
    assert ExpiredRows(other, clock).remove(expiry, 3) == 2
    other.commit()
    db.session.commit()
    other.close()

    assert db.session.scalars(select(UsedAssertion)).all() == []
