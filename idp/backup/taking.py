"""Taking a copy of the database while it is served."""

import shutil
from dataclasses import dataclass
from datetime import UTC
from importlib.metadata import version
from pathlib import Path

from idp.audit.events.backups import BackupTaken
from idp.backup import postgresql, sqlite
from idp.backup.facts import engine_on, facts_of, house_on
from idp.backup.manifest import Facts, Manifest, file_digest
from idp.services import Services


@dataclass(frozen=True)
class Taken:
    """A copy that was taken, and where it lies."""

    folder: Path
    manifest: Manifest


def take(services: Services, into: Path, pg_bin: Path | None = None) -> Taken:
    """Take a copy, and record that. Does not commit.

    Args:
        services: Those of the database in use.
        into: The folder that gets a new folder with the copy.
        pg_bin: Where PostgreSQL's programs are; None for the search path.

    Raises:
        BadBackup: It cannot be taken; nothing is left of it.
    """
    at = services.clock().astimezone(UTC)
    folder = into / f"sen-{at:%Y%m%dT%H%M%SZ}"
    unfinished = into / f".{folder.name}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        engine = services.session.get_bind().dialect.name
        file, facts = (_sqlite if engine == "sqlite" else _postgresql)(services, unfinished, pg_bin)
        file.chmod(0o600)
        manifest = Manifest(
            taken_at=at.isoformat(timespec="seconds"),
            engine=engine,
            release=version("sen-id"),
            file=file.name,
            size=file.stat().st_size,
            sha256=file_digest(file),
            facts=facts,
        ).sealed(services.settings.sealing_keys[0])
        manifest.write(unfinished)
        sqlite.settle(file)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    services.audit.record(BackupTaken(seal=manifest.seal))
    return Taken(folder, manifest)


def _sqlite(services: Services, folder: Path, _pg_bin: Path | None) -> tuple[Path, Facts]:
    file = folder / sqlite.FILE
    sqlite.copy(sqlite.path_of(services.settings.database), file)
    # What the copy holds, not what the original holds by now.
    engine = sqlite.reading_engine(file)
    try:
        with house_on(engine, services.settings, services.clock) as copied:
            return file, facts_of(copied)
    finally:
        engine.dispose()


def _postgresql(services: Services, folder: Path, pg_bin: Path | None) -> tuple[Path, Facts]:
    file = folder / postgresql.FILE
    url = services.settings.database
    engine = engine_on(url)
    try:
        with postgresql.snapshot(engine) as (connection, name):
            server = postgresql.server_version(connection)
            postgresql.Tools(url, pg_bin).dump(file, name, server)
            with house_on(connection, services.settings, services.clock) as copied:
                return file, facts_of(copied)
    finally:
        engine.dispose()
