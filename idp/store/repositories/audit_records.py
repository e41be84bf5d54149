"""Reading the audit log."""

from collections.abc import Iterable

from sqlalchemy import select

from idp.store.db import DatabaseSession
from idp.store.models import AuditRecord


class AuditRecords:
    """Finds events. Nothing here changes one."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def about_citizen(
        self, citizen_id: str, names: Iterable[str], *, most: int, before: int | None = None
    ) -> list[AuditRecord]:
        """What happened to one citizen, the latest first.

        Args:
            citizen_id: Who.
            names: Which events.
            most: How many.
            before: Only events older than this record, for the next page.
        """
        found = select(AuditRecord).where(AuditRecord.citizen_id == citizen_id, AuditRecord.name.in_(list(names)))
        if before is not None:
            found = found.where(AuditRecord.id < before)
        return list(self._session.scalars(found.order_by(AuditRecord.at.desc(), AuditRecord.id.desc()).limit(most)))
