"""Lint: how good a registration is beyond being allowed, as a score and a list of what to mend."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from idp.clock import Clock
from idp.relying_parties.facts import Facts
from idp.relying_parties.lint_facts import midnight_before
from idp.relying_parties.lint_rules import RULES
from idp.store.models import Client
from idp.store.repositories.clients import Clients

BEST = 100


@dataclass(frozen=True)
class Broken:
    """A rule that a registration breaks, and what it is about."""

    id: str
    weight: int
    sentence: str
    fix: str
    about: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "id": self.id,
            "weight": self.weight,
            "sentence": self.sentence,
            "fix": self.fix,
            "about": list(self.about),
        }


@dataclass(frozen=True)
class Report:
    """What lint found.

    Args:
        client_id: The application.
        score: 100 where nothing is to be mended, never below 0.
        broken: The rules it breaks, the heaviest first.
    """

    client_id: str
    score: int
    broken: tuple[Broken, ...]

    def as_document(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "client_id": self.client_id,
            "score": self.score,
            "broken": [each.as_document() for each in self.broken],
        }


def judge(client: Client, facts: Facts) -> Report:
    """Hold a registration against every rule.

    Args:
        client: The registration.
        facts: What is known besides.
    """
    broken = tuple(
        Broken(rule.id, rule.weight, rule.sentence, rule.fix, tuple(word for word in about if word))
        for rule in RULES
        if (about := rule.broken(client, facts))
    )
    return Report(client.client_id, max(0, BEST - sum(each.weight for each in broken)), broken)


class Lint:
    """Judges registrations, and keeps what was found last for lists and charts.

    Args:
        clients: The registered applications.
        facts: What is known of one of them besides.
        clock: The time.
    """

    PORTION = 20

    def __init__(self, clients: Clients, facts: Callable[[Client], Facts], clock: Clock) -> None:
        self._clients = clients
        self._facts = facts
        self._clock = clock

    def look(self, client: Client) -> Report:
        """Judge one application now. Nothing is kept."""
        return judge(client, self._facts(client))

    def keep(self, client: Client) -> Report:
        """Judge one application now, and keep what was found; its version stays."""
        report = self.look(client)
        self._clients.linted(client.client_id, report.as_document(), self._clock())
        return report

    def renew(self, client: Client) -> Report:
        """Judge one application now, and keep what was found where it is not what is kept."""
        report = self.look(client)
        if client.lint != report.as_document():
            self._clients.linted(client.client_id, report.as_document(), self._clock())
        return report

    def nightly(self) -> int:
        """Judge those that were not judged today, a portion of them; how many. For housekeeping."""
        waiting = self._clients.not_linted_since(midnight_before(self._clock()), self.PORTION)
        for client in waiting:
            self.keep(client)
        return len(waiting)
