"""Codes of an authenticator app (RFC 6238): six digits, thirty seconds, one step of tolerance either way."""

import re
from datetime import datetime
from urllib.parse import quote

import pyotp

from idp.crypto.digests import matches

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1
_CODE = re.compile(rf"[0-9]{{{DIGITS}}}")


def typed_code(text: str) -> str | None:
    """The six digits of a code as somebody typed it, with spaces or hyphens; None when it cannot be one."""
    digits = re.sub(r"[\s.\-]", "", text[:40])
    return digits if _CODE.fullmatch(digits) else None


def steps_of(key: str, code: str, now: datetime) -> list[int]:
    """The time steps around now whose code is this one: none for a wrong code, hardly ever more than one.

    Args:
        key: The shared key, base32.
        code: Six digits.
        now: The present moment.

    Source: RFC 6238, 5.2.
    """
    present = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(key, digits=DIGITS, interval=STEP_SECONDS)
    near = range(present - TOLERANCE, present + TOLERANCE + 1)
    return [step for step in near if matches(totp.at(step * STEP_SECONDS), code)]


def new_key() -> str:
    """A fresh key for an authenticator app: 160 bits, base32 (RFC 4226, 4)."""
    return pyotp.random_base32(32)


def setup_address(key: str, label: str, issuer: str) -> str:
    """The `otpauth:` address that a QR code carries to the app.

    Args:
        key: The shared key, base32.
        label: What the app shows for the account; it leaves our hands, so it holds no more than it must.
        issuer: The name of the service.
    """
    name = f"{quote(issuer, safe='')}:{quote(label, safe='')}"
    return f"otpauth://totp/{name}?secret={key}&issuer={quote(issuer, safe='')}&digits={DIGITS}&period={STEP_SECONDS}"
