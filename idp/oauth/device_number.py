"""The number a device shows and a citizen finds among three: whoever was only sent a code by a stranger cannot.

Source: RFC 8628, 5.4 (remote phishing); number matching: NIST SP 800-63B-4, 3.1.3 (out-of-band devices).
"""

import hashlib
import secrets

from idp.oauth.client import RegisteredClient

LOWEST, HIGHEST = 10, 99
SHOWN = 3


def shows_number(client: RegisteredClient) -> bool:
    """Whether a client's devices show the number. Programs that know nothing but RFC 8628 cannot."""
    return client.registered("device_number_shown") is True


def new_number() -> str:
    """A fresh number of two digits."""
    return str(LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1))


def among(number: str, request: str) -> list[str]:
    """The number among two others, in ascending order: the same three each time, or reloading would tell it.

    Args:
        number: The right one.
        request: The digest of the device's request, which nobody outside knows.
    """
    others = [str(each) for each in range(LOWEST, HIGHEST + 1) if str(each) != number]
    drawn = sorted(others, key=lambda other: hashlib.sha256(f"{request}:{other}".encode()).digest())
    return sorted([number, *drawn[: SHOWN - 1]])
