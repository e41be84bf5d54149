"""The outbox and the key ring, as they are now."""

from datetime import timedelta

import pytest

from idp.store.db import db
from idp.store.models import OutboxEntry
from idp.watching.live import Live
from idp.web.current import services
from tests.moments import START


@pytest.fixture
def live(app) -> Live:
    return services().watch.live


def an_entry(kind, state="pending", minutes_ago=0):
    at = START - timedelta(minutes=minutes_ago)
    number = db.session.query(OutboxEntry).count()
    db.session.add(
        OutboxEntry(
            id=f"{number:036d}",
            kind=kind,
            state=state,
            created_at=at,
            due_at=at,
            give_up_at=at + timedelta(days=1),
        )
    )
    db.session.commit()


def test_what_waits_and_what_was_given_up_is_counted_by_kind(live, statements):
    for kind, state, minutes_ago in (
        ("mail", "pending", 5),
        ("mail", "pending", 9),
        ("mail", "failed", 90),
        ("mail", "delivered", 1),
        ("sms", "failed", 1),
    ):
        an_entry(kind, state, minutes_ago)
    with statements.counted():
        mail, sms = live.queues()

    assert (mail.kind, mail.waiting, mail.given_up) == ("mail", 2, 1)
    assert mail.oldest == START - timedelta(minutes=9)
    assert (sms.kind, sms.waiting, sms.oldest, sms.given_up) == ("sms", 0, None, 1)
    assert len(statements) == 1


def test_an_empty_outbox_has_no_queue(live):
    assert live.queues() == []


def test_keys_grow_old(live, clock):
    # The installation's first keys were made when the tests' database was.
    first = next(each.since for each in live.ring() if each.key.state == "current")
    clock._now = first + timedelta(days=89)
    assert [each.is_old for each in live.ring() if each.key.state == "current"] == [False] * 3
    clock.advance(days=2)

    signing = [each for each in live.ring() if each.key.state == "current"]
    assert [each.is_old for each in signing] == [True] * 3
    assert {each.age.days for each in signing} <= {90, 91}
    assert not any(each.is_old for each in live.ring() if each.key.state == "next")
