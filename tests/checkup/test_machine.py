"""Places, rights, room and time."""

from collections import namedtuple

import pytest

from idp.checkup import machine
from idp.checkup.finding import Amber, Red
from idp.config import Settings
from idp.crypto.passwords import ONLY_FOR_TESTS, Passwords

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def settings(tmp_path):
    tmp_path.chmod(0o700)
    (tmp_path / "sen.db").touch(0o644)
    return Settings(env="demo", data_dir=tmp_path)


@pytest.fixture
def free(monkeypatch):
    def have(mebibytes):
        monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(0, 0, mebibytes * 2**20))

    return have


def test_a_folder_of_ones_own_is_well(settings):
    assert machine.folder(settings).endswith("its owner's alone")


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o707])
def test_a_database_that_others_reach_is_red(settings, mode):
    settings.data_dir.chmod(mode)

    with pytest.raises(Red, match="others can read or change"):
        machine.folder(settings)


def test_a_folder_that_is_not_there_is_red(settings):
    with pytest.raises(Red, match="is not there"):
        machine.folder(Settings(env="demo", data_dir=settings.data_dir / "none"))


def test_postgresql_needs_no_folder(settings):
    elsewhere = Settings(
        env="demo", data_dir=settings.data_dir / "none", database_url="postgresql+psycopg://x/x"
    )

    assert "not needed" in machine.folder(elsewhere)


def test_secrets_in_files_are_closed_to_others(tmp_path):
    secret = tmp_path / "secret"
    secret.touch(0o640)
    named = {"IDP_SECRET_KEY_FILE": str(secret), "OTHER_FILE": "/"}

    assert machine.secret_files(named).startswith("1 secrets")
    secret.chmod(0o644)
    with pytest.raises(Amber, match="IDP_SECRET_KEY_FILE"):
        machine.secret_files(named)


def test_room_is_green_amber_and_red(settings, free):
    free(10_000)
    assert machine.room(settings).startswith("10 GiB")
    free(1_000)
    with pytest.raises(Amber) as little:
        machine.room(settings)
    free(100)
    with pytest.raises(Red):
        machine.room(settings)

    assert little.type is Amber


def test_hashing_is_timed(monkeypatch):
    monkeypatch.setattr(machine, "LONGEST_MS", 60_000)
    assert "ms by argon2-cffi: " in machine.hashing(Passwords(ONLY_FOR_TESTS))
    assert "ms by libsodium: " in machine.hashing(Passwords())
    monkeypatch.setattr(machine, "LONGEST_MS", 0)
    with pytest.raises(Amber):
        machine.hashing(Passwords(ONLY_FOR_TESTS))
