"""Tells those who answer for an application, in good time, that something of it ends. Each warning is sent once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from idp.clock import Clock
from idp.relying_parties.contacts import Contacts
from idp.relying_parties.endings import HERE, IN_USE, Ending, What, endings
from idp.store.models import Client
from idp.store.repositories.client_secret_uses import ClientSecretUses
from idp.store.repositories.clients import Clients
from idp.store.repositories.sent_warnings import SentWarnings

DAYS: dict[What, tuple[int, ...]] = {
    What.SECRET: (30, 14, 3),
    What.CERTIFICATE: (30, 14, 3),
    What.GROUND: (60, 30, 7),
}
"""How many days before its end a thing is warned of, the first warning first."""

FIRST_OF_GROUNDS = DAYS[What.GROUND][0]
"""Days before its end from which a legal ground is shown as ending."""

PORTION = 50
"""Applications looked at in one go."""


@dataclass(frozen=True)
class DueWarning:
    """What those who answer for an application are told.

    Args:
        client: The application.
        ending: What ends.
        days_left: Days until its last one.
        last_used: The day a secret was last shown; None for what is not known, or was never shown.
        contacts: Mail addresses of those who are named in the registration.
    """

    client: Client
    ending: Ending
    days_left: int
    last_used: date | None
    contacts: tuple[str, ...]


class EndingWarnings:
    """Sends warnings, application after application.

    Args:
        clients: The registered applications.
        uses: When secrets were last shown.
        sent: What was sent already; it decides who of several workers sends.
        contacts: Opens who is named in a registration.
        tell: Queues the mail in the running transaction.
        clock: The time.
    """

    def __init__(
        self,
        clients: Clients,
        uses: ClientSecretUses,
        sent: SentWarnings,
        *,
        contacts: Contacts,
        tell: Callable[[DueWarning], object],
        clock: Clock,
    ) -> None:
        self._clients = clients
        self._uses = uses
        self._sent = sent
        self._contacts = contacts
        self._tell = tell
        self._clock = clock
        self._after = ""

    def go_on(self) -> int:
        """Look at the next portion of the applications, and begin again after the last; how many warnings that were.

        For housekeeping. Where a worker stands is kept in memory only: a new one begins at the front, and what was
        sent is not sent again.
        """
        portion = self._clients.following(self._after, PORTION, IN_USE)
        self._after = portion[-1].client_id if len(portion) == PORTION else ""
        return sum(self._warn(client) for client in portion)

    def _warn(self, client: Client) -> int:
        now = self._clock()
        today = now.astimezone(HERE).date()
        due = [
            (each, subject_of(each), days)
            for each in endings(client, now)
            if (days := due_at(each, today)) is not None
        ]
        if not due:
            return 0
        known = self._sent.of(client.client_id)
        new = [
            each
            for each, subject, days in due
            if (subject, days) not in known and self._sent.add(client.client_id, subject, days, now)
        ]
        for each in new:
            self._tell(self._worded(client, each, today))
        return len(new)

    def _worded(self, client: Client, ending: Ending, today: date) -> DueWarning:
        named = self._contacts.of(client)
        wanted = (
            ("technical_contact", "legal_contact") if ending.what is What.GROUND else ("technical_contact",)
        )
        addresses = [named[each]["email"] for each in wanted if named.get(each, {}).get("email")]
        used = self._uses.of(client.client_id) if ending.what is What.SECRET else {}
        return DueWarning(
            client,
            ending,
            ending.days_left(today),
            used.get(ending.id),
            tuple(dict.fromkeys(addresses or self._contacts.addresses(client))),
        )


def due_at(ending: Ending, today: date) -> int | None:
    """Which warning is due today, as its days before the end; None before the first one, and once it is over.

    One that was missed is not sent late: the next one says the same, and more urgently.
    """
    left = ending.days_left(today)
    return min((days for days in DAYS[ending.what] if 0 <= left <= days), default=None)


def subject_of(ending: Ending) -> str:
    """What a warning is known by: another end is another warning."""
    return f"{ending.what.value} {sha256(ending.id.encode()).hexdigest()[:32]} {ending.last_day.isoformat()}"
