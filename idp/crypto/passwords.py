"""Password hashing with Argon2id (RFC 9106), under named parameter sets."""

import unicodedata

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import CHEAPEST

OWASP_19_MIB = Parameters(
    type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=2, memory_cost=19 * 1024, parallelism=1
)
"""19 MiB, two passes, one lane: the floor of the OWASP password storage cheat sheet."""

ONLY_FOR_TESTS = CHEAPEST
"""8 KiB, one pass. Never for a real password."""

LONGEST = 1024
"""Characters of a password that are looked at; more is refused where passwords are set."""


class Passwords:
    """Hashes and verifies passwords."""

    def __init__(self, parameters: Parameters = OWASP_19_MIB) -> None:
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._of_nobody = self._hasher.hash("a password nobody has")

    def hash(self, password: str) -> str:
        """The Argon2id hash to store, with its parameters and a fresh salt inside."""
        return self._hasher.hash(_normal(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is the one behind the stored hash.

        Args:
            stored: The hash, or None where there is no such account: the same work is then
                done against a hash of nobody, so that time does not tell the two cases apart.
            password: What was typed.
        """
        if len(password) > LONGEST:
            return False
        try:
            self._hasher.verify(stored or self._of_nobody, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def needs_rehash(self, stored: str) -> bool:
        """Whether the stored hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)


def _normal(password: str) -> bytes:
    # NFC: an input method may send the same accented letter in two forms (NIST SP 800-63B-4, 3.1.1.2).
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
