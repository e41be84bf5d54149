"""What is to leave is written down in the transaction of what it tells about."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import OutboxEntry
from idp.web.current import services


@pytest.fixture
def outbox(app):
    found = services().outbox
    found.bell.clear()
    return found


def test_the_bell_rings_when_the_transaction_is_committed_and_not_before(outbox):
    outbox.add("mail", {"to": "a@b.example"})
    assert not outbox.bell.is_set()

    db.session.commit()
    assert outbox.bell.is_set()


def test_what_is_rolled_back_is_never_sent(outbox):
    outbox.add("mail", {"to": "a@b.example"})
    db.session.rollback()
    db.session.commit()

    assert db.session.scalars(select(OutboxEntry)).all() == []


def test_nothing_can_be_read_in_the_table(outbox):
    outbox.add("mail", {"to": "quynh@dan.anlien.example", "text": "482913"})
    db.session.commit()

    [entry] = db.session.scalars(select(OutboxEntry))
    assert b"quynh" not in entry.payload_sealed
    assert b"482913" not in entry.payload_sealed


def test_a_claimed_entry_says_what_was_put_in(outbox, clock):
    added = outbox.add("mail", {"to": "a@b.example"}, group="g", client_id="portal")
    [claim] = outbox.entries.claim(10, lease=clock() - clock())
    parcel = outbox.opened(claim)

    assert (parcel.id, parcel.kind, parcel.group, parcel.client_id) == (added, "mail", "g", "portal")
    assert parcel.payload == {"to": "a@b.example"}
    assert parcel.attempt == 1
