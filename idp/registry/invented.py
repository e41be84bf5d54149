"""The register's invented people, for the developers' sandbox: the same wherever this provider runs, whatever it asks.

Nothing of the mock is loaded before somebody in the sandbox is first asked for.
"""

import threading
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from idp.clock import Clock
from idp.registry.outcomes import Failure
from idp.registry.questions import Question

if TYPE_CHECKING:
    from idp.registry.in_process import InProcessExchange
    from idp.registry.mock.person import Person

YOUNGEST = 14
"""Years from which somebody may hold an account."""


class Barred(StrEnum):
    """Why an invented person never signs in: nobody like them could open an account."""

    DEAD = "dead"
    MISSING = "missing"
    DISPUTED = "disputed"
    TOO_YOUNG = "too_young"


@dataclass(frozen=True)
class Invented:
    """One of them.

    Args:
        key: The identity number, or what stands for one.
        number: The identity number; None for somebody who has none.
        name: As the register writes it.
        parts: Family, middle and given name.
        birth: `YYYY-MM-DD`, or the year alone.
        gender: `male`, `female` or `other`.
        phone: Of theirs, if they have one.
        email: Likewise.
        barred: Why they do not sign in; None for those who do.
    """

    key: str
    number: str | None
    name: str
    parts: tuple[str, str, str]
    birth: str
    gender: str
    phone: str | None
    email: str | None
    barred: Barred | None


def invented_people(today: date) -> tuple[Invented, ...]:
    """All of them, in the order of the register's table."""
    return tuple(_invented(person, today) for person in _personas())


class OnFirstUse:
    """Carries questions to the register of invented people, which is built when the first one comes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._exchange: InProcessExchange | None = None

    def ask(self, question: Question) -> dict[str, Any] | Failure:
        """See `Exchange`."""
        with self._lock:
            if self._exchange is None:
                # Loaded only here: a provider nobody develops against carries no mock.
                from idp.registry.in_process import InProcessExchange  # noqa: PLC0415  only a sandbox loads the mock

                self._exchange = InProcessExchange.of_size("tiny", self._clock)
        return self._exchange.ask(question)

    def close(self) -> None:
        """See `Exchange`."""


def _personas() -> "tuple[Person, ...]":
    from idp.registry.mock.personas import personas  # noqa: PLC0415  only a sandbox loads the mock

    return personas()


def _invented(person: "Person", today: date) -> Invented:
    return Invented(
        key=person.uid,
        number=person.number,
        name=person.name,
        parts=(person.family, person.middle, person.given),
        birth=str(person.birth),
        gender={"nam": "male", "nu": "female"}.get(person.sex, "other"),
        phone=person.phone,
        email=person.email,
        barred=_barred(person, today),
    )


def _barred(person: "Person", today: date) -> Barred | None:
    if person.life != "song":
        return Barred.DEAD if person.life == "da_chet" else Barred.MISSING
    if person.disputed:
        return Barred.DISPUTED
    return Barred.TOO_YOUNG if person.birth.age_on(today) < YOUNGEST else None
