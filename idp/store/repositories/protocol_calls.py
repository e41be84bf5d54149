"""The latest calls of applications, in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select

from idp.store.db import DatabaseSession
from idp.store.models import ProtocolCall

MOST = 200
"""Calls of each application that are kept."""

LOGOUT = "backchannel_logout"
"""The endpoint of calls in the other direction: an application is told that a session is over."""


class ProtocolCalls:
    """Keeps and shows calls."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def add(self, calls: Sequence[dict[str, Any]]) -> None:
        """Keep some calls, each by its columns. One INSERT."""
        if calls:
            self._session.execute(insert(ProtocolCall), list(calls))

    def latest(self, client_id: str, most: int = MOST) -> Sequence[ProtocolCall]:
        """The latest calls of an application, the newest first."""
        found = select(ProtocolCall).where(ProtocolCall.client_id == client_id)
        return self._session.scalars(found.order_by(ProtocolCall.id.desc()).limit(most)).all()

    def remove_surplus(self, most_clients: int = 50, most: int = 500) -> int:
        """Remove the oldest calls of applications that have more than the most; how many. For housekeeping.

        Args:
            most_clients: How many applications are looked at.
            most: How many calls are removed at most.
        """
        crowded = (
            select(ProtocolCall.client_id)
            .group_by(ProtocolCall.client_id)
            .having(func.count() > MOST)
            .limit(most_clients)
        )
        removed = 0
        for client_id in self._session.scalars(crowded).all():
            oldest_kept = (
                select(ProtocolCall.id)
                .where(ProtocolCall.client_id == client_id)
                .order_by(ProtocolCall.id.desc())
                .offset(MOST - 1)
                .limit(1)
                .scalar_subquery()
            )
            surplus = (
                select(ProtocolCall.id)
                .where(ProtocolCall.client_id == client_id, ProtocolCall.id < oldest_kept)
                .limit(most - removed)
                .with_for_update(skip_locked=True)
            )
            found = self._session.scalars(surplus).all()
            if found:
                gone = delete(ProtocolCall).where(ProtocolCall.id.in_(found))
                self._session.execute(gone.execution_options(synchronize_session=False))
            removed += len(found)
            if removed >= most:
                break
        return removed
