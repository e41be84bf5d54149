"""`idp backup`: taken, checked, put back."""

import json

import pytest

from idp.store.db import db
from tests.backup.programs import PG_BIN


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_copy_is_taken_checked_and_put_back(run, tmp_path):
    made = json.loads(run("backup", "create", str(tmp_path / "to"), "--pg-bin", str(PG_BIN), "--json").output)
    folder = made["folder"]

    checked = run("backup", "verify", folder, "--pg-bin", str(PG_BIN))
    assert (checked.exit_code, "BAD" in checked.output) == (0, False)
    assert "backup.taken" in run("audit", "list").output
    refused = run("backup", "restore", folder, "--pg-bin", str(PG_BIN))
    assert (refused.exit_code, refused.output.startswith("Error: ")) == (1, True)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_copy_put_back_is_told_with_what_was_ended(run, tmp_path):
    said = run("backup", "create", str(tmp_path / "to")).output
    folder = said.partition(": ")[0]
    db.session.remove()
    db.engine.dispose()

    restored = run("backup", "restore", "--replace", folder).output

    assert "Restored as of" in restored
    assert "sessions" in restored
    assert "backup.restored" in run("audit", "list").output


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_copy_that_is_none_ends_with_one(run, tmp_path):
    checked = run("backup", "verify", str(tmp_path), "--json")

    assert checked.exit_code == 1
    assert [each["ok"] for each in json.loads(checked.output)] == [False]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_new_era_begins_when_it_is_confirmed(run):
    assert run("backup", "new-era", typed="n\n").exit_code == 1
    assert "backup.restored" not in run("audit", "list").output

    assert json.loads(run("backup", "new-era", "--yes", "--json").stdout)["ended"]
    assert "backup.restored" in run("audit", "list").output
