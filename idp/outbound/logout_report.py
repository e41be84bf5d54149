"""How far telling the applications of an ended session has come: for the citizen's page, and for the console."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from idp.outbound.logout_delivery import KIND
from idp.store.models import Client, DeliveryState, OutboxEntry
from idp.store.models.outbox_entry import Try
from idp.store.repositories.outbox_entries import OutboxEntries
from idp.store.repositories.visits import Visits

FRAME = "frontchannel_logout_uri"
_LOOK_EVERY_SECONDS = 0.05


class Reached(StrEnum):
    """What is known of one application."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    """The first attempt is under way."""
    UNCONFIRMED = "unconfirmed"
    """It did not confirm so far; further attempts may follow."""
    BY_BROWSER = "by_browser"
    """It is told by the citizen's browser only, which cannot say whether it has understood."""
    UNREACHABLE = "unreachable"
    """It has no way to be told."""


@dataclass(frozen=True)
class Told:
    """One application of the session.

    Args:
        client: The application.
        reached: Whether it knows.
        tries: Each time it was told, and what came of it.
    """

    client: Client
    reached: Reached
    tries: tuple[Try, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it may still confirm."""
        return self.reached in (Reached.WAITING, Reached.UNCONFIRMED)


@dataclass(frozen=True)
class Page:
    """Some deliveries, the latest first, and the last of them if there are more."""

    entries: list[OutboxEntry]
    more: str | None


class LogoutReport:
    """Reports on ended sessions."""

    def __init__(self, entries: OutboxEntries, visits: Visits) -> None:
        self._entries = entries
        self._visits = visits

    def of(self, session_id: str, among: Collection[str] | None = None) -> list[Told]:
        """Every application of a session, or only some of them."""
        told = {entry.client_id: entry for entry in self._deliveries(session_id)}
        return [_told(client, told.get(client.client_id)) for client in self._visits.of(session_id, among)]

    def wait(self, session_id: str, seconds: float) -> None:
        """Wait until every application has answered or failed once, but not longer than some seconds."""
        end = monotonic() + seconds
        while monotonic() < end and self._is_waiting(self._deliveries(session_id)):
            time.sleep(_LOOK_EVERY_SECONDS)  # another process may deliver: the database is where to look

    def page(
        self,
        *,
        state: str | None,
        client_id: str | None,
        before: str | None,
        most: int,
        among: Collection[str] | None = None,
    ) -> Page:
        """Deliveries to all applications, or to some.

        Args:
            state: Only those that stand there.
            client_id: Only those to this application.
            before: The last one of the page before.
            most: How many.
            among: Only those to these applications.
        """
        last = self._entries.find(before) if before else None
        found = self._entries.of_kind(
            KIND, state=state, client_id=client_id, most=most + 1, before=last, among=among
        )
        return Page(found[:most], found[most - 1].id if len(found) > most else None)

    def find(self, entry_id: str) -> OutboxEntry | None:
        """One delivery."""
        entry = self._entries.find(entry_id)
        return entry if entry is not None and entry.kind == KIND else None

    def _deliveries(self, session_id: str) -> list[OutboxEntry]:
        return [entry for entry in self._entries.of_groups([session_id]) if entry.kind == KIND]

    def _is_waiting(self, entries: Sequence[OutboxEntry]) -> bool:
        return any(_reached(entry) is Reached.WAITING for entry in entries)


def _told(client: Client, entry: OutboxEntry | None) -> Told:
    if entry is None:
        return Told(client, Reached.BY_BROWSER if client.metadata_.get(FRAME) else Reached.UNREACHABLE)
    return Told(client, _reached(entry), entry.tried)


def _reached(entry: OutboxEntry) -> Reached:
    if entry.state == DeliveryState.DELIVERED:
        return Reached.CONFIRMED
    is_first = entry.state == DeliveryState.PENDING and entry.last_error is None
    return Reached.WAITING if is_first else Reached.UNCONFIRMED
