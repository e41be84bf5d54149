"""Sessions: on the server, under a digest, changed without losing what another request changed."""

import stat
import threading

import pytest

from clients.kit.database import Database
from clients.kit.session_store import IDLE_SECONDS, LIFETIME_SECONDS, SessionStore, SpentToken, digest_of


@pytest.fixture
def now():
    return [1_000_000.0]


def token(jti, digest="digest"):
    return SpentToken(jti, digest, 1_000_600.0)


@pytest.fixture
def store(tmp_path, now):
    return SessionStore(Database(tmp_path / "a" / "sessions.db"), lambda: now[0])


def test_the_file_is_for_its_owner_only(store, tmp_path):
    assert stat.S_IMODE((tmp_path / "a" / "sessions.db").stat().st_mode) == 0o600


def test_the_cookie_is_not_kept(store, tmp_path):
    cookie = store.create({"a": 1})

    assert store.find(cookie).data == {"a": 1}
    assert cookie.encode() not in (tmp_path / "a" / "sessions.db").read_bytes()
    assert store.find(digest_of(cookie)) is None


def test_two_requests_change_different_members(store):
    cookie = store.create({"a": 1, "b": 1})
    digest = store.find(cookie).digest
    store.change(digest, {"a": 2}, set())
    store.change(digest, {"c": 3}, {"b"})

    assert store.find(cookie).data == {"a": 2, "c": 3}


def test_many_requests_at_once_lose_nothing(store):
    cookie = store.create({"begun": True})
    digest = store.find(cookie).digest
    threads = [
        threading.Thread(target=store.change, args=(digest, {f"flow_{number}": number}, set()))
        for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.find(cookie).data) == 13


def test_it_idles_and_it_ends(store, now):
    cookie = store.create({"citizen": {"sub": "s"}})
    now[0] += IDLE_SECONDS - 1
    assert not store.find(cookie).is_idle
    now[0] += IDLE_SECONDS - 1
    assert not store.find(cookie).is_idle
    now[0] += IDLE_SECONDS + 1
    assert store.find(cookie).is_idle
    now[0] += LIFETIME_SECONDS
    assert store.find(cookie) is None


def test_being_used_does_not_prolong_it_beyond_its_end(store, now):
    cookie = store.create({})
    for _visit in range(LIFETIME_SECONDS // 600):
        now[0] += 600
        store.find(cookie)

    assert store.find(cookie) is None


def test_a_new_name_ends_the_old_one(store):
    old = store.create({"a": 1})
    new = store.create({"a": 1}, replaces=digest_of(old))

    assert store.find(old) is None
    assert store.find(new).data == {"a": 1}


def test_it_is_found_by_the_providers_name_for_it(store):
    cookies = [store.create({"citizen": {"sub": "s", "sid": sid}}) for sid in ("one", "two")]

    assert store.end_by_provider(token("j1"), sub="s", sid="one") == 1
    assert [store.find(cookie).has_ended for cookie in cookies] == [True, False]
    assert store.end_by_provider(token("j2"), sub="s", sid=None) == 1


def test_a_logout_token_ends_sessions_once_and_may_come_again_while_they_are_ended(store):
    store.create({"citizen": {"sub": "s", "sid": "one"}})

    assert store.end_by_provider(token("j"), sub="s", sid="one") == 1
    assert store.end_by_provider(token("j"), sub="s", sid="one") == 0
    assert store.end_by_provider(token("j", "another"), sub="s", sid="one") is None
    begun_since = store.create({"citizen": {"sub": "s", "sid": "one"}})
    assert store.end_by_provider(token("j"), sub="s", sid="one") is None
    assert not store.find(begun_since).has_ended


def test_a_logout_token_is_forgotten_when_it_is_too_old_anyway(store, now):
    store.end_by_provider(token("j"), sub="s", sid=None)
    store.create({"citizen": {"sub": "s", "sid": "one"}})
    now[0] += 600

    assert store.end_by_provider(token("j"), sub="s", sid=None) == 1


def test_a_cookie_that_cannot_be_text_finds_nothing(store):
    assert store.find("\udcff\x00") is None
