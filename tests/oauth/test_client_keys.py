"""Where a client's keys come from, and how often they are fetched."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from joserfc.jwk import ECKey

from idp.oauth import client_keys
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


@pytest.mark.parametrize(
    "stranger",
    [
        {"kty": "EC", "crv": "brainpoolP256r1", "x": "AA", "y": "AA"},
        {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"},
        {"kty": "RSA", "n": "AQAB"},
        {"kty": ["EC"]},
        "no key",
        None,
    ],
)
def test_a_key_that_is_not_understood_takes_no_other_along(keys, source, stranger):
    source.answer = {"keys": [stranger, *_published()["keys"]]}

    for client in (_by_address(), a_registered(metadata={"jwks": source.answer})):
        (found,) = keys.of(client)

        assert [key.key_type for key in found.keys] == ["EC"]


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


def test_a_server_is_not_asked_more_often_than_twice_in_ten_seconds(keys, source, clock):
    client = _by_address()
    for _ in range(5):
        list(keys.of(client))
    assert source.asked == 2
    clock.advance(seconds=9)
    list(keys.of(client))
    assert source.asked == 2
    clock.advance(seconds=1)
    for _ in range(5):
        list(keys.of(client))
    assert source.asked == 4


def test_names_nobody_has_do_not_make_us_ask_more_often(keys, source):
    client = _by_address()
    for number in range(100):
        list(keys.of(client, f"kid {number}"))

    assert source.asked == 2


def test_where_the_name_is_known_nothing_newer_is_looked_for(keys, source):
    source.answer = {"keys": [{**source.answer["keys"][0], "kid": "known"}]}
    client = _by_address()

    for _ in range(5):
        assert len(list(keys.of(client, "known"))) == 1

    assert source.asked == 1


def test_many_threads_at_once_ask_once_and_all_get_the_keys(keys, source):
    client, together = _by_address(), Barrier(16)
    answer = source.answer

    def slowly(_address):
        source.asked += 1
        assert not asked_meanwhile.wait(0.05)
        return answer

    asked_meanwhile = Event()
    keys._fetch = slowly

    def look(number):
        together.wait()
        return list(keys.of(client, None if number % 2 else "not there"))

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(look, range(16)))

    assert all(found)
    assert source.asked <= 2


def test_what_is_known_of_addresses_is_bounded(keys, source, monkeypatch):
    monkeypatch.setattr(client_keys, "_MOST_ADDRESSES", 3)

    for number in range(10):
        list(keys.of(a_registered(metadata={"jwks_uri": f"{ADDRESS}/{number}"})))

    assert len(keys._known) <= 3
    assert len(keys._asking) <= 3


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
