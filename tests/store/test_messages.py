"""Messages of the demonstration are sealed like anything personal."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Message
from idp.store.repositories.messages import MOST_SHOWN, Messages
from idp.web.current import services


@pytest.fixture
def messages(app) -> Messages:
    return services().messages


def test_neither_recipient_nor_text_can_be_read_in_the_table(messages):
    messages.add("sms", to="+84900000017", subject="", text="ma la 482913", code="482913")

    [row] = db.session.scalars(select(Message))
    assert b"482913" not in row.sealed
    assert b"84900000017" not in row.sealed


def test_the_latest_are_shown_newest_first(messages, clock):
    for number in range(MOST_SHOWN + 5):
        messages.add("sms", to="+84900000017", subject="", text=str(number), code=None)
        clock.advance(seconds=1)

    shown = [int(message.text) for message in messages.list()]
    assert shown == list(range(MOST_SHOWN + 4, 4, -1))


def test_one_recipient_is_picked_out(messages):
    messages.add("sms", to="+84900000017", subject="", text="a", code=None)
    messages.add("mail", to="b@dan.anlien.example", subject="B", text="b", code=None)

    assert [message.text for message in messages.list("b@dan.anlien.example")] == ["b"]
