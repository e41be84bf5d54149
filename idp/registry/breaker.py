"""A circuit breaker: a register that keeps failing is left in peace, and citizens are not kept waiting for it."""

from datetime import datetime, timedelta
from threading import Lock

from idp.clock import Clock


class CircuitBreaker:
    """Opens after some failures in a row, then lets one question through at a time to see.

    Args:
        clock: Source of time.
        threshold: Failures in a row that open it.
        rest: How long it stays open before one question may try again.
    """

    def __init__(self, clock: Clock, *, threshold: int = 5, rest: timedelta = timedelta(seconds=30)) -> None:
        self._clock = clock
        self._threshold = threshold
        self._rest = rest
        self._failures = 0
        self._closed_again_at: datetime | None = None
        self._lock = Lock()

    def wait(self) -> timedelta | None:
        """None: ask. Otherwise how long to leave the register alone.

        The one that may try after a rest starts a new rest for the others, so a trial that never comes back
        blocks nobody for longer than that.
        """
        with self._lock:
            now = self._clock()
            if self._closed_again_at is None:
                return None
            if now < self._closed_again_at:
                return self._closed_again_at - now
            self._closed_again_at = now + self._rest
            return None

    def succeeded(self) -> None:
        """An answer came: close."""
        with self._lock:
            self._failures = 0
            self._closed_again_at = None

    def failed(self) -> None:
        """No usable answer came: open when it is one too many, and again after a failed trial."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._threshold:
                self._closed_again_at = self._clock() + self._rest
