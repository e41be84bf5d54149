"""Checking a copy without touching it."""

from collections.abc import Iterator
from pathlib import Path

from idp.backup import postgresql, sqlite
from idp.backup.facts import Checked, checked, house_on, is_of_this_release
from idp.backup.manifest import BadBackup, Manifest
from idp.clock import Clock
from idp.config import Settings


def verify(folder: Path, settings: Settings, clock: Clock, pg_bin: Path | None = None) -> Iterator[Checked]:
    """Look at everything a copy can be asked; the first thing that is wrong may end it.

    Args:
        folder: Where the copy and its manifest lie.
        settings: They name the key-encryption keys.
        clock: The only source of time.
        pg_bin: Where PostgreSQL's programs are; None for the search path.
    """
    try:
        manifest = Manifest.read(folder)
        manifest.check_seal(settings.sealing_keys)
        yield Checked(
            "manifest", True, f"of {manifest.taken_at}, {manifest.engine}, release {manifest.release}"
        )
        file = manifest.copy_in(folder)
        yield Checked("checksum", True, f"{manifest.size} bytes as they were written")
        if manifest.engine == "sqlite":
            yield from _sqlite(file, manifest, settings, clock)
        else:
            entries = postgresql.Tools(settings.database, pg_bin).listed(file)
            yield Checked(
                "archive", True, f"{entries} entries; what they hold is checked when it is restored"
            )
    except BadBackup as bad:
        yield Checked("backup", False, str(bad))


def _sqlite(file: Path, manifest: Manifest, settings: Settings, clock: Clock) -> Iterator[Checked]:
    wrong = sqlite.unharmed(file)
    yield Checked("integrity", not wrong, wrong or "SQLite finds every page and every reference good")
    if wrong:
        return
    if not is_of_this_release(manifest.facts):
        found = manifest.facts.migration
        yield Checked(
            "contents", True, f"not looked at: migration {found} is another release's; restoring upgrades"
        )
        return
    engine = sqlite.reading_engine(file)
    try:
        with house_on(engine, settings, clock) as services:
            yield from checked(services, manifest.facts)
    finally:
        engine.dispose()
