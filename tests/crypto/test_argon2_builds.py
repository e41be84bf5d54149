"""Two builds of Argon2id, and which of them hashes."""

import sys

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY
from nacl.exceptions import InvalidkeyError
from nacl.pwhash import argon2id

from idp.crypto import argon2_builds
from idp.crypto.argon2_builds import LibsodiumHasher, hasher_of, libsodium_agrees
from idp.crypto.passwords import ONLY_FOR_TESTS, OWASP_19_MIB, PROFILES, Passwords

ONE_LANE = [profile for profile in PROFILES.values() if profile.parallelism == 1]


@pytest.fixture
def _asked_anew():
    libsodium_agrees.cache_clear()
    yield
    libsodium_agrees.cache_clear()


@pytest.mark.parametrize("parameters", ONE_LANE)
@pytest.mark.parametrize(
    ("writes", "reads"), [(PasswordHasher, LibsodiumHasher), (LibsodiumHasher, PasswordHasher)]
)
def test_each_build_verifies_what_the_other_hashed(parameters, writes, reads):
    stored = writes.from_parameters(parameters).hash("bông sen nở sớm mai".encode())
    reader = reads.from_parameters(parameters)

    assert reader.verify(stored, "bông sen nở sớm mai".encode())
    assert not reader.check_needs_rehash(stored)
    with pytest.raises(VerifyMismatchError):
        reader.verify(stored, "bông sen nở sớm mại".encode())


def test_the_faster_build_verifies_hashes_of_other_parameters_too():
    stored = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash(b"hoa sen")
    faster = LibsodiumHasher.from_parameters(OWASP_19_MIB)

    assert faster.verify(stored, b"hoa sen")
    assert faster.check_needs_rehash(stored)
    with pytest.raises(VerifyMismatchError):
        faster.verify(stored, b"hoa sung")


@pytest.mark.parametrize("stored", ["not a hash", "$argon2id$v=19$m=19456,t=2,p=1$"])
def test_what_is_no_hash_is_refused_as_argon2_cffi_does(stored):
    with pytest.raises(InvalidHashError):
        LibsodiumHasher.from_parameters(OWASP_19_MIB).verify(stored, b"hoa sen")


def test_the_faster_build_is_chosen_where_it_knows_the_parameters():
    assert Passwords(OWASP_19_MIB).build == "libsodium"
    assert type(hasher_of(RFC_9106_LOW_MEMORY)) is PasswordHasher
    assert type(hasher_of(ONLY_FOR_TESTS)) is PasswordHasher


@pytest.mark.usefixtures("_asked_anew")
def test_without_the_extra_argon2_cffi_hashes(monkeypatch):
    monkeypatch.setitem(sys.modules, "nacl.pwhash", None)

    assert Passwords(OWASP_19_MIB).build == "argon2-cffi"


@pytest.mark.usefixtures("_asked_anew")
def test_a_build_that_does_not_know_the_known_hash_is_not_used(monkeypatch):
    another = PasswordHasher(time_cost=2, memory_cost=1024, parallelism=1, hash_len=32).hash(b"hoa sung")
    monkeypatch.setattr(argon2_builds, "_KNOWN", another)

    assert Passwords(OWASP_19_MIB).build == "argon2-cffi"


@pytest.mark.usefixtures("_asked_anew")
def test_a_build_that_verifies_anything_is_not_used(monkeypatch):
    monkeypatch.setattr(LibsodiumHasher, "verify", lambda *_: True)

    assert Passwords(OWASP_19_MIB).build == "argon2-cffi"


def test_a_right_password_stays_right_where_libsodium_had_no_memory(monkeypatch):
    stored = PasswordHasher.from_parameters(OWASP_19_MIB).hash(b"hoa sen")

    def no_memory(*_arguments, **_named):
        raise InvalidkeyError  # as libsodium says it to PyNaCl

    monkeypatch.setattr(argon2id, "verify", no_memory)
    monkeypatch.setattr(argon2id, "str", no_memory)
    faster = LibsodiumHasher.from_parameters(OWASP_19_MIB)

    assert faster.verify(stored, b"hoa sen")
    assert PasswordHasher().verify(faster.hash(b"hoa sen"), b"hoa sen")
