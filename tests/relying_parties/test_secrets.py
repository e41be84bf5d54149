"""Secrets of applications: digests only, several at a time, with an overlap."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from idp.crypto.sealing import CannotOpen, Sealer
from idp.relying_parties.secrets import MOST_AT_ONCE, SIGNS, ClientSecrets, KeptSecret


@dataclass
class Holder:
    client_id: str = "portal"
    secrets: list[Any] = field(default_factory=list)


@pytest.fixture
def secrets(clock):
    return ClientSecrets(lambda: b"k" * 32, Sealer(b"s" * 32), clock)


def holding(secrets, *kept):
    return Holder(secrets=[each.written() for each in kept])


def test_a_new_secret_has_256_bits(secrets):
    assert len(secrets.new()) >= 43
    assert secrets.new() != secrets.new()


def test_a_kept_secret_is_recognised_and_nothing_else(secrets):
    holder = holding(secrets, secrets.kept("portal", "right"))

    assert secrets.matches(holder, "right")
    assert not secrets.matches(holder, "wrong")
    assert not secrets.matches(holder, "")
    assert not secrets.matches(holder, "r\udcffght")


def test_what_is_kept_does_not_hold_the_secret(secrets):
    kept = secrets.kept("portal", "a-long-secret-of-the-portal")

    assert "a-long-secret" not in str(kept.written())
    assert kept.hint == "rtal"


def test_a_secret_of_one_client_is_none_of_another(secrets):
    stolen = holding(secrets, secrets.kept("portal", "right"))

    assert not secrets.matches(Holder("health", stolen.secrets), "right")


def test_a_digest_without_the_key_is_worth_nothing(secrets, clock):
    holder = holding(secrets, secrets.kept("portal", "right"))

    assert not ClientSecrets(lambda: b"x" * 32, Sealer(b"s" * 32), clock).matches(holder, "right")


def test_during_the_overlap_both_work_and_afterwards_the_new_one(secrets, clock):
    holder = holding(secrets, secrets.kept("portal", "old"))
    clock.advance(days=1)
    following = secrets.succeeded_by(holder, secrets.kept("portal", "new"), timedelta(days=14))
    holder = holding(secrets, *following)

    assert secrets.matches(holder, "old")
    assert secrets.matches(holder, "new")
    clock.advance(days=14)
    assert not secrets.matches(holder, "old")
    assert secrets.matches(holder, "new")
    assert [each.hint for each in secrets.live(holder)] == ["new"]


def test_without_an_overlap_the_old_one_ends_at_once(secrets):
    holder = holding(secrets, secrets.kept("portal", "old"))
    following = secrets.succeeded_by(holder, secrets.kept("portal", "new"), timedelta(0))

    assert [each.hint for each in following] == ["new"]


def test_an_overlap_never_makes_a_secret_live_longer(secrets):
    holder = holding(secrets, secrets.kept("portal", "old"))
    once = holding(secrets, *secrets.succeeded_by(holder, secrets.kept("portal", "b"), timedelta(days=1)))
    twice = secrets.succeeded_by(once, secrets.kept("portal", "c"), timedelta(days=30))

    ends = {each.hint: each.expires_at for each in twice}
    assert ends["c"] is None
    assert ends["b"] - ends["old"] == timedelta(days=29)


def test_secrets_do_not_pile_up(secrets):
    holder = Holder()
    for number in range(9):
        following = secrets.succeeded_by(holder, secrets.kept("portal", f"s{number}"), timedelta(days=30))
        holder = holding(secrets, *following)

    assert len(holder.secrets) == MOST_AT_ONCE
    assert secrets.matches(holder, "s8")


def test_a_secret_survives_being_written_down(secrets):
    kept = secrets.kept("portal", "x")

    assert KeptSecret.read(kept.written()) == kept


def test_a_secret_that_signs_is_sealed_for_its_client_and_opened_again(secrets):
    holder = holding(secrets, secrets.kept("portal", "a-long-secret-of-the-portal", SIGNS))

    assert "a-long-secret" not in str(holder.secrets)
    assert secrets.opened(holder) == ["a-long-secret-of-the-portal"]
    assert not secrets.matches(holder, "a-long-secret-of-the-portal")
    with pytest.raises(CannotOpen):
        secrets.opened(Holder("health", holder.secrets))


def test_a_secret_of_the_other_kind_does_not_fit_and_ends_with_the_first_that_does(secrets):
    holder = holding(secrets, secrets.kept("portal", "old"))
    assert (secrets.fit(holder, "client_secret_basic"), secrets.fit(holder, SIGNS)) == (True, False)
    assert not secrets.fit(Holder(), "client_secret_basic")

    newest = secrets.kept("portal", "new", SIGNS)

    assert secrets.succeeded_by(holder, newest, timedelta(days=14)) == [newest]


def test_an_expired_secret_signs_nothing(secrets, clock):
    holder = holding(secrets, secrets.kept("portal", "old", SIGNS))
    following = secrets.succeeded_by(holder, secrets.kept("portal", "new", SIGNS), timedelta(days=1))
    both = holding(secrets, *following)

    assert set(secrets.opened(both)) == {"new", "old"}
    clock.advance(days=1)
    assert secrets.opened(both) == ["new"]
