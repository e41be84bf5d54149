"""Password hashing."""

import unicodedata
from types import SimpleNamespace

import pytest
from argon2.exceptions import HashingError, VerificationError
from argon2.low_level import error_to_str

from idp.crypto.passwords import LONGEST, ONLY_FOR_TESTS, OWASP_19_MIB, PROFILES, Passwords


@pytest.fixture(scope="module")
def passwords():
    return Passwords(ONLY_FOR_TESTS)


def test_the_right_password_is_verified_and_another_is_not(passwords):
    stored = passwords.hash("bông sen nở sớm mai")

    assert passwords.verify(stored, "bông sen nở sớm mai")
    assert not passwords.verify(stored, "bông sen nở sớm mại")


def test_both_unicode_forms_of_a_password_are_one(passwords):
    stored = passwords.hash(unicodedata.normalize("NFC", "Hòa bình"))

    assert passwords.verify(stored, unicodedata.normalize("NFD", "Hòa bình"))


def test_every_character_counts(passwords):
    long = "a" * 200

    assert not passwords.verify(passwords.hash(long + "b"), long + "c")


def test_nobody_has_the_password_that_stands_in_for_an_unknown_login(passwords):
    assert not passwords.verify(None, "a password nobody has")


def test_an_endless_password_is_refused_without_hashing(passwords):
    stored = passwords.hash("x")

    assert not passwords.verify(stored, "x" * (LONGEST + 1))


def test_a_broken_hash_verifies_nothing(passwords):
    assert not passwords.verify("not a hash", "x")


def test_hashes_of_other_parameters_are_renewed(passwords):
    assert Passwords(OWASP_19_MIB).needs_rehash(passwords.hash("x"))
    assert not passwords.needs_rehash(passwords.hash("x"))


def test_the_parameters_in_use_are_not_below_the_floor():
    assert OWASP_19_MIB.memory_cost >= 19 * 1024
    assert OWASP_19_MIB.time_cost >= 2


def test_each_profile_is_at_least_the_floor_of_its_source():
    # The OWASP cheat sheet names pairs of equal strength; RFC 9106 asks 64 MiB where 2 GiB cannot be had.
    floors = {"owasp-19": (19, 2), "owasp-46": (46, 1), "rfc9106-64": (64, 3)}

    assert {
        name: (profile.memory_cost // 1024, profile.time_cost) for name, profile in PROFILES.items()
    } == floors


def test_the_work_of_a_hash_is_done_where_the_server_says():
    done = []

    def note(work):
        done.append(work)
        return work()

    passwords = Passwords(ONLY_FOR_TESTS, note)
    stored = passwords.hash("hoa sen")

    assert passwords.verify(stored, "hoa sen")
    assert not passwords.verify(None, "hoa sen")
    assert len(done) == 3


def test_calibrating_makes_the_hash_of_nobody_before_somebody_unknown_comes(monkeypatch):
    passwords = Passwords(ONLY_FOR_TESTS)

    assert passwords.calibrate() > 0
    # Were a hash still to be made, this would end the test.
    monkeypatch.setattr(passwords, "_hasher", SimpleNamespace(verify=passwords._hasher.verify))

    assert not passwords.verify(None, "hoa sen")


def test_a_machine_without_room_for_a_hash_says_so_and_not_that_the_password_is_wrong(passwords):
    def full(error):
        def run(_work):
            raise error(error_to_str(-22))

        return Passwords(ONLY_FOR_TESTS, run)

    with pytest.raises(MemoryError):
        full(VerificationError).verify(passwords.hash("hoa sen"), "hoa sen")
    with pytest.raises(MemoryError):
        full(HashingError).hash("hoa sen")
