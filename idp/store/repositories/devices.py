"""Devices citizens have signed in on."""

import uuid
from functools import cache

from sqlalchemy import bindparam, delete, select
from sqlalchemy.sql.dml import ReturningInsert

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_for
from idp.store.models import Device
from idp.store.models.base import table_of

_DEVICES = table_of(Device)


class Devices:
    """Keeps which citizen has used which browser."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def citizens_on(self, digest: str) -> dict[str, str]:
        """Who has signed in on the browser behind a cookie: device ids by citizen ids."""
        rows = self._session.execute(select(Device.citizen_id, Device.id).where(Device.digest == digest))
        return {row.citizen_id: row.id for row in rows}

    def seen(self, digest: str, citizen_id: str, agent: str) -> bool:
        """Note that a citizen signed in on a browser. Whether it was the first time."""
        fresh = {"id": str(uuid.uuid4()), "digest": digest, "citizen_id": citizen_id}
        dialect = self._session.get_bind().dialect.name
        kept = self._session.connection().execute(
            _seen(dialect), {**fresh, "now": self._clock(), "browser": agent}
        )
        return kept.scalar() == fresh["id"]

    def of(self, citizen_id: str) -> list[Device]:
        """A citizen's devices, the last used first."""
        found = (
            select(Device)
            .where(Device.citizen_id == citizen_id)
            .order_by(Device.last_seen_at.desc(), Device.id)
        )
        return list(self._session.scalars(found))

    def forget_all(self, citizen_id: str) -> int:
        """Forget a citizen's devices; how many."""
        gone = self._session.execute(
            delete(Device).where(Device.citizen_id == citizen_id).returning(Device.id)
        )
        return len(gone.all())


@cache
def _seen(dialect: str) -> ReturningInsert[str]:
    # Made once: to make a statement takes longer than to run it.
    latest = {
        "last_seen_at": bindparam("now", type_=_DEVICES.c.last_seen_at.type),
        "agent": bindparam("browser"),
    }
    return (
        insert_for(dialect, _DEVICES)
        .values(
            id=bindparam("id"),
            digest=bindparam("digest"),
            citizen_id=bindparam("citizen_id"),
            first_seen_at=latest["last_seen_at"],
            **latest,
        )
        .on_conflict_do_update(index_elements=[_DEVICES.c.digest, _DEVICES.c.citizen_id], set_=latest)
        .returning(_DEVICES.c.id)
    )
