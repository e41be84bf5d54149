"""Back-channel logout: every application of an ended session is told (OpenID Connect Back-Channel Logout, 2.5).

An application may be removed before it was told, so each entry holds what the outbox needs of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from idp.audit.events.sign_out import ApplicationNotReached, ApplicationSignedOut
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.outbound.addresses import AddressForbidden
from idp.outbound.delivery import Deliverer, DeliveryFailed, Send
from idp.outbound.http import NoAnswer, Outgoing
from idp.outbound.outbox import Outbox, Parcel
from idp.store.models import BrowserSession, Client, OutboxEntry
from idp.store.repositories.clients import Clients
from idp.store.repositories.protocol_calls import LOGOUT, ProtocolCalls
from idp.store.repositories.visits import Visits

KIND = "backchannel_logout"
URI = "backchannel_logout_uri"

Mint = Callable[[Client, str, str], str]
"""Makes a logout token for an application, a citizen and a session."""

_ACCEPTED = {200, 204}
"""204 is what some frameworks make of an empty 200 (2.8)."""

_NEEDED = (URI, "subject_type", "id_token_signed_response_alg")
"""Where an application is told, and what its logout tokens are made by beside its sector and profile."""


class LogoutQueue:
    """Puts a logout into the outbox for each application of a session."""

    def __init__(self, outbox: Outbox, visits: Visits, clients: Clients) -> None:
        self._outbox = outbox
        self._visits = visits
        self._clients = clients

    def session_ended(self, session: BrowserSession, _reason: str) -> None:
        """Queue what is to be said, in the transaction that ends the session. Whatever the reason, they are told."""
        for client in self._visits.of(session.id):
            self.tell(client, session.citizen_id, session.id)

    def tell(self, client: Client, citizen_id: str, session_id: str) -> None:
        """Queue that a session is over for one application, if it can be told."""
        if client.metadata_.get(URI):
            # The token is made when it is sent: it lives two minutes, and trying may go on for a day.
            said = _said(client, citizen_id, session_id)
            self._outbox.add(KIND, said, group=session_id, client_id=client.client_id)

    def tell_again(self, entry: OutboxEntry) -> bool:
        """Queue what was given up once more. False when it was not, or session or application are forgotten by now."""
        session_id, client = entry.group_id or "", self._clients.find(entry.client_id or "")
        citizen_id = self._visits.citizen_of(session_id)
        if entry.kind != KIND or citizen_id is None or client is None:
            return False
        return self._outbox.revive(entry.id, _said(client, citizen_id, session_id))


@dataclass(frozen=True)
class Tried:
    """One attempt, as the application's developer sees it.

    Args:
        at: When it began.
        milliseconds: How long the application took.
        status: Of its answer; 0 where there was none.
        error: Why there was none, in one word.
        is_theirs: Whether the application that was told is the one that is registered now.
    """

    at: datetime
    milliseconds: int
    status: int
    error: str | None
    is_theirs: bool


@dataclass(frozen=True, kw_only=True)
class LogoutDelivery(Deliverer):
    """Posts logout tokens.

    Args:
        clients: The registered applications.
        visits: Know which sessions are open.
        mint: Makes the tokens.
        http: The way out.
        audit: The audit log.
        calls: Where developers see each attempt.
        clock: The time.
    """

    clients: Clients
    visits: Visits
    mint: Mint
    http: Outgoing
    audit: AuditLog
    calls: ProtocolCalls
    clock: Clock

    def prepare(self, parcel: Parcel) -> Send:
        """Make the token for the address that is registered now; that of a removed application is the one it had."""
        client = self._addressee(parcel)
        address = client.metadata_.get(URI) if client is not None else None
        if client is None or not address:
            raise DeliveryFailed("no_address", is_final=True)
        # The token would name the session that was begun since: `sid` is the same all through a browser session.
        if self.visits.is_open(parcel.payload["session_id"], client.client_id):
            raise DeliveryFailed("signed_in_again", is_final=True)
        token = self.mint(client, parcel.payload["citizen_id"], parcel.payload["session_id"])
        is_theirs = client is self.clients.find(client.client_id)
        return lambda: self._send(address, token, is_theirs=is_theirs)

    def delivered(self, parcel: Parcel, result: Tried) -> None:
        """Note that the application has confirmed."""
        self.audit.record(ApplicationSignedOut(**_facts(parcel)))
        self._show(parcel, result)

    def failed(self, parcel: Parcel, result: Tried) -> None:
        """Let the developer see an attempt that failed."""
        self._show(parcel, result)

    def gave_up(self, parcel: Parcel, reason: str) -> None:
        """Note that it never did."""
        self.audit.record(ApplicationNotReached(**_facts(parcel), reason=reason))

    def _show(self, parcel: Parcel, tried: Tried) -> None:
        if not tried.is_theirs:
            return
        row = {
            "client_id": parcel.client_id,
            "at": tried.at,
            "method": "POST",
            "endpoint": LOGOUT,
            "status": tried.status,
            "error": tried.error,
            "reason": f"A session has ended: attempt {parcel.attempt} to tell the application.",
            "incident": None,
            "milliseconds": tried.milliseconds,
            "observed": None,
        }
        self.calls.add([row])

    def _addressee(self, parcel: Parcel) -> Client | None:
        now = self.clients.find(parcel.client_id or "")
        if "client" not in parcel.payload:  # queued by an earlier release
            return now
        kept = restored(parcel.payload["client"])
        # Another application may be registered under the same name by now: it must not hear of these sessions.
        return now if now is not None and now.created_at == kept.created_at else kept

    def _send(self, address: str, token: str, *, is_theirs: bool) -> Tried:
        at, began = self.clock(), perf_counter()
        status, error = self._status(address, token)
        tried = Tried(at, int((perf_counter() - began) * 1000), status, error, is_theirs)
        if status not in _ACCEPTED:
            raise DeliveryFailed(error or f"status_{status}", result=tried)
        return tried

    def _status(self, address: str, token: str) -> tuple[int, str | None]:
        """The status of the answer; 0 and one word where there was none."""
        try:
            return self.http.post_form(address, {"logout_token": token}).status, None
        except NoAnswer as failure:
            return 0, failure.reason
        except AddressForbidden:
            return 0, "forbidden_address"


def departing(client: Client) -> dict[str, Any]:
    """What telling an application needs of its registration, as JSON can hold it."""
    return {
        "client_id": client.client_id,
        "registered_at": client.created_at.isoformat(),
        "sector": client.sector,
        "profile": client.profile,
        "metadata": {name: client.metadata_[name] for name in _NEEDED if name in client.metadata_},
    }


def restored(kept: Mapping[str, Any]) -> Client:
    """An application as `departing` has written it down; it belongs to no transaction."""
    return Client(
        client_id=kept["client_id"],
        created_at=datetime.fromisoformat(kept["registered_at"]),
        sector=kept["sector"],
        profile=kept["profile"],
        metadata_=kept["metadata"],
    )


def _said(client: Client, citizen_id: str, session_id: str) -> dict[str, Any]:
    return {"citizen_id": citizen_id, "session_id": session_id, "client": departing(client)}


def _facts(parcel: Parcel) -> dict[str, Any]:
    return {
        "citizen_id": parcel.payload["citizen_id"],
        "client_id": parcel.client_id,
        "session_id": parcel.payload["session_id"],
        "attempts": parcel.attempt,
    }
