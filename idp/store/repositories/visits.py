"""Which applications a browser session was used for."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from idp.store.models import Authorization, Client


class Visits:
    """Finds the applications that hold an ID token of a session."""

    def __init__(self, session: "scoped_session[Session]") -> None:
        self._session = session

    def of(self, session_id: str) -> Sequence[Client]:
        """The applications of one session, the first visited first; of one moment, by identifier. One SELECT."""
        visited = (
            select(Authorization.client_id, func.min(Authorization.created_at).label("since"))
            .where(Authorization.session_id == session_id, Authorization.redeemed_at.is_not(None))
            .group_by(Authorization.client_id)
            .subquery()
        )
        found = select(Client).join(visited, visited.c.client_id == Client.client_id)
        return self._session.scalars(found.order_by(visited.c.since, Client.client_id)).all()
