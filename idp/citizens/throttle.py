"""How guessing is slowed without ever locking a citizen out (NIST SP 800-63B-4, 3.2.2).

Guesses are counted for the account and for the account as seen from one network; a device that the citizen has
signed in on has a count of its own, so that no stranger's failures reach it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from idp.clock import Clock

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


class Throttle(Protocol):
    """Counts tries. Where counts are kept is for the deployment to choose; no two callers take the same try."""

    def take(self, key: str, limit: int, per: timedelta) -> bool:
        """Take one of `limit` tries per period; False when none is left."""
        ...

    def take_slower(self, key: str, waits: Sequence[timedelta], memory: timedelta) -> bool:
        """Take a try that has waited long enough after the one before; False otherwise."""
        ...

    def put_back(self, key: str) -> None:
        """Give back a try that turned out to be none."""
        ...

    def counts(self, keys: Iterable[str]) -> dict[str, tuple[int, datetime]]:
        """How often each key was tried, and when it may be tried again."""
        ...

    def forget(self, keys: Iterable[str]) -> None:
        """Begin anew."""
        ...

    def forget_about(self, subjects: Iterable[str]) -> None:
        """Begin anew with every key `<subject>:from:<somewhere>`."""
        ...


@dataclass(frozen=True)
class Pace:
    """How fast guesses may come: some at once, then with waits that grow, and only so many without a success."""

    free: int
    longest_wait: timedelta
    most: int

    @property
    def waits(self) -> tuple[timedelta, ...]:
        """The wait after each guess."""
        growing = (30 * _SECOND, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE)
        at_once = [timedelta(0)] * (self.free - 1)
        slower = [min(wait, self.longest_wait) for wait in growing]
        return (*at_once, *slower, *[self.longest_wait] * self.most)[: self.most]


FROM_ONE_NETWORK = Pace(free=5, longest_wait=timedelta(minutes=15), most=25)
FROM_ANYWHERE = Pace(free=10, longest_wait=timedelta(minutes=5), most=25)
FROM_OWN_DEVICE = Pace(free=5, longest_wait=timedelta(minutes=15), most=25)
"""An account has three logins (phone, e-mail, number), each with a count: 3 x 25 from strangers and 25 from own
devices stay at the hundred failures in a row that an authenticator may see."""

NETWORK_LIMIT = 100
NETWORK_PERIOD = timedelta(minutes=10)
"""Failures from one network, whoever is tried. Wide: a whole commune may share one address."""

MEMORY = timedelta(days=90)
"""Failures are forgotten after a success, or when nothing was tried for this long."""


@dataclass(frozen=True)
class Slowed:
    """It is too soon to guess again. `until` is None when only a new password, or a new factor, opens the way."""

    until: datetime | None


@dataclass(frozen=True)
class Guess:
    """One guess: what at, from which network, and whose own device it comes from, if it does."""

    target: str
    network: str
    owner: str | None = None

    @property
    def paces(self) -> dict[str, Pace]:
        """The counts this guess adds to."""
        if self.owner:
            return {f"own:{self.owner}": FROM_OWN_DEVICE}
        return {f"{self.target}:from:{self.network}": FROM_ONE_NETWORK, self.target: FROM_ANYWHERE}

    @property
    def network_key(self) -> str | None:
        """The count of the network. An own device adds to none."""
        return None if self.owner else f"failures:{self.network}"


class Guesses:
    """Decides whether a guess may be answered.

    Look first, do the work, then `count` before telling the result: the work is kept off those who must wait, and
    a thousand guesses in parallel get as many answers as the counts allow.
    """

    def __init__(self, throttle: Throttle, clock: Clock) -> None:
        self._throttle = throttle
        self._clock = clock

    def look(self, guess: Guess) -> Slowed | None:
        """Whether a guess has to wait. Counts nothing."""
        counts = self._throttle.counts([*guess.paces, *_present(guess.network_key)])
        if counts.get(guess.network_key or "", (0, None))[0] >= NETWORK_LIMIT:
            return Slowed(self._clock() + NETWORK_PERIOD)
        return self._slowed(guess, counts)

    def count(self, guess: Guess) -> Slowed | None:
        """Count a guess. Slowed when it came too soon: its result must then not be told."""
        taken = all(
            self._throttle.take(key, NETWORK_LIMIT, NETWORK_PERIOD) for key in _present(guess.network_key)
        ) and all(self._throttle.take_slower(key, pace.waits, MEMORY) for key, pace in guess.paces.items())
        return None if taken else self.look(guess) or Slowed(self._clock() + FROM_ONE_NETWORK.longest_wait)

    def failed(self, guess: Guess) -> int | Slowed:
        """Say what follows a counted guess that was wrong.

        Returns:
            How many more may follow at once, or until when the next has to wait.
        """
        counts = self._throttle.counts(guess.paces)
        free = min(pace.free - counts[key][0] for key, pace in guess.paces.items() if key in counts)
        return self._slowed(guess, counts) or max(free, 1)

    def succeeded(self, guess: Guess, *targets: str) -> None:
        """Forget the failures at everything a counted guess has proved.

        Args:
            guess: The guess that was right.
            targets: Other things that the same secret opens: the citizen's other logins.
        """
        for key in _present(guess.network_key):
            self._throttle.put_back(key)
        everywhere = {guess.target, *targets}
        keys = [*guess.paces, *everywhere, *(f"{target}:from:{guess.network}" for target in everywhere)]
        self._throttle.forget(keys)

    def forgive(self, targets: Iterable[str]) -> None:
        """Forget every failure at some targets, from whichever network and on whichever device."""
        every = list(targets)
        self._throttle.forget([*every, *(f"own:{target}" for target in every)])
        self._throttle.forget_about(every)

    def slowed_anywhere(self, targets: Iterable[str]) -> Slowed | None:
        """Whether the next guess at any of some targets has to wait wherever it comes from; the longest wait."""
        counts = self._throttle.counts(targets)
        if any(count >= FROM_ANYWHERE.most for count, _ in counts.values()):
            return Slowed(None)
        latest = max((not_before for _, not_before in counts.values()), default=self._clock())
        return Slowed(latest) if latest > self._clock() else None

    def _slowed(self, guess: Guess, counts: dict[str, tuple[int, datetime]]) -> Slowed | None:
        own = {key: counts[key] for key in guess.paces if key in counts}
        if any(count >= guess.paces[key].most for key, (count, _) in own.items()):
            return Slowed(None)
        latest = max((not_before for _, not_before in own.values()), default=self._clock())
        return Slowed(latest) if latest > self._clock() else None


def _present(key: str | None) -> list[str]:
    return [key] if key else []
