"""How a server hashes passwords."""

import logging

import pytest

from idp import hashing
from idp.config import Settings
from idp.hashing import judge, passwords_of, turnstile_of


@pytest.fixture
def settings(tmp_path):
    return Settings(env="demo", data_dir=tmp_path, threads=6)


@pytest.fixture
def queues(monkeypatch):
    """The bounds of the queues that are made."""
    made = []

    class Queue(hashing.HashingQueue):
        def __init__(self, **bounds):
            made.append(bounds)
            super().__init__(**bounds)

    monkeypatch.setattr(hashing, "HashingQueue", Queue)
    return made


@pytest.mark.parametrize(
    ("threads", "waiting", "places"), [(1, 0, 1), (6, 4, 5), (16, 11, 12), (32, 20, 24), (64, 20, 56)]
)
def test_those_who_wait_leave_threads_for_everything_else(tmp_path, queues, threads, waiting, places):
    settings = Settings(env="demo", data_dir=tmp_path, threads=threads)
    passwords_of(settings)
    turnstile = turnstile_of(settings)

    assert queues == [{"threads": 1, "waiting": waiting}]
    assert turnstile.places == places


@pytest.mark.parametrize(
    ("taken", "says"), [(5, "dearer"), (40, None), (240, None), (260, "cheaper"), (900, "cheaper")]
)
def test_a_hash_that_takes_too_long_or_too_little_is_judged(taken, says):
    advice = judge(taken)

    assert advice is None if says is None else says in advice


def test_the_start_warns_and_names_the_profile(settings, monkeypatch, caplog):
    monkeypatch.setattr(hashing.Passwords, "calibrate", lambda _self: 900.0)

    with caplog.at_level(logging.WARNING, "idp.hashing"):
        passwords_of(settings)

    assert "(owasp-19) takes 900 ms here by libsodium: sign-ins will queue" in caplog.text


def test_the_start_says_which_build_hashes_where_all_is_well(settings, monkeypatch, caplog):
    monkeypatch.setattr(hashing.Passwords, "calibrate", lambda _self: 40.0)

    with caplog.at_level(logging.INFO, "idp.hashing"):
        passwords_of(settings)

    [record] = caplog.records
    assert (record.levelname, record.getMessage()) == (
        "INFO",
        "a password hash (owasp-19) takes 40 ms here by libsodium",
    )


def test_the_profile_in_force_is_the_settings(tmp_path):
    passwords = passwords_of(Settings(env="demo", data_dir=tmp_path, hashing_profile="owasp-46"))

    assert "m=47104,t=1,p=1" in passwords.hash("hoa sen giua dong")
