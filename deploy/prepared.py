"""Whether the demo is as the last preparing has left it: then a start need not load the provider to prepare nothing.

Known is only the embedded database, and everything that could make a difference makes one: the code, the settings, the
database's revision, its own secrets, its applications and operators, how many citizens have closed their account.
Whoever is not sure removes the file `prepared`.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from deploy.program import ROOT

_CODE = ("idp", "migrations", "clients/registrations")
_ASKED = (
    "SELECT version_num FROM alembic_version",
    "SELECT * FROM installation_secret ORDER BY 1",
    "SELECT client_id, state FROM client ORDER BY client_id",
    "SELECT username, role FROM operator ORDER BY username",
    "SELECT count(*) FROM citizen WHERE state != 'active'",
)


def is_prepared(folder: Path, environment: Mapping[str, str]) -> bool:
    """Whether nothing has changed since it was noted.

    Args:
        folder: Of the demo's data.
        environment: Of its programs.
    """
    noted, now = folder / "prepared", _state(folder, environment)
    return now is not None and noted.is_file() and noted.read_text() == now


def note(folder: Path, environment: Mapping[str, str]) -> None:
    """Note how everything is, right after it was prepared.

    Args:
        folder: Of the demo's data.
        environment: Of its programs.
    """
    if now := _state(folder, environment):
        (folder / "prepared").write_text(now)


def _state(folder: Path, environment: Mapping[str, str]) -> str | None:
    try:
        rows = list(_rows(folder / "sen.db", environment))
    except sqlite3.Error:
        return None
    digest = hashlib.sha256()
    for part in (*rows, *_settings(environment), *_files(folder)):
        digest.update(f"{len(part)} {part}".encode())
    return digest.hexdigest() if rows else None


def _settings(environment: Mapping[str, str]) -> Iterator[str]:
    for name, value in sorted(environment.items()):
        if name.startswith("IDP_") or name.endswith("_URL"):
            yield f"{name}={value}"


def _files(folder: Path) -> Iterator[str]:
    for tree in _CODE:
        for path in sorted((ROOT / tree).rglob("*")):
            if path.suffix in (".py", ".json"):
                stat = path.stat()
                yield f"{path} {stat.st_size} {stat.st_mtime_ns}"
    for name in ("demo.json", "demo.env"):
        path = folder / name
        yield path.read_text() if path.is_file() else ""


def _rows(database: Path, environment: Mapping[str, str]) -> Iterator[str]:
    if environment.get("IDP_DATABASE_URL") or not database.is_file():
        return
    with closing(sqlite3.connect(f"file:{database}?mode=rw", uri=True)) as connection:
        for question in _ASKED:
            yield repr(connection.execute(question).fetchall())
