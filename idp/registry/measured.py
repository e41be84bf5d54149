"""An exchange whose every question is measured."""

from typing import Any

from idp import measures
from idp.registry.outcomes import Failure, Misconfigured, Unavailable
from idp.registry.questions import Exchange, Question

ANSWERED, SILENT, MISCONFIGURED = "answered", "silent", "misconfigured"


class MeasuredExchange:
    """Carries questions by another exchange, and notes how long each took and what came of it."""

    def __init__(self, inner: Exchange) -> None:
        self._inner = inner

    def ask(self, question: Question) -> dict[str, Any] | Failure:
        """See `Exchange`."""
        with measures.register_asked() as came_of_it:
            answer = self._inner.ask(question)
            came_of_it(came_of(answer))
        return answer

    def close(self) -> None:
        """See `Exchange`."""
        self._inner.close()


def came_of(answer: object) -> str:
    """In one word, what came of a question."""
    if isinstance(answer, Misconfigured):
        return MISCONFIGURED
    return SILENT if isinstance(answer, Unavailable) else ANSWERED
