"""Announcements in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import select, update

from idp.store.db import DatabaseSession
from idp.store.models import Banner


@dataclass(frozen=True)
class Shown:
    """One announcement, as pages show it."""

    kind: str
    vi: str
    en: str
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, row: Banner) -> Self:
        """From its row."""
        return cls(row.kind, row.vi, row.en, row.starts_at, row.ends_at)

    def runs(self, now: datetime) -> bool:
        """Whether it is to be seen."""
        return self.starts_at <= now < self.ends_at


class BannerRows:
    """Keeps announcements."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def add(self, banner: Banner) -> None:
        """Keep a new one."""
        self._session.add(banner)
        self._session.flush()

    def all(self, most: int) -> Sequence[Banner]:
        """Those that were made, the latest first."""
        return self._session.scalars(
            select(Banner).order_by(Banner.starts_at.desc(), Banner.id).limit(most)
        ).all()

    def find(self, banner_id: str) -> Banner | None:
        """One of them."""
        return self._session.scalar(select(Banner).where(Banner.id == banner_id))

    def withdraw(self, banner_id: str, now: datetime) -> bool:
        """Take one down that is not over yet. True for exactly one caller."""
        taken = self._session.execute(
            update(Banner)
            .where(Banner.id == banner_id, Banner.withdrawn_at.is_(None), Banner.ends_at > now)
            .values(withdrawn_at=now)
            .returning(Banner.id)
            .execution_options(synchronize_session="fetch")
        )
        return taken.scalar() is not None

    def not_over(self, now: datetime) -> tuple[Shown, ...]:
        """Those that run or will run, emergencies first.

        Read on a connection of its own: a page may be rendered while its transaction cannot be used any more.
        """
        columns = (Banner.kind, Banner.vi, Banner.en, Banner.starts_at, Banner.ends_at)
        wanted = select(*columns).where(Banner.ends_at > now, Banner.withdrawn_at.is_(None))
        with self._session.get_bind().connect() as connection:  # type: ignore[union-attr]  # it is an engine
            rows = connection.execute(wanted.order_by(Banner.kind, Banner.starts_at)).all()
        return tuple(Shown(*row) for row in rows)
