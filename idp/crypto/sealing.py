"""Encryption at rest: AES-256-GCM-SIV, bound to the place a value is stored in (RFC 8452)."""

import json
import secrets
from base64 import b64decode, urlsafe_b64decode
from binascii import Error as BadBase64
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_NAMELESS = b"\x01"
_NAMED = b"\x02"
_NAME_BYTES = 8
_PURPOSE = "sen-id/sealing/1"


class CannotOpen(Exception):
    """A sealed value does not open: another key, another place, or it was changed."""


def parse_key(text: str) -> bytes:
    """The key-encryption key from its base64 form.

    Args:
        text: Base64 (either alphabet, padding optional) of 32 bytes.

    Raises:
        ValueError: It is not base64, or not 32 bytes.
    """
    padded = text.strip() + "=" * (-len(text.strip()) % 4)
    try:
        key = urlsafe_b64decode(padded) if {"-", "_"} & set(padded) else b64decode(padded, validate=True)
    except (BadBase64, ValueError) as cause:
        raise ValueError("is not base64") from cause
    if len(key) != KEY_BYTES:
        raise ValueError(f"has {len(key)} bytes, {KEY_BYTES} are needed")
    return key


def derived_key(key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA-256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key)


class Sealer:
    """Seals values with a key-encryption key, and opens them again.

    With one key a value does not say which key sealed it, and releases that know but one key can open it. With several,
    one key is following another: each value names its key, so that those under an older one can be found.
    """

    def __init__(self, key: bytes, *older: bytes) -> None:
        """Take the key that seals, and those that were used before it."""
        self._ciphers = {key_name(each): AESGCMSIV(derived_key(each, _PURPOSE)) for each in (key, *older)}
        first = next(iter(self._ciphers))
        self.mark = _NAMED + first if older else None
        """How each value sealed from now on begins; None while there is one key."""
        self._seals = self._ciphers[first]

    def seal(self, plain: bytes, where: str) -> bytes:
        """Encrypt a value for one place.

        Args:
            plain: What to keep.
            where: `table.column`. A value moved elsewhere does not open.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return (self.mark or _NAMELESS) + nonce + self._seals.encrypt(nonce, plain, where.encode())

    def open(self, sealed: bytes, where: str) -> bytes:
        """Decrypt a value sealed for the same place.

        Raises:
            CannotOpen: It was sealed with another key or for another place, or it was changed.
        """
        if sealed[:1] == _NAMELESS:
            ciphers, body = list(self._ciphers.values()), sealed[1:]
        elif sealed[:1] == _NAMED:
            named = self._ciphers.get(sealed[1 : 1 + _NAME_BYTES])
            ciphers, body = [named] if named else [], sealed[1 + _NAME_BYTES :]
        else:
            raise CannotOpen(f"{where}: unknown format")
        for cipher in ciphers:
            try:
                return cipher.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], where.encode())
            except (InvalidTag, ValueError):
                continue
        raise CannotOpen(f"{where}: wrong key, or the value was changed")

    def is_current(self, sealed: bytes) -> bool:
        """Whether a value was sealed with the first key of several, as far as it says."""
        return self.mark is None or sealed.startswith(self.mark)

    def seal_text(self, plain: str, where: str) -> bytes:
        """Seal text. See `seal`."""
        return self.seal(plain.encode("utf-8"), where)

    def open_text(self, sealed: bytes, where: str) -> str:
        """Open text. See `open`."""
        return self.open(sealed, where).decode("utf-8")

    def seal_json(self, plain: Any, where: str) -> bytes:
        """Seal a value that JSON can hold. See `seal`."""
        return self.seal(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), where)

    def open_json(self, sealed: bytes, where: str) -> Any:
        """Open a value sealed by `seal_json`. See `open`."""
        return json.loads(self.open(sealed, where))


def key_name(key: bytes) -> bytes:
    """What a key is called in the values it has sealed. Tells nothing of the key."""
    return derived_key(key, "sen-id/key name/1")[:_NAME_BYTES]
