"""Certificates that come with public keys (RFC 7517, 4.7)."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cryptography import x509


def certificates(jwks: dict[str, Any] | None) -> Iterator[tuple[str, datetime]]:
    """The certificates in a key set: the name of the key, and when each ends. What is no certificate is passed over."""
    keys = (jwks or {}).get("keys")
    for key in keys if isinstance(keys, list) else []:
        chain: Any = key.get("x5c") if isinstance(key, dict) else None
        if not chain:
            continue
        try:
            end = x509.load_der_x509_certificate(b64decode(chain[0])).not_valid_after_utc
        except (ValueError, TypeError, KeyError):
            continue  # it was not looked at when it was registered
        yield str(key.get("kid", "")), end


def certificates_end(jwks: dict[str, Any] | None) -> Iterator[datetime]:
    """When the certificates in a key set end."""
    return (end for _, end in certificates(jwks))
