"""Incidents, for the developer of an application and for operators."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.store.models import Incident

KEPT_AT_MOST = 50_000
"""However many there are: a flood must not fill the disk."""


class Incidents:
    """Keeps incidents, the newest ones."""

    def __init__(self, session: "scoped_session[Session]", clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, code: str, **columns: str | None) -> None:
        """Keep one. Does not commit.

        Args:
            code: As it was shown.
            columns: The other columns of the table, but for the moment.
        """
        self._session.execute(insert(Incident).values(code=code, at=self._clock(), **columns))

    def find(self, typed: str) -> Incident | None:
        """An incident by its code, however it was read out: capitals and dash do not matter."""
        signs = "".join(sign for sign in typed.upper() if sign.isalnum())
        return self._session.get(Incident, f"{signs[:4]}-{signs[4:]}") if len(signs) == 8 else None

    def latest(
        self,
        most: int,
        client_id: str | None = None,
        among: Collection[str] | None = None,
        before: tuple[datetime, str] | None = None,
    ) -> list[Incident]:
        """The newest, of all applications, of one, or of some.

        Args:
            most: How many.
            client_id: Of this one.
            among: Of these.
            before: Moment and code of the last one that is known already.
        """
        chosen = select(Incident).order_by(Incident.at.desc(), Incident.code).limit(most)
        if client_id is not None:
            chosen = chosen.where(Incident.client_id == client_id)
        if among is not None:
            chosen = chosen.where(Incident.client_id.in_(among))
        if before is not None:
            at, code = before
            chosen = chosen.where(or_(Incident.at < at, and_(Incident.at == at, Incident.code > code)))
        return list(self._session.scalars(chosen))

    def remove_surplus(self, most: int = KEPT_AT_MOST, batch: int = 500) -> int:
        """Remove the oldest where there are too many; how many.

        Args:
            most: How many may stay.
            batch: How many go in one transaction.
        """
        newest_first = select(Incident.code).order_by(Incident.at.desc(), Incident.code)
        over = list(self._session.scalars(newest_first.offset(most).limit(batch)))
        if over:
            self._session.execute(
                delete(Incident).where(Incident.code.in_(over)).execution_options(synchronize_session=False)
            )
        return len(over)
