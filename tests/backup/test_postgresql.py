"""PostgreSQL's programs: which are needed is said exactly; no password stands on a command line."""

from pathlib import Path

import pytest

from idp.backup.manifest import BadBackup
from idp.backup.postgresql import Tools

URL = "postgresql+psycopg://sen:very-private@db.example:5433/sen?sslmode=require"


def a_program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_missing_program_is_told_with_the_line_to_run(tmp_path):
    with pytest.raises(BadBackup, match="pg_dump was not found") as refused:
        Tools(URL, tmp_path).dump(Path("out"), "snapshot", 18)

    assert "run elsewhere: pg_dump --format=custom --schema=public '--dbname=" in str(refused.value)
    assert "--file=out" in str(refused.value)
    assert "very-private" not in str(refused.value)


def test_a_program_older_than_the_server_is_told_with_what_to_install(tmp_path):
    a_program(tmp_path, "pg_dump", "echo 'pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)'")

    with pytest.raises(
        BadBackup, match=r"pg_dump is version 15, and the server 18: install postgresql-client-18"
    ):
        Tools(URL, tmp_path).dump(tmp_path / "out", "snapshot", 18)


def test_the_password_goes_by_the_environment(tmp_path):
    seen = tmp_path / "seen"
    a_program(tmp_path, "pg_dump", f'echo "pg_dump (PostgreSQL) 18.1"; echo "$@" "[$PGPASSWORD]" >> {seen}')

    Tools(URL, tmp_path).dump(tmp_path / "out", "the-snapshot", 18)

    arguments, _, environment = seen.read_text().splitlines()[-1].partition(" [")
    assert environment == "very-private]"
    assert "very-private" not in arguments
    for part in ("--snapshot=the-snapshot", "host=db.example", "port=5433", "dbname=sen", "sslmode=require"):
        assert part in arguments


def test_what_a_program_says_is_passed_on(tmp_path):
    a_program(tmp_path, "pg_restore", "echo 'could not open file' >&2; exit 1")

    with pytest.raises(BadBackup, match="pg_restore failed: could not open file"):
        Tools(URL, tmp_path).listed(tmp_path / "out")
