"""A copy that was changed is found, whatever was changed about it."""

import json
import sqlite3
from base64 import b64encode
from contextlib import closing
from dataclasses import replace

import pytest

from idp.backup import sqlite
from idp.backup.manifest import NAME, Manifest, file_digest
from idp.backup.verifying import verify
from idp.clock import utc_now
from idp.variables import Secret
from tests.backup.programs import PG_BIN
from tests.installation import changed


@pytest.fixture
def wrong(taken, settings):
    """What is wrong with the copy, under these keys."""

    def found(*keys):
        known = changed(settings, key_encryption_key=Secret(",".join(keys))) if keys else settings
        return [each.text for each in verify(taken.folder, known, utc_now, PG_BIN) if not each.ok]

    return found


def sealed_anew(taken, settings, **facts):
    """The manifest of whoever has the key: what it says of the file is true."""
    file = taken.folder / taken.manifest.file
    told = replace(taken.manifest, sha256=file_digest(file), size=file.stat().st_size)
    told = replace(told, facts=replace(told.facts, **facts)).sealed(settings.sealing_keys[0])
    told.write(taken.folder)


def test_a_copy_as_it_was_taken_is_good(wrong, taken):
    assert wrong() == []
    assert taken.manifest.facts.rows["citizen"] == 1
    assert taken.manifest.facts.checkpoint
    assert {path.name for path in taken.folder.iterdir()} == {taken.manifest.file, NAME}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_copy_is_verified_after_the_key_was_followed_by_another(wrong, settings):
    new = b64encode(b"n" * 32).decode()

    assert wrong(new, settings.key_encryption_key.reveal()) == []
    assert "made under a key that is not in the list here" in wrong(new)[0]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("member", ["taken_at", "sha256", "seal"])
def test_a_changed_manifest_is_found(wrong, taken, member):
    path = taken.folder / NAME
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, member: said[member][:-1] + "x"}))

    assert ["it was changed" in each for each in wrong()] == [True]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("content", [None, "{", '{"format": 1}'])
def test_without_a_manifest_there_is_no_copy(wrong, taken, content):
    (taken.folder / NAME).unlink()
    if content is not None:
        (taken.folder / NAME).write_text(content)

    assert len(wrong()) == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_file_that_was_changed_or_is_gone_is_found(wrong, taken):
    file = taken.folder / taken.manifest.file
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert "its checksum differs" in wrong()[0]

    file.unlink()
    assert "is gone" in wrong()[0]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM consent; DELETE FROM citizen", "not what the manifest says: rows"),
        ("UPDATE audit_record SET name = 'keys.revoked'", "findings in"),
        ("UPDATE signing_key SET private_sealed = x'00'", "IDP_KEY_ENCRYPTION_KEY is not the key"),
        ("INSERT INTO recovery_code VALUES ('d', 'nobody', '2026-01-01', NULL)", "rows refer to nothing"),
        ("DROP TABLE citizen", "no such table"),
    ],
)
def test_a_copy_that_is_not_well_is_found_even_with_a_manifest_that_fits(
    wrong, taken, settings, statement, told
):
    with closing(sqlite3.connect(taken.folder / sqlite.FILE)) as connection:
        connection.executescript(statement)
    sealed_anew(taken, settings)

    assert any(told in each for each in wrong()), wrong()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_damaged_file_is_found(wrong, taken, settings):
    file = taken.folder / sqlite.FILE
    content = bytearray(file.read_bytes())
    content[4096 * 20 : 4096 * 60] = bytes(4096 * 40)
    file.write_bytes(content)
    sealed_anew(taken, settings)

    assert wrong()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_copy_of_another_release_is_not_read_any_deeper(wrong, taken, settings):
    sealed_anew(taken, settings, migration="0001")

    assert wrong() == []
    assert Manifest.read(taken.folder).facts.migration == "0001"
