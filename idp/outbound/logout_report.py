"""How far telling the applications of an ended session has come, for the page the citizen sees meanwhile."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from idp.outbound.logout_delivery import KIND
from idp.store.models import Client, DeliveryState, OutboxEntry
from idp.store.repositories.outbox_entries import OutboxEntries
from idp.store.repositories.visits import Visits

_LOOK_EVERY_SECONDS = 0.05


class Reached(StrEnum):
    """What is known of one application."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    """The first attempt is under way."""
    UNCONFIRMED = "unconfirmed"
    """It did not confirm so far; further attempts may follow."""
    UNREACHABLE = "unreachable"
    """It has no way to be told."""


@dataclass(frozen=True)
class Told:
    """One application of the session.

    Args:
        client: The application.
        reached: Whether it knows.
        tries: How often it was told.
    """

    client: Client
    reached: Reached
    tries: int = 0


class LogoutReport:
    """Reports on ended sessions."""

    def __init__(self, entries: OutboxEntries, visits: Visits) -> None:
        self._entries = entries
        self._visits = visits

    def of(self, session_id: str) -> list[Told]:
        """Every application of a session."""
        told = {entry.client_id: entry for entry in self._deliveries(session_id)}
        return [_told(client, told.get(client.client_id)) for client in self._visits.of(session_id)]

    def wait(self, session_id: str, seconds: float) -> None:
        """Wait until every application has answered or failed once, but not longer than some seconds."""
        end = monotonic() + seconds
        while monotonic() < end and self._is_waiting(self._deliveries(session_id)):
            time.sleep(_LOOK_EVERY_SECONDS)  # another process may deliver: the database is where to look

    def _deliveries(self, session_id: str) -> list[OutboxEntry]:
        return [entry for entry in self._entries.of_groups([session_id]) if entry.kind == KIND]

    def _is_waiting(self, entries: Sequence[OutboxEntry]) -> bool:
        return any(_reached(entry) is Reached.WAITING for entry in entries)


def _told(client: Client, entry: OutboxEntry | None) -> Told:
    if entry is None:
        return Told(client, Reached.UNREACHABLE)
    return Told(client, _reached(entry), entry.attempts)


def _reached(entry: OutboxEntry) -> Reached:
    if entry.state == DeliveryState.DELIVERED:
        return Reached.CONFIRMED
    is_first = entry.state == DeliveryState.PENDING and entry.last_error is None
    return Reached.WAITING if is_first else Reached.UNCONFIRMED
