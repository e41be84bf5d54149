"""Time that moves only when a test says so."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
"""Monday, nine in the morning in Việt Nam."""


class MovingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def advance(self, **duration: float) -> None:
        """Move forward: `advance(minutes=5)`."""
        self._now += timedelta(**duration)
