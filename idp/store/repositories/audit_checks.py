"""Checks of the audit log in the database."""

from typing import Any

from sqlalchemy import select, update

from idp.store.db import DatabaseSession
from idp.store.models import AuditCheck


class AuditCheckRows:
    """Keeps how far each check has come."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def add(self, check: AuditCheck) -> None:
        """Keep a new one."""
        self._session.add(check)
        self._session.flush()

    def latest(self, most: int) -> list[AuditCheck]:
        """The latest ones."""
        latest = select(AuditCheck).order_by(AuditCheck.asked_at.desc(), AuditCheck.id).limit(most)
        return list(self._session.scalars(latest.execution_options(populate_existing=True)))

    def unfinished(self) -> AuditCheck | None:
        """The one that is under way, the oldest if there are several."""
        unfinished = select(AuditCheck).where(AuditCheck.finished_at.is_(None)).order_by(AuditCheck.asked_at)
        return self._session.scalar(unfinished.limit(1).execution_options(populate_existing=True))

    def move(self, check: AuditCheck, **columns: Any) -> bool:
        """Note how far a check has come. True for exactly one caller of those who went on from the same place."""
        moved = self._session.execute(
            update(AuditCheck)
            .where(AuditCheck.id == check.id, AuditCheck.version == check.version)
            .values(**columns, version=check.version + 1)
            .returning(AuditCheck.id)
            .execution_options(synchronize_session=False)
        )
        return moved.scalar() is not None
