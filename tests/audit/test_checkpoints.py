"""Checkpoints of the audit log."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import select

from idp.audit.checkpoints import Head
from idp.audit.events.chain import Checkpoint
from idp.audit.events.event import Event
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    name: ClassVar[str] = "test.happened"


def happen(times=1):
    for _ in range(times):
        services().audit.record(Happened())
    db.session.commit()


def write():
    named = services().checkpoints.write()
    db.session.commit()
    return named


def checkpoints():
    found = select(AuditRecord).where(AuditRecord.name == Checkpoint.name).order_by(AuditRecord.id)
    return list(db.session.scalars(found))


def heads(record):
    return [Head.read(text) for text in record.details["heads"]]


def test_a_checkpoint_names_where_each_chain_stands(app):
    happen(3)
    last = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()

    assert write() == 1
    assert heads(checkpoints()[0]) == [Head(last.writer, 3, last.digest)]


def test_without_anything_new_none_is_written(app):
    happen()
    write()

    assert write() == 0
    assert len(checkpoints()) == 1


def test_the_next_checkpoint_names_the_one_before(app, clock):
    happen()
    write()
    first = checkpoints()[0]
    writer = services().audit._writers.borrow()
    happen()
    services().audit._writers.give_back(writer)
    clock.advance(minutes=30)

    assert write() == 2
    assert Head(first.writer, first.sequence, first.digest) in heads(checkpoints()[1])


def test_chains_that_have_long_stood_still_are_not_named_again(app, clock):
    happen()
    resting = services().audit._writers.borrow()
    happen()
    write()
    clock.advance(hours=3)
    happen()
    write()

    assert resting.name not in {head.writer for head in heads(checkpoints()[1])}


def test_an_empty_log_has_an_empty_checkpoint_at_most(app):
    assert write() == 0


@pytest.mark.parametrize("text", ["", "a:b", "a:b:c", "a:1:b:c"])
def test_nonsense_is_no_head(text):
    with pytest.raises(ValueError, match=r".*"):
        Head.read(text)
