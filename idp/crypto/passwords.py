"""Password hashing with Argon2id (RFC 9106), under named parameter sets."""

import time
import unicodedata
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from argon2 import Parameters, Type
from argon2.exceptions import HashingError, InvalidHashError, VerificationError
from argon2.low_level import error_to_str
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from idp.crypto.argon2_builds import LibsodiumHasher, hasher_of

T = TypeVar("T")

LONGEST_MS = 250
"""A hash that takes longer makes a storm of sign-ins a queue of minutes: one core serves fewer than four a second."""


def _one_lane(*, mebibytes: int, passes: int) -> Parameters:
    return Parameters(
        type=Type.ID,
        version=19,
        salt_len=16,
        hash_len=32,
        time_cost=passes,
        memory_cost=mebibytes * 1024,
        parallelism=1,
    )


OWASP_19_MIB = _one_lane(mebibytes=19, passes=2)
"""19 MiB, two passes, one lane: the floor of the OWASP password storage cheat sheet."""

PROFILES = {
    "owasp-19": OWASP_19_MIB,
    "owasp-46": _one_lane(mebibytes=46, passes=1),
    "rfc9106-64": RFC_9106_LOW_MEMORY,
}
"""By the names settings know: two of the OWASP password storage cheat sheet, and RFC 9106 section 4, second choice."""

ONLY_FOR_TESTS = CHEAPEST
"""8 KiB, one pass. Never for a real password."""

_NO_ROOM = {error_to_str(code) for code in (-22, -33)}
"""Words of argon2 (`argon2.h`) where the machine gives it no memory or no thread: they say nothing of the password."""

LONGEST = 1024
"""Characters of a password that are looked at; more is refused where passwords are set."""


def at_once(work: Callable[[], T]) -> T:
    """Do the work here and now; a server waits for its turn instead (`HashingQueue.run`)."""
    return work()


class Passwords:
    """Hashes and verifies passwords.

    Args:
        parameters: What a new hash costs.
        run: Does the work of one hash; what it raises when it cannot take more goes on to the caller.
    """

    def __init__(
        self,
        parameters: Parameters = OWASP_19_MIB,
        run: Callable[[Callable[[], object]], object] = at_once,
    ) -> None:
        self._hasher = hasher_of(parameters)
        self._run = run

    @property
    def build(self) -> str:
        """What computes Argon2id here: `libsodium`, or `argon2-cffi`."""
        return "libsodium" if isinstance(self._hasher, LibsodiumHasher) else "argon2-cffi"

    def calibrate(self) -> float:
        """Make the hash that stands in for nobody; the milliseconds one hash takes here.

        A server calls it at its start: else the first unknown login would take twice as long as a known one.
        """
        began = time.perf_counter()
        self._hasher.hash(self._of_nobody)
        return (time.perf_counter() - began) * 1000

    @cached_property
    def _of_nobody(self) -> str:
        return self._hasher.hash("a password nobody has")

    def hash(self, password: str) -> str:
        """The Argon2id hash to store, with its parameters and a fresh salt inside.

        Raises:
            MemoryError: The machine has no room for it now.
        """
        typed = _normal(password)
        return str(self._made(lambda: self._hasher.hash(typed)))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is the one behind the stored hash.

        Args:
            stored: The hash, or None where there is no such account: the same work is then
                done against a hash of nobody, so that time does not tell the two cases apart.
            password: What was typed.

        Raises:
            MemoryError: The machine has no room for the work now; whether it is the right password is not known.
        """
        if len(password) > LONGEST:
            return False
        typed = _normal(password)
        try:
            self._made(lambda: self._hasher.verify(stored or self._of_nobody, typed))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def _made(self, work: Callable[[], object]) -> object:
        try:
            return self._run(work)
        except (HashingError, VerificationError) as error:
            if str(error) in _NO_ROOM:
                raise MemoryError(str(error)) from error
            raise

    def needs_rehash(self, stored: str) -> bool:
        """Whether the stored hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)


def _normal(password: str) -> bytes:
    # NFC: an input method may send the same accented letter in two forms (NIST SP 800-63B-4, 3.1.1.2).
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
