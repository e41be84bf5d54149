"""What requests have in common whose answer is fetched: a secret to ask with, a pace, a decision, one success."""

from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.digests import digest
from idp.crypto.sealing import Sealer
from idp.store.models import BackchannelRequest, DeviceAuthorization

Row = TypeVar("Row", DeviceAuthorization, BackchannelRequest)


class PolledRequests(Generic[Row]):
    """Keeps requests of one kind, their parameters sealed. Each step is one conditional statement.

    Args:
        session: The session of the running request.
        sealer: Seals the parameters.
        clock: The only source of time.
    """

    table: type[Row]

    def __init__(self, session: "scoped_session[Session]", sealer: Sealer, clock: Clock) -> None:
        self._session = session
        self._sealer = sealer
        self._clock = clock

    def find(self, secret: str) -> Row | None:
        """The request a client names, whatever became of it."""
        return self._one(self.table.digest == digest(secret))

    def polled(self, found: str, before: datetime | None, interval_seconds: int) -> bool:
        """Note that a client has asked, and how long it has to wait. False when it asked twice at once.

        Args:
            found: The request's digest.
            before: When the client had asked before, as far as was known when this question was read.
            interval_seconds: How long it has to wait from now on.
        """
        table = self.table
        same = table.polled_at.is_(None) if before is None else table.polled_at == before
        stamp = {"polled_at": self._clock(), "interval_seconds": interval_seconds}
        return self._step(table.digest == found, same, **stamp)

    def approve(self, found: Row, authorization_id: str) -> bool:
        """Note that the citizen allowed it. True for exactly one caller, and only while it waits."""
        return self._decide(found, state="approved", authorization_id=authorization_id)

    def refuse(self, found: Row) -> bool:
        """Note that the citizen refused. True for exactly one caller, and only while it waits."""
        return self._decide(found, state="refused")

    def parameters_of(self, found: Row) -> dict[str, Any]:
        """What the request says."""
        opened: dict[str, Any] = self._sealer.open_json(found.parameters_sealed, self._where)
        return opened

    @property
    def _where(self) -> str:
        return f"{self.table.__tablename__}.parameters_sealed"

    def _waits(self) -> ColumnElement[bool]:
        return (self.table.state == "waiting") & (self.table.expires_at > self._clock())

    def _decide(self, found: Row, **values: Any) -> bool:
        return self._step(self.table.digest == found.digest, self._waits(), **values)

    def _one(self, *which: ColumnElement[bool]) -> Row | None:
        return self._session.scalar(
            select(self.table).where(*which).execution_options(populate_existing=True)
        )

    def _step(self, *which: ColumnElement[bool], **values: Any) -> bool:
        stepped = self._session.execute(
            update(self.table)
            .where(*which)
            .values(**values)
            .returning(self.table.digest)
            .execution_options(synchronize_session=False)
        )
        return stepped.scalar() is not None
