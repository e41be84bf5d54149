"""Which applications a list shows, and in which order, as its form was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from idp.relying_parties.kinds import kind_of
from idp.relying_parties.lint import BEST
from idp.relying_parties.search import matching
from idp.store.models import Client
from idp.web.admin.lint_words import FAIR, GOOD
from idp.web.admin.words import KINDS, STATES

BOUNDS = {str(bound): _l("Dưới %(score)d", score=bound) for bound in (GOOD, FAIR)}
"""Scores below which applications are looked for."""

ORDERS = {"name": _l("Theo tên"), "score": _l("Điểm thấp trước")}
"""In which order, the usual one first."""

_LONGEST = 100


@dataclass(frozen=True)
class Wanted:
    """What was asked for; empty for whatever is none of the choices."""

    typed: str
    state: str
    kind: str
    below: str
    order: str

    @classmethod
    def of(cls, sent: "MultiDict[str, str]") -> Self:
        """Read a query."""
        return cls(
            typed=sent.get("q", ""),
            state=_one_of(STATES, sent.get("state")),
            kind=_one_of(KINDS, sent.get("kind")),
            below=_one_of(BOUNDS, sent.get("below")),
            order=_one_of(ORDERS, sent.get("order")) or "name",
        )

    @property
    def shown(self) -> str:
        """What was typed, as the page shows it again."""
        return self.typed[:_LONGEST]

    def among(self, clients: Iterable[Client]) -> list[Client]:
        """Those of some applications that are asked for."""
        found = [
            client
            for client in matching(list(clients), self.typed)
            if (not self.kind or kind_of(client) == self.kind) and self._is_low(client)
        ]
        return sorted(found, key=_by_score) if self.order == "score" else found

    def _is_low(self, client: Client) -> bool:
        score = score_of(client)
        return not self.below or (score is not None and score < int(self.below))


def score_of(client: Client) -> int | None:
    """What lint found last; None where it has not looked yet."""
    return int(client.lint["score"]) if client.lint else None


def worst(clients: Iterable[Client], most: int) -> list[tuple[Client, int]]:
    """The applications with the lowest scores, of those that are in a bad way."""
    scored = [
        (client, score) for client in clients if (score := score_of(client)) is not None and score < FAIR
    ]
    return sorted(scored, key=lambda row: (row[1], row[0].client_id))[:most]


def _by_score(client: Client) -> int:
    score = score_of(client)
    return BEST + 1 if score is None else score


def _one_of(choices: Iterable[str], sent: str | None) -> str:
    return sent if sent is not None and sent in choices else ""
