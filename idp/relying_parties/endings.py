"""What of an application ends by itself, and when: secrets, certificates of its keys, legal grounds of its scopes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from idp.relying_parties.key_certificates import certificates
from idp.relying_parties.secrets import all_of
from idp.relying_parties.states import State
from idp.store.models import Client

HERE = ZoneInfo("Asia/Ho_Chi_Minh")

IN_USE = (State.TEST.value, State.LIVE.value)
"""States in which something that ends is missed."""

SOON = 60
"""Days."""

_LONGEST_NAME = 40


class What(StrEnum):
    """The kinds of things that end."""

    SECRET = "secret"  # noqa: S105  the word, not one of them
    CERTIFICATE = "certificate"
    GROUND = "ground"


@dataclass(frozen=True)
class Ending:
    """One thing that ends.

    Args:
        what: Of which kind.
        name: What tells it from others of its application: the last characters of a secret, a key, a scope.
        id: What it is known by here; a secret's own name.
        last_day: The last day, in Việt Nam, on which it is good for anything.
    """

    what: What
    name: str
    id: str
    last_day: date

    def days_left(self, today: date) -> int:
        """Days until the last one; below zero once it is over."""
        return (self.last_day - today).days


def endings(client: Client, now: datetime) -> list[Ending]:
    """What of an application ends some day, the soonest first.

    A secret or a ground that is over was replaced or let go; a certificate that is over stands in the registration.

    Args:
        client: Whose.
        now: The time.
    """
    found = [*_secrets(client, now), *_certificates(client), *_grounds(client, _day(now))]
    return sorted(found, key=lambda each: (each.last_day, each.what, each.id))


def ending_soon(clients: Iterable[Client], now: datetime, within: int = SOON) -> list[tuple[Client, Ending]]:
    """What ends in some days or has ended, of the applications in use, the soonest first.

    Args:
        clients: Whose.
        now: The time.
        within: How many days.
    """
    today = _day(now)
    found = [
        (client, each)
        for client in clients
        if client.state in IN_USE
        for each in endings(client, now)
        if each.days_left(today) <= within
    ]
    return sorted(found, key=lambda row: (row[1].last_day, row[0].client_id, row[1].id))


def _secrets(client: Client, now: datetime) -> Iterator[Ending]:
    for secret in all_of(client):
        if secret.expires_at is not None and secret.is_live(now):
            yield Ending(What.SECRET, secret.hint, secret.id, _day(secret.expires_at))


def _certificates(client: Client) -> Iterator[Ending]:
    for name, end in sorted(set(certificates(client.metadata_.get("jwks")))):
        yield Ending(What.CERTIFICATE, name[:_LONGEST_NAME], f"{name} {end.isoformat()}", _day(end))


def _grounds(client: Client, today: date) -> Iterator[Ending]:
    for scope in str(client.metadata_.get("scope", "")).split():
        until = (client.scope_policy.get(scope) or {}).get("until")
        if until and (last := date.fromisoformat(until)) >= today:
            yield Ending(What.GROUND, scope, scope, last)


def _day(at: datetime) -> date:
    return at.astimezone(HERE).date()
