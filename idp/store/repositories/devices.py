"""Devices citizens have signed in on."""

import uuid

from sqlalchemy import delete, select

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import Device


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
        now = self._clock()
        fresh = {"id": str(uuid.uuid4()), "digest": digest, "citizen_id": citizen_id, "first_seen_at": now}
        kept = self._session.execute(
            insert_into(self._session, Device)
            .values(**fresh, last_seen_at=now, agent=agent)
            .on_conflict_do_update(
                index_elements=[Device.digest, Device.citizen_id], set_={"last_seen_at": now, "agent": agent}
            )
            .returning(Device.id)
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
