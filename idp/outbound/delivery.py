"""What the worker and the deliverers agree on, and how long to wait between two tries."""

from collections.abc import Callable
from datetime import timedelta
from secrets import SystemRandom
from typing import Any

from idp.outbound.outbox import Parcel

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)
_GROWTH = 3
_JITTER = 0.2
_random = SystemRandom()

Send = Callable[[], Any]
"""Does the sending, outside of any transaction; what it returns is handed to `delivered`."""


class DeliveryFailed(Exception):
    """It did not arrive.

    Args:
        reason: One word for logs and tables: no address, no text.
        is_final: Whether another try could not help either.
        result: What came of the sending, for `failed`; nothing where it was not come to.
    """

    def __init__(self, reason: str, *, is_final: bool = False, result: Any = None) -> None:
        super().__init__(reason)
        self.reason = reason[:40]
        self.is_final = is_final
        self.result = result


class Deliverer:
    """Delivers one kind of parcel. Delivery is at least once: a worker may die between sending and noting it."""

    def prepare(self, parcel: Parcel) -> Send:
        """Look up what sending needs, in a transaction of its own.

        Raises:
            DeliveryFailed: It cannot be sent.
        """
        raise NotImplementedError

    def delivered(self, parcel: Parcel, result: Any) -> None:
        """Write what follows from success, in the transaction that notes it."""

    def failed(self, parcel: Parcel, result: Any) -> None:
        """Write what follows from one attempt that failed, in the transaction that notes it."""

    def gave_up(self, parcel: Parcel, reason: str) -> None:
        """Write what follows from giving up, in the transaction that notes it."""


def wait_after(attempt: int, jitter: Callable[[float, float], float] = _random.uniform) -> timedelta:
    """How long to wait after a failed attempt: longer each time, and never in step with others.

    Args:
        attempt: Which attempt failed, from 1.
        jitter: Draws a factor between two numbers.
    """
    times: int = _GROWTH ** min(attempt - 1, 20)
    wait = min(FIRST_WAIT * times, LONGEST_WAIT)
    return wait * jitter(1 - _JITTER, 1 + _JITTER)
