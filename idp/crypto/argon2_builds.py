"""Which build of Argon2id hashes: libsodium's, where PyNaCl loads and the two agree, or that of argon2-cffi.

The wheel of argon2-cffi is compiled for the oldest processors; libsodium picks the code for this one at run time. Both
read and write the same strings. libsodium knows one lane only, and one length of salts and hashes.
"""

from functools import cache
from typing import Literal

from argon2 import Parameters, PasswordHasher, Type, extract_parameters
from argon2.exceptions import VerifyMismatchError

_LENGTHS = (16, 32)
"""Bytes of a salt and of a hash that libsodium writes."""

_KNOWN = "$argon2id$v=19$m=1024,t=2,p=1$c2l4dGVlbiBieXRlcyBvaw$TQYwehDsfF9q3zIuf90vMBASr0+sFBAyK934WR9lCyY"
_ITS_PASSWORD, _ANOTHER = b"hoa sen", b"hoa sung"


class LibsodiumHasher(PasswordHasher):
    """Hashes with libsodium; what was hashed under other parameters is still verified by argon2-cffi."""

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """The hash with its parameters and salt inside.

        Args:
            password: What to hash.
            salt: Only for tests, by argon2-cffi; a fresh one if left out.
        """
        from nacl.exceptions import CryptoError  # noqa: PLC0415  where it cannot be loaded, argon2-cffi hashes
        from nacl.pwhash import argon2id  # noqa: PLC0415  where it cannot be loaded, argon2-cffi hashes

        if salt is not None:
            return super().hash(password, salt=salt)
        memory = self.memory_cost * 1024
        try:
            return argon2id.str(_bytes(password), opslimit=self.time_cost, memlimit=memory).decode()
        except CryptoError:
            return super().hash(password)  # which says what the matter is

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  the name argon2-cffi gives it
        """True. Raises as argon2-cffi does.

        Args:
            hash: What is stored.
            password: What was typed.

        Raises:
            VerifyMismatchError: It is another password.
            VerificationError: The work could not be done; the text says why.
            InvalidHashError: That is no hash.
        """
        from nacl.exceptions import InvalidkeyError  # noqa: PLC0415  where it cannot be loaded, argon2-cffi hashes
        from nacl.pwhash import argon2id  # noqa: PLC0415  where it cannot be loaded, argon2-cffi hashes

        text = hash if isinstance(hash, str) else hash.decode("ascii")
        if extract_parameters(text) != self._parameters:
            return super().verify(text, password)
        try:
            argon2id.verify(text.encode(), _bytes(password))
        except InvalidkeyError:
            # libsodium says the same where there was no memory for the work: the other one tells the two apart.
            return super().verify(text, password)
        return True


def hasher_of(parameters: Parameters) -> PasswordHasher:
    """The fastest hasher for these parameters that is installed here and computes what it should.

    Args:
        parameters: What a new hash costs.
    """
    fits = (
        parameters.type is Type.ID
        and parameters.parallelism == 1
        and (parameters.salt_len, parameters.hash_len) == _LENGTHS
    )
    build = LibsodiumHasher if fits and libsodium_agrees() else PasswordHasher
    return build.from_parameters(parameters)


@cache
def libsodium_agrees() -> bool:
    """Whether libsodium is there, knows the known hash, and makes one that argon2-cffi knows."""
    parameters = extract_parameters(_KNOWN)
    faster = LibsodiumHasher.from_parameters(parameters)
    try:
        faster.verify(_KNOWN, _ITS_PASSWORD)
        PasswordHasher.from_parameters(parameters).verify(faster.hash(_ITS_PASSWORD), _ITS_PASSWORD)
    except (ImportError, VerifyMismatchError):
        return False
    try:
        faster.verify(_KNOWN, _ANOTHER)
    except VerifyMismatchError:
        return True
    return False


def _bytes(password: str | bytes) -> bytes:
    return password.encode() if isinstance(password, str) else password
