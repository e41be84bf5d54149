"""Rates in a Redis-protocol server, where a deployment has one: how often, not what was guessed and not what was spent.

A flush of Redis forgets rates and nothing else. Counts of guesses at an account and everything that is used once stay
in the database, whatever is set here.
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import Protocol, TypeVar, cast

from idp.clock import Clock
from idp.crypto.digests import keyed_digest
from idp.store.db import DatabaseSession
from idp.store.patience import Rest
from idp.store.repositories.throttles import Throttles
from idp.variables import ConfigurationError

T = TypeVar("T")

RATES = (
    "api:",
    "code:from:",
    "coach_logout:",
    "failures:",
    "incident_lookup:",
    "member-check:",
    "passkeys:from:",
    "registration:",
    "sandbox:",
    "sign_up:from:",
)
"""How the keys begin that may be forgotten: they keep load off, for minutes or hours. All others are the database's."""

PATIENCE = timedelta(milliseconds=100)
"""How long one answer of Redis, or one connection to it, is waited for."""
PAUSE = timedelta(seconds=5)
"""How long Redis is left alone after it has not answered."""

_MOMENT = timedelta(seconds=1)
_log = logging.getLogger(__name__)


class Steps(Protocol):
    """Commands that are done together or not at all; `redis.client.Pipeline` by shape."""

    def incr(self, name: str) -> object:
        """Count up."""

    def decr(self, name: str) -> object:
        """Count down."""

    def pexpire(self, name: str, time: timedelta, *, nx: bool) -> object:
        """Say when a count ends, where that has not been said."""

    def execute(self) -> list[object]:
        """Do them; what each gave."""


class Server(Protocol):
    """A connection to the server; `redis.Redis` by shape."""

    def pipeline(self) -> Steps:
        """Begin commands that belong together."""

    def mget(self, keys: list[str]) -> list[bytes | None]:
        """What is kept under some keys."""


class Rates(Throttles):
    """Counts as in the database, but rates in Redis; in the database too while Redis does not answer.

    Args:
        session: Of the database.
        clock: For the database's counts; Redis ends a period by its own clock.
        digest_key: What keys are digested with before they leave the process.
        server: Redis.
        faults: What the server's client raises.
        seconds: A clock that only runs forward.
    """

    def __init__(
        self,
        session: DatabaseSession,
        clock: Clock,
        digest_key: Callable[[], bytes],
        *,
        server: Server,
        faults: type[Exception],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(session, clock, digest_key)
        self._server = server
        self._circuit = Circuit(faults, seconds)

    def take(self, key: str, limit: int, per: timedelta) -> bool:
        """Take one of a limited number of tries; see `Throttles.take`.

        A rate counts refused tries as well, and those of requests that are rolled back.
        """
        if not key.startswith(RATES):
            return super().take(key, limit, per)
        tried = self._circuit.ask(lambda: self._up(self._name(key), per))
        return super().take(key, limit, per) if tried is None else tried <= limit

    def put_back(self, key: str) -> None:
        """Give back a try that turned out to be none."""
        done = self._circuit.ask(lambda: self._down(self._name(key))) if key.startswith(RATES) else None
        if done is None:
            super().put_back(key)

    def counts(self, keys: Iterable[str]) -> dict[str, tuple[int, datetime]]:
        """How often each was tried, and when it may be tried again; the untried are left out."""
        every = list(keys)
        rates = [key for key in every if key.startswith(RATES)]
        names = [self._name(key) for key in rates]
        found = self._circuit.ask(lambda: self._server.mget(names)) if rates else []
        if found is None:
            return super().counts(every)
        known = {key: (int(count), self._clock()) for key, count in zip(rates, found, strict=True) if count}
        return known | super().counts([key for key in every if key not in rates])

    def answers(self) -> bool:
        """Whether Redis answers now."""
        return self._circuit.ask(lambda: self._server.mget([self._name("nothing")])) is not None

    def _name(self, key: str) -> str:
        return "sen:" + keyed_digest(self._digest_key(), "rate", key)

    def _up(self, name: str, per: timedelta) -> int:
        # The period begins with its first try: an end that is set is left alone.
        steps = self._server.pipeline()
        steps.incr(name)
        steps.pexpire(name, per, nx=True)
        return cast("int", steps.execute()[0])

    def _down(self, name: str) -> int:
        # What ended meanwhile would begin anew, below nothing and without an end.
        steps = self._server.pipeline()
        steps.decr(name)
        steps.pexpire(name, _MOMENT, nx=True)
        return cast("int", steps.execute()[0])


class Circuit:
    """Asks somebody who may not answer, so that after a failure nobody waits for them: one looks again at a time.

    Args:
        faults: What not answering raises.
        seconds: A clock that only runs forward.
    """

    def __init__(self, faults: type[Exception], seconds: Callable[[], float]) -> None:
        self._faults = faults
        self._rest = Rest(PAUSE.total_seconds(), seconds)

    def ask(self, question: Callable[[], T]) -> T | None:
        """The answer; None when there is none, or nobody was asked because there was none a moment ago."""
        if not self._rest.is_over():
            return None
        try:
            answer = question()
        except self._faults as fault:
            if self._rest.begin():
                why = type(fault).__name__
                _log.warning("redis does not answer (%s): rates are counted in the database meanwhile", why)
            return None
        if self._rest.forget():
            _log.warning("redis answers again: rates are counted there")
        return answer


def check_installed() -> None:
    """See that the extra is there.

    Raises:
        ConfigurationError: It is not.
    """
    if find_spec("redis") is None:
        raise ConfigurationError(
            "IDP_REDIS_URL is set, but the extra `redis` is not installed: pip install '.[redis]'."
        )


def counting(url: str, session: DatabaseSession, clock: Clock, digest_key: Callable[[], bytes]) -> Throttles:
    """What counts tries: the database, with rates in Redis where an address of one is set.

    Args:
        url: Of Redis; empty for none.
        session: Of the database.
        clock: The time.
        digest_key: What keys are digested with.

    Raises:
        ConfigurationError: The client is not installed.
    """
    if not url:
        return Throttles(session, clock, digest_key)
    check_installed()
    # Only where it is wanted: it costs every process memory.
    import redis  # noqa: PLC0415  an extra, which few have installed
    from redis.backoff import NoBackoff  # noqa: PLC0415  an extra
    from redis.retry import Retry  # noqa: PLC0415  an extra

    seconds = PATIENCE.total_seconds()
    server = redis.Redis.from_url(
        url, socket_timeout=seconds, socket_connect_timeout=seconds, retry=Retry(NoBackoff(), 0)
    )
    return Rates(session, clock, digest_key, server=cast("Server", server), faults=redis.RedisError)
