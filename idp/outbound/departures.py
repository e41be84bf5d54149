"""Leaving single applications while a browser session goes on: they are told as if it had ended."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from idp.audit.events.sign_out import ApplicationLeft
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.outbound.delivery import Deliverer, Send
from idp.outbound.logout_delivery import LogoutQueue, departing, restored
from idp.outbound.outbox import Outbox, Parcel
from idp.store.models import BrowserSession, Client
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.clients import Clients
from idp.store.repositories.visits import Visits

KIND = "leave_application"
REMOVED = "leave_removed"
BATCH = 200
"""Sessions of a suspended or removed application that are handled in one transaction."""


class Cause(StrEnum):
    """Why an application is left."""

    CHOSEN = "chosen"
    DISCONNECTED = "disconnected"
    TOKEN_REUSED = "token_reused"  # noqa: S105  a reason, not a token
    OFFICE_ENDED = "office_ended"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class Given(Protocol):
    """What is read of an authorization."""

    @property
    def client_id(self) -> str:
        """The application."""

    @property
    def citizen_id(self) -> str:
        """Who let it in."""

    @property
    def session_id(self) -> str | None:
        """The browser session it was given in."""


class Departures:
    """Ends what a session has opened at some applications, and has them told."""

    def __init__(
        self,
        *,
        visits: Visits,
        clients: Clients,
        authorizations: Authorizations,
        queue: LogoutQueue,
        outbox: Outbox,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._visits = visits
        self._clients = clients
        self._authorizations = authorizations
        self._queue = queue
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    def leave(self, session: BrowserSession, client_ids: Collection[str]) -> list[str]:
        """Sign a citizen out of some applications only. What these were given in the session ends, but offline access.

        Args:
            session: It goes on.
            client_ids: The applications; those it was not used for do not count.

        Returns:
            Those that were left.
        """
        chosen = [client for client in self._visits.of(session.id) if client.client_id in client_ids]
        left = [
            client.client_id
            for client in chosen
            if self._leave(client, session.citizen_id, session.id, Cause.CHOSEN)
        ]
        for client_id in left:
            self._authorizations.revoke_of_session(session.id, client_id, str(Cause.CHOSEN))
        return left

    def disconnected(self, citizen_id: str, client_id: str, cause: Cause = Cause.DISCONNECTED) -> None:
        """A citizen takes back what an application was given, or loses it: it is over in all of their sessions."""
        client = self._clients.find(client_id)
        for session_id in self._visits.sessions_at(client_id, citizen_id) if client else ():
            self._leave(client, citizen_id, session_id, cause)

    def tokens_reused(self, given: Given) -> None:
        """A refresh token came twice: whoever holds the session at the application may be a thief."""
        client = self._clients.find(given.client_id)
        if (
            client is not None
            and given.session_id
            and self._visits.is_open(given.session_id, client.client_id)
        ):
            self._leave(client, given.citizen_id, given.session_id, Cause.TOKEN_REUSED)

    def suspended(self, client_id: str) -> None:
        """An application was suspended: it is told of every session it has. One INSERT; a worker does the rest."""
        self._outbox.add(KIND, {"until": self._clock().isoformat()}, client_id=client_id)

    def removed(self, client: Client) -> None:
        """An application is about to be removed: what tells it of its sessions is written down while they are known.

        One UPDATE, and an INSERT for each batch of sessions; a worker does the rest.
        """
        open_sessions = self._visits.leave_all(client.client_id)
        for start in range(0, len(open_sessions), BATCH):
            said = {"client": departing(client), "sessions": open_sessions[start : start + BATCH]}
            self._outbox.add(REMOVED, said, client_id=client.client_id)

    def tell_removed(self, client: Client, sessions: Collection[tuple[str, str]]) -> None:
        """Tell an application that is gone of the sessions it had.

        Args:
            client: As it was.
            sessions: Each with its citizen.
        """
        for session_id, citizen_id in sessions:
            self._tell(client, citizen_id, session_id, Cause.REMOVED)

    def leave_next(self, client_id: str, until: datetime) -> None:
        """Tell an application of the sessions it has, a batch at a time.

        Args:
            client_id: The application.
            until: Visits that began later do not count.
        """
        client = self._clients.find(client_id)
        found = self._visits.open_at(client_id, until, BATCH) if client else ()
        for session_id, citizen_id in found:
            self._leave(client, citizen_id, session_id, Cause.SUSPENDED, until)
        if len(found) == BATCH:
            self._outbox.add(KIND, {"until": until.isoformat()}, client_id=client_id)

    def _leave(
        self,
        client: Client | None,
        citizen_id: str,
        session_id: str,
        cause: Cause,
        until: datetime | None = None,
    ) -> bool:
        if client is None or not self._visits.leave(session_id, client.client_id, until):
            return False
        self._tell(client, citizen_id, session_id, cause)
        return True

    def _tell(self, client: Client, citizen_id: str, session_id: str, cause: Cause) -> None:
        self._queue.tell(client, citizen_id, session_id)
        self._audit.record(
            ApplicationLeft(
                citizen_id=citizen_id, client_id=client.client_id, session_id=session_id, reason=str(cause)
            )
        )


class LeavingAll(Deliverer):
    """Does, in the worker, what suspending an application asks for."""

    def __init__(self, departures: Departures) -> None:
        self._departures = departures

    def prepare(self, parcel: Parcel) -> Send:
        """Queue the next batch; nothing is left to send. Doing it twice tells nobody twice."""
        until = datetime.fromisoformat(parcel.payload["until"])
        self._departures.leave_next(parcel.client_id or "", until)
        return lambda: None


class TellingRemoved(Deliverer):
    """Does, in the worker, what removing an application asks for."""

    def __init__(self, departures: Departures) -> None:
        self._departures = departures

    def prepare(self, parcel: Parcel) -> Send:  # noqa: ARG002  the signature is the caller's
        """Nothing leaves by this way itself."""
        return lambda: None

    def delivered(self, parcel: Parcel, result: Any) -> None:  # noqa: ARG002  the signature is the caller's
        """Queue what is said of each session, in the transaction that settles the entry: nobody is told twice."""
        self._departures.tell_removed(restored(parcel.payload["client"]), parcel.payload["sessions"])
