"""Where a client's keys come from, and how often they are fetched."""

import pytest
from joserfc.jwk import ECKey

from idp.oauth.client_keys import ClientKeys
from tests.moments import MovingClock
from tests.oauth.records import a_registered

ADDRESS = "https://client.example/jwks"


def _published():
    return {"keys": [ECKey.generate_key("P-256").as_dict(private=False)]}


class Source:
    """A client's server."""

    def __init__(self):
        self.asked = 0
        self.answer = _published()

    def __call__(self, _address):
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def clock():
    return MovingClock()


@pytest.fixture
def keys(source, clock):
    return ClientKeys(source, clock)


def _by_address():
    return a_registered(metadata={"jwks_uri": ADDRESS})


def test_registered_keys_need_no_fetching(keys, source):
    client = a_registered(metadata={"jwks": _published(), "jwks_uri": ADDRESS})

    assert len(list(keys.of(client))) == 1
    assert source.asked == 0


def test_a_client_without_keys_has_none(keys):
    assert list(keys.of(a_registered())) == []


def test_fetched_keys_are_kept_and_asked_for_again_only_when_they_did_not_do(keys, source, clock):
    client = _by_address()
    next(keys.of(client))
    clock.advance(seconds=6)

    assert next(keys.of(client)) is not None
    assert source.asked == 1
    assert len(list(keys.of(client))) == 2
    assert source.asked == 2


def test_a_server_is_not_asked_more_often_than_every_few_seconds(keys, source, clock):
    client = _by_address()
    for _ in range(5):
        list(keys.of(client))
    assert source.asked == 1
    clock.advance(seconds=5)
    list(keys.of(client))
    assert source.asked == 2


def test_kept_keys_grow_old(keys, source, clock):
    client = _by_address()
    list(keys.of(client))
    clock.advance(minutes=10)

    assert len(list(keys.of(client))) == 1
    assert source.asked == 2


@pytest.mark.parametrize(
    "answer", [OSError("down"), ValueError("html"), {}, {"keys": 1}, "x", None, {"keys": [{}]}]
)
def test_what_cannot_be_had_is_no_key_and_no_fault(keys, source, answer):
    source.answer = answer

    assert list(keys.of(_by_address())) == []


def test_a_server_that_is_down_does_not_take_the_known_keys_along(keys, source, clock):
    client = _by_address()
    list(keys.of(client))
    source.answer = OSError("down")
    clock.advance(seconds=6)

    assert len(list(keys.of(client))) == 1
