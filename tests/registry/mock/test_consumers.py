"""`idp/registry/mock/consumers.py`: keys, and pseudonyms nobody else can use."""

import pytest

from idp.registry.mock.consumers import DEMO_KEY, demo_consumers


def test_a_key_is_known_or_not():
    consumers = demo_consumers()

    assert consumers.by_key(DEMO_KEY).id == "sen-id"
    assert consumers.by_key("demo-desk-key").id == "mot-cua"
    assert consumers.by_key("") is None
    assert consumers.by_key("\udcff") is None


def test_the_providers_key_can_be_ones_own():
    consumers = demo_consumers("a key of our own")

    assert consumers.by_key("a key of our own").id == "sen-id"
    assert consumers.by_key(DEMO_KEY) is None


def test_two_consumers_cannot_join_what_they_hear():
    consumers = demo_consumers()
    names = {consumers.by_id(name).pseudonym("098172000101") for name in ("sen-id", "mot-cua", "tap-su")}

    assert len(names) == 3


def test_an_unknown_consumer_is_an_error():
    with pytest.raises(KeyError):
        demo_consumers().by_id("nobody")


def test_a_key_is_not_shown_when_printed():
    assert "key_digest" not in repr(demo_consumers().by_id("sen-id"))
