"""The mock register inside this process: no sockets, no signature, the same questions and the same answers."""

from typing import Any

from idp.clock import Clock
from idp.registry.mock.population import Population
from idp.registry.mock.register import Register
from idp.registry.outcomes import Failure
from idp.registry.questions import Question

_CONSUMER = "sen-id"


class InProcessExchange:
    """Carries questions to a mock register that lives here.

    `register.simulation` can be switched: codes (`maintenance`, `down`, …) take effect, faults of a wire do not.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self._consumer = register.consumers.by_id(_CONSUMER)

    @classmethod
    def of_size(cls, size: str, clock: Clock) -> "InProcessExchange":
        """A register with a population of that size.

        Raises:
            KeyError: No such size.
        """
        return cls(Register(Population(size), clock=clock))

    def ask(self, question: Question) -> dict[str, Any] | Failure:
        """See `Exchange`."""
        _, _, path = question.path.partition("/v1/")
        name, _, kind = path.partition("/")
        if question.body is None:
            asked = {"request_id": question.request_id, "since": question.since}
            answer, _ = self.register.get(name, asked, self._consumer, kind=kind)
        else:
            answer, _ = self.register.post(name, question.body, self._consumer)
        return dict(answer.payload)

    def close(self) -> None:
        """See `Exchange`."""
