"""Putting a copy back: checked first, in a new era, in one step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from sqlalchemy import Engine

from idp.backup import era, postgresql, sqlite
from idp.backup.era import Ended
from idp.backup.facts import checked, engine_on, house_on, is_of_this_release
from idp.backup.manifest import BadBackup, Manifest
from idp.clock import Clock
from idp.config import Settings
from idp.store import schema, upgrading


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How to restore.

    Args:
        folder: Where the copy and its manifest lie.
        replace: Whether a database that is there may be moved aside.
        keep_recovery_codes: Whether printed recovery codes stay good.
        pg_bin: Where PostgreSQL's programs are; None for the search path.
    """

    folder: Path
    replace: bool = False
    keep_recovery_codes: bool = False
    pg_bin: Path | None = None


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the database of before is now; None if there was none."""

    manifest: Manifest
    ended: Ended
    aside: str | None


def restore(wish: Wish, settings: Settings, clock: Clock) -> Restored:
    """Put a copy in the place of the database that the settings name.

    Raises:
        BadBackup: It cannot be; the database is as it was.
    """
    manifest = Manifest.read(wish.folder)
    manifest.check_seal(settings.sealing_keys)
    file = manifest.copy_in(wish.folder)
    if manifest.facts.migration > schema.known_migrations()[-1]:
        raise BadBackup(
            f"The copy was taken by a newer release ({manifest.release}): install that one first."
        )
    engine = "sqlite" if settings.database.startswith("sqlite") else "postgresql"
    if manifest.engine != engine:
        raise BadBackup(f"The copy is one of {manifest.engine}, and IDP_DATABASE_URL names {engine}.")
    work = _Work(wish, manifest, settings, clock)
    return work.on_sqlite(file) if engine == "sqlite" else work.on_postgresql(file)


def begin_era(settings: Settings, clock: Clock, *, keep_recovery_codes: bool) -> Ended:
    """Begin a new era on a database that came back by other means; what that ended."""
    with _engine(settings.database) as engine, house_on(engine, settings, clock) as services:
        ended = era.begin(services, keep_recovery_codes=keep_recovery_codes)
        services.session.commit()
    return ended


class _Work:
    """One restore."""

    def __init__(self, wish: Wish, manifest: Manifest, settings: Settings, clock: Clock) -> None:
        self._wish = wish
        self._manifest = manifest
        self._settings = settings
        self._clock = clock
        self._aside = f"{postgresql.ASIDE}{clock().astimezone(UTC):%Y%m%dt%H%M%Sz}"

    def on_sqlite(self, file: Path) -> Restored:
        """Make everything ready beside the database, and let it take its place in one step."""
        target = sqlite.path_of(self._settings.database)
        there = sqlite.holds_anything(target)
        self._refuse_replacing(str(target), there)
        if there:
            sqlite.refuse_while_used(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.restoring")
        aside = target.with_name(f"{target.name}.{self._aside}")
        _remove(fresh)  # of a restore that was killed: its journal would not be this one's
        try:
            sqlite.copy(file, fresh)
            if wrong := sqlite.unharmed(fresh):
                raise BadBackup(f"The copy is damaged: {wrong}.")
            with _engine(f"sqlite:///{fresh.absolute()}") as engine:
                ended = self._begin_era(engine)
            sqlite.refuse_while_used(fresh)  # folds the journal in: one file, complete
            sqlite.put_in_place(fresh, target, aside)
        finally:
            _remove(fresh)
        return Restored(self._manifest, ended, str(aside) if there else None)

    def on_postgresql(self, file: Path) -> Restored:
        """Restore in one transaction, then begin the new era; what was there is kept in a schema of another name."""
        tools = postgresql.Tools(self._settings.database, self._wish.pg_bin)
        with _engine(self._settings.database) as engine, engine.connect() as connection:
            postgresql.refuse_while_used(connection)
            there = postgresql.holds_anything(connection)
            self._refuse_replacing("the database", there)
            server = postgresql.server_version(connection)
            connection.rollback()
            aside = self._aside if there else None
            if aside is not None:
                postgresql.move_aside(connection, aside)
            try:
                tools.restore(file, server)
                ended = self._begin_era(engine)
            except BaseException:
                postgresql.undo(connection, aside)
                raise
        return Restored(self._manifest, ended, f"schema {aside}" if aside else None)

    def _refuse_replacing(self, what: str, there: bool) -> None:
        if there and not self._wish.replace:
            raise BadBackup(f"There is a database already ({what}): --replace moves it aside.")

    def _begin_era(self, engine: Engine) -> Ended:
        is_ours = is_of_this_release(self._manifest.facts)
        if not is_ours:
            upgrading.upgrade(engine)
        with house_on(engine, self._settings, self._clock) as services:
            if is_ours:
                for found in checked(services, self._manifest.facts):
                    if not found.ok:
                        raise BadBackup(f"The copy is not well: {found.subject}: {found.text}.")
            ended = era.begin(
                services,
                taken_at=self._manifest.taken_at,
                seal=self._manifest.seal,
                keep_recovery_codes=self._wish.keep_recovery_codes,
            )
            services.session.commit()
        return ended


def _remove(fresh: Path) -> None:
    for left in fresh.parent.glob(f"{fresh.name}*"):
        left.unlink()


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = engine_on(url)
    try:
        yield engine
    finally:
        engine.dispose()
