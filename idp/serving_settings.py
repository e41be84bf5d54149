"""Settings of `idp serve`: where it listens, its processes and threads; `config.py` reads them with all the others."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from idp.variables import Variables, at_most, between, setting


def _never_or_a_minute(value: timedelta) -> timedelta:
    if timedelta(0) < value < timedelta(minutes=1):
        raise ValueError("must be a minute or longer, or PT0S")
    return value


def _never_or_enough(value: int) -> int:
    # Less than a process needs to begin with would replace it again and again.
    if value != 0 and value < 150:
        raise ValueError("must be 150 or more, or 0")
    return value


@dataclass(frozen=True, kw_only=True)
class ServingSettings(Variables):
    """What a deployment decides about the processes that serve."""

    port: int = setting(8000, "TCP port of `idp serve`.", between(1, 65535))
    host: str = setting("127.0.0.1", "Address `idp serve` listens on.")
    workers: int = setting(1, "Processes of `idp serve`.", between(1, 64))
    threads: int = setting(
        32,
        "Threads per process of `idp serve`. A quarter, 8 at most, is kept free of those who sign in.",
        between(1, 256),
    )
    hashing_profile: Literal["owasp-19", "owasp-46", "rfc9106-64"] = setting(
        "owasp-19", "What a password hash costs (Argon2id): 19 MiB twice, 46 MiB once, or 64 MiB three times."
    )
    hashing_threads: int = setting(1, "Password hashes made at once in each process.", between(1, 64))
    hashing_waiting: int = setting(
        20,
        "Requests per process that may wait for a password hash; further ones get 503.",
        between(0, 250),
    )
    process_lifetime: timedelta = setting(
        timedelta(0),
        "A process of `idp serve` is replaced after this long, without losing a request; a minute at least. "
        "`PT0S`: never.",
        _never_or_a_minute,
    )
    process_memory: int = setting(
        0,
        "A process of `idp serve` that holds more than this many MiB is replaced, without losing a request; 150 at "
        "least. 0: never.",
        _never_or_enough,
    )
    stop_wait: timedelta = setting(
        timedelta(seconds=25),
        "How long `idp serve` waits for requests under way when it is told to stop; 30 seconds at most.",
        at_most(timedelta(seconds=30)),
    )
