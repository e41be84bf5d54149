"""`idp/registry/mock/feed.py`: changes in order, under each consumer's own pseudonyms."""

from datetime import UTC, datetime

import pytest

from idp.registry.mock.body import Malformed
from idp.registry.mock.consumers import demo_consumers
from idp.registry.mock.feed import PAGE, ChangeFeed, Event

SEN, DESK = demo_consumers().by_id("sen-id"), demo_consumers().by_id("mot-cua")
AT = datetime(2026, 11, 2, tzinfo=UTC)


def test_a_cursor_goes_on_where_it_was():
    feed = ChangeFeed()
    cursor = feed.since("", SEN).more["cursor"]
    assert feed.since(cursor, SEN).more["events"] == []

    feed.add(Event("somebody", "qua_doi", AT))

    page = feed.since(cursor, SEN).more
    assert page["events"] == [
        {"reference": SEN.pseudonym("somebody"), "kind": "qua_doi", "at": AT.isoformat()}
    ]


def test_pages_are_bounded():
    feed = ChangeFeed()
    for _ in range(PAGE + 10):
        feed.add(Event("somebody", "qua_doi", AT))

    assert len(feed.since("0", SEN).more["events"]) == PAGE


def test_two_consumers_hear_of_nobody_by_the_same_name():
    feed = ChangeFeed()
    mine = {line["reference"] for line in feed.since("", SEN).more["events"]}
    theirs = {line["reference"] for line in feed.since("", DESK).more["events"]}

    assert mine.isdisjoint(theirs)


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "²", "9" * 13])
def test_a_cursor_of_ones_own_making_is_malformed(cursor):
    with pytest.raises(Malformed):
        ChangeFeed().since(cursor, SEN)


def test_a_cursor_beyond_the_end_finds_nothing():
    assert ChangeFeed().since("999", SEN).more == {"events": [], "cursor": "999"}
