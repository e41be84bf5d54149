"""Secrets and their digests: what is kept is never what opens the door."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode


def new_secret(nbytes: int = 32) -> str:
    """A fresh secret of URL-safe characters.

    Args:
        nbytes: Bytes of randomness; 16 (128 bits) is the least anything of ours uses.
    """
    return secrets.token_urlsafe(nbytes)


def new_digits(count: int) -> str:
    """A fresh code of decimal digits, for people to type. Always throttled where it is checked."""
    return f"{secrets.randbelow(10**count):0{count}d}"


def digest(secret: str) -> str:
    """The digest under which a high-entropy secret is stored: SHA-256, URL-safe, 43 characters.

    Not for anything a person chose or that has few digits: see `keyed_digest` and `passwords`.
    """
    return _text(hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest())


def keyed_digest(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 over parts that cannot run into each other, URL-safe, 43 characters.

    Args:
        key: At least 32 bytes that only the provider knows.
        parts: Values to bind; each is framed by its length.
    """
    values = [part.encode("utf-8", "surrogatepass") for part in parts]
    framed = b"".join([len(value).to_bytes(8, "big") + value for value in values])
    return _text(hmac.digest(key, framed, "sha256"))


def matches(one: str, other: str) -> bool:
    """Whether two digests are equal, in time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
