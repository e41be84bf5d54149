"""How guessing at the console is slowed (NIST SP 800-63B-4, 3.2.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.clock import Clock
from idp.operators.ports import Counts

_MINUTE = timedelta(minutes=1)
_GROWING = (_MINUTE / 2, _MINUTE, 2 * _MINUTE, 5 * _MINUTE)
FROM_ONE_NETWORK = (*[timedelta(0)] * 4, *_GROWING, *[15 * _MINUTE] * 42)
FROM_ANYWHERE = (*[timedelta(0)] * 9, *_GROWING, *[5 * _MINUTE] * 87)
"""Waits after each failure. Their number is the most failures in a row; the command line begins anew."""

NETWORK_LIMIT = 60
NETWORK_PERIOD = 10 * _MINUTE
MEMORY = timedelta(days=30)


@dataclass(frozen=True)
class Slowed:
    """It is too soon to try again. `until` is None when the host's command line has to help."""

    until: datetime | None


class Pace:
    """Decides whether a try may be answered: look first, do the work, count before telling the result."""

    def __init__(self, counts: Counts, clock: Clock) -> None:
        self._counts = counts
        self._clock = clock

    def look(self, name: str, network: str) -> Slowed | None:
        """Whether a try has to wait. Counts nothing."""
        paces = _paces(name, network)
        known = self._counts.counts([*paces, _network(network)])
        if known.get(_network(network), (0, None))[0] >= NETWORK_LIMIT:
            return Slowed(self._clock() + NETWORK_PERIOD)
        own = {key: known[key] for key in paces if key in known}
        if any(count >= len(paces[key]) for key, (count, _) in own.items()):
            return Slowed(None)
        latest = max((not_before for _, not_before in own.values()), default=self._clock())
        return Slowed(latest) if latest > self._clock() else None

    def count(self, name: str, network: str) -> Slowed | None:
        """Count a try. Slowed when it came too soon: its result must then not be told."""
        in_time = self._counts.take(_network(network), NETWORK_LIMIT, NETWORK_PERIOD) and all(
            self._counts.take_slower(key, waits, MEMORY) for key, waits in _paces(name, network).items()
        )
        return None if in_time else self.look(name, network) or Slowed(self._clock() + _GROWING[0])

    def forget(self, name: str, network: str = "") -> None:
        """Forget the failures at a name: it was opened."""
        self._counts.forget(_paces(name, network))


def _paces(name: str, network: str) -> dict[str, tuple[timedelta, ...]]:
    return {f"operator:{name}:from:{network}": FROM_ONE_NETWORK, f"operator:{name}": FROM_ANYWHERE}


def _network(network: str) -> str:
    return f"operators:from:{network}"
