"""Which applications a browser session was used for, and which of them it is over for already."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.store.models import Authorization, BrowserSession, Client

_VISITED = Authorization.redeemed_at.is_not(None)
_STILL_THERE = (_VISITED, Authorization.left_at.is_(None))


class Visits:
    """Finds the applications that hold an ID token of a session, and takes them off one by one."""

    def __init__(self, session: "scoped_session[Session]", clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def of(self, session_id: str, among: Collection[str] | None = None) -> Sequence[Client]:
        """The applications of one session, the first visited first; of one moment, by identifier. One SELECT.

        Args:
            session_id: The browser session.
            among: Only these, even if the session is over for them; without, those it is not over for.
        """
        which = _STILL_THERE if among is None else (_VISITED, Authorization.client_id.in_(among))
        visited = (
            select(Authorization.client_id, func.min(Authorization.created_at).label("since"))
            .where(Authorization.session_id == session_id, *which)
            .group_by(Authorization.client_id)
            .subquery()
        )
        found = select(Client).join(visited, visited.c.client_id == Client.client_id)
        return self._session.scalars(found.order_by(visited.c.since, Client.client_id)).all()

    def sessions_at(self, client_id: str, citizen_id: str) -> Sequence[str]:
        """The open sessions in which one citizen uses one application."""
        return [session_id for session_id, _ in self._open(client_id, Authorization.citizen_id == citizen_id)]

    def open_at(self, client_id: str, until: datetime, most: int) -> Sequence[tuple[str, str]]:
        """Open sessions in which anybody uses one application: each with its citizen.

        Args:
            client_id: The application.
            until: Visits that began later do not count.
            most: How many at most.
        """
        return self._open(client_id, Authorization.created_at <= until, most=most)

    def latest_at(self, client_id: str) -> tuple[str, str] | None:
        """The open session in which one application was used last, with its citizen."""
        found = (
            select(BrowserSession.id, BrowserSession.citizen_id)
            .join(Authorization, Authorization.session_id == BrowserSession.id)
            .where(Authorization.client_id == client_id, *_STILL_THERE, BrowserSession.ended_at.is_(None))
            .order_by(Authorization.created_at.desc())
            .limit(1)
        )
        row = self._session.execute(found).first()
        return (row[0], row[1]) if row is not None else None

    def authorizations_in(self, session_id: str, client_id: str) -> Sequence[str]:
        """What one application was given in one session, by name."""
        found = select(Authorization.id).where(
            Authorization.session_id == session_id, Authorization.client_id == client_id, _VISITED
        )
        return self._session.scalars(found).all()

    def is_open(self, session_id: str, client_id: str) -> bool:
        """Whether a session goes on, and an application is used in it."""
        there = exists().where(
            Authorization.session_id == session_id,
            Authorization.client_id == client_id,
            *_STILL_THERE,
            BrowserSession.id == Authorization.session_id,
            BrowserSession.ended_at.is_(None),
        )
        return bool(self._session.scalar(select(there)))

    def citizen_of(self, session_id: str) -> str | None:
        """Whose session it was, while that is known."""
        return self._session.scalar(select(BrowserSession.citizen_id).where(BrowserSession.id == session_id))

    def leave(self, session_id: str, client_id: str, until: datetime | None = None) -> bool:
        """Note that a session is over for one application. True for exactly one caller.

        Args:
            session_id: The browser session.
            client_id: The application.
            until: Visits that began later go on.
        """
        visits = [Authorization.session_id == session_id, Authorization.client_id == client_id, *_STILL_THERE]
        if until is not None:
            visits.append(Authorization.created_at <= until)
        left = self._session.execute(
            update(Authorization)
            .where(*visits)
            .values(left_at=self._clock())
            .returning(Authorization.id)
            .execution_options(synchronize_session=False)
        )
        return left.first() is not None

    def leave_all(self, client_id: str) -> list[tuple[str, str]]:
        """Note that every open session is over for one application: each of them with its citizen. One statement."""
        is_open = exists().where(
            BrowserSession.id == Authorization.session_id, BrowserSession.ended_at.is_(None)
        )
        left = self._session.execute(
            update(Authorization)
            .where(Authorization.client_id == client_id, *_STILL_THERE, is_open)
            .values(left_at=self._clock())
            .returning(Authorization.session_id, Authorization.citizen_id)
            .execution_options(synchronize_session=False)
        )
        return sorted({(str(session_id), citizen_id) for session_id, citizen_id in left})

    def _open(
        self, client_id: str, *which: ColumnElement[bool], most: int | None = None
    ) -> list[tuple[str, str]]:
        found = (
            select(BrowserSession.id, BrowserSession.citizen_id)
            .join(Authorization, Authorization.session_id == BrowserSession.id)
            .where(
                Authorization.client_id == client_id,
                *_STILL_THERE,
                *which,
                BrowserSession.ended_at.is_(None),
            )
            .distinct()
            .order_by(BrowserSession.id)
            .limit(most)
        )
        return [(session_id, citizen_id) for session_id, citizen_id in self._session.execute(found)]
