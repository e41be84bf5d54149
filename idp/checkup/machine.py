"""What the machine has to offer: places, rights, room and time."""

import os
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from idp.checkup.finding import Amber, Red
from idp.config import Settings
from idp.crypto.passwords import LONGEST_MS, Passwords

_GIB = 2**30
_LEAST_FREE, _LITTLE_FREE = _GIB // 4, 2 * _GIB


def folder(settings: Settings) -> str:
    """Whether the data folder is ours alone. On PostgreSQL nothing is kept in it."""
    place = settings.data_dir
    if not settings.database.startswith("sqlite"):
        return "not needed: the database is elsewhere"
    if not place.is_dir():
        raise Red(
            f"{place} is not there", "make it, for the user of the server alone, and run `idp db upgrade`"
        )
    if not os.access(place, os.W_OK | os.X_OK):
        raise Red(f"{place} cannot be written to", "give it to the user of the server")
    if loose := [str(path) for path in (place, *_database_files(settings)) if _is_open(path)]:
        raise Red(f"others can read or change {', '.join(loose)}", f"`chmod -R go= {place}`")
    return f"{place} is its owner's alone"


def secret_files(environment: Mapping[str, str] = os.environ) -> str:
    """Whether the files that `IDP_…_FILE` name are closed to other people of the machine."""
    files = {
        name: Path(path)
        for name, path in environment.items()
        if name.startswith("IDP_") and name.endswith("_FILE") and path
    }
    if loose := [
        name for name, path in files.items() if path.exists() and path.stat().st_mode & stat.S_IRWXO
    ]:
        raise Amber(f"everybody on this machine can read the file of {', '.join(loose)}", "`chmod o= FILE`")
    return f"{len(files)} secrets come from files that are closed to others" if files else "none are named"


def room(settings: Settings) -> str:
    """Whether the disk has room. A database that cannot write answers nobody."""
    place = next(
        path
        for path in (settings.data_dir.absolute(), *settings.data_dir.absolute().parents)
        if path.exists()
    )
    free = shutil.disk_usage(place).free
    remedy = "make room, or move IDP_DATA_DIR"
    if free < _LEAST_FREE and settings.database.startswith("sqlite"):
        raise Red(f"{free // 2**20} MiB are free at {place}", remedy)
    if free < _LITTLE_FREE:
        raise Amber(f"{free // 2**20} MiB are free at {place}", remedy)
    return f"{free / _GIB:.0f} GiB are free at {place}"


def hashing(passwords: Passwords) -> str:
    """How long this machine takes to hash a password: the ceiling of sign-ins."""
    seconds = min(_seconds_of_one(passwords) for _ in range(3))
    if seconds * 1000 > LONGEST_MS:
        raise Amber(
            f"one password takes {seconds * 1000:.0f} ms",
            "use a faster machine, or look for what else runs on it",
        )
    return (
        f"one password takes {seconds * 1000:.0f} ms by {passwords.build}: "
        f"{1 / seconds:.0f} sign-ins a second for each processor"
    )


def _seconds_of_one(passwords: Passwords) -> float:
    begun = time.perf_counter()
    passwords.verify(None, "a password nobody has, either")
    return time.perf_counter() - begun


def _database_files(settings: Settings) -> Iterator[Path]:
    main = Path(settings.database.partition("///")[2])
    yield from (path for path in (main, Path(f"{main}-wal")) if path.is_file())


def _is_open(path: Path) -> bool:
    mode = path.stat().st_mode
    if path.is_dir():
        return bool(mode & (stat.S_IWGRP | stat.S_IWOTH))
    # A folder that others may not enter protects what is in it.
    return bool(mode & stat.S_IRWXO) and bool(path.parent.stat().st_mode & stat.S_IXOTH)
