"""What was asked: the same request id gets the same answer for a day, and a log that masks whom it was about."""

from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from json import dumps
from threading import Lock
from typing import Any

from idp.registry.mock.clock import Clock
from idp.registry.mock.reply import Reply

KEPT_FOR = timedelta(hours=24)
_MOST_ANSWERS = 100_000
_MOST_LINES = 2_000


class RequestIdReused(Exception):
    """The request id stands for another question already."""


@dataclass(frozen=True)
class LogLine:
    """One question, as an auditor of the register sees it."""

    at: datetime
    consumer: str
    officer: str
    procedure: str
    question: str
    about: str
    """The number with all but its last four digits hidden."""
    ground: str
    code: str
    fields: tuple[str, ...]


class Ledger:
    """Remembers answers by consumer and request id, and writes the query log."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._answers: OrderedDict[tuple[str, str], tuple[datetime, bytes, Reply]] = OrderedDict()
        self._lock = Lock()
        self.lines: deque[LogLine] = deque(maxlen=_MOST_LINES)

    def earlier_answer(
        self, consumer: str, request_id: str, question: str, body: Mapping[str, Any]
    ) -> Reply | None:
        """The answer this request got within the last day.

        Raises:
            RequestIdReused: The same id came with another question.
        """
        with self._lock:
            self._forget_old()
            found = self._answers.get((consumer, request_id))
        if found is None:
            return None
        if found[1] != _digest(question, body):
            raise RequestIdReused
        return found[2]

    def keep(
        self, consumer: str, request_id: str, question: str, body: Mapping[str, Any], answer: Reply
    ) -> None:
        """Remember an answer."""
        with self._lock:
            self._answers[consumer, request_id] = (self._clock(), _digest(question, body), answer)

    def write(self, line: LogLine) -> None:
        """Add a line to the query log."""
        self.lines.append(line)

    def _forget_old(self) -> None:
        oldest_kept = self._clock() - KEPT_FOR
        while self._answers:
            at, _, _ = next(iter(self._answers.values()))
            if at > oldest_kept and len(self._answers) <= _MOST_ANSWERS:
                return
            self._answers.popitem(last=False)


def masked(number: str) -> str:
    """The last four digits of whatever kind of number."""
    return "•" * max(len(number) - 4, 0) + number[-4:]


def _digest(question: str, body: Mapping[str, Any]) -> bytes:
    return sha256(dumps([question, body], sort_keys=True).encode()).digest()
