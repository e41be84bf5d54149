"""What the operators' side needs from outside; `services.py` hands it over."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol


class AppCodes(Protocol):
    """Codes of authenticator apps (RFC 6238)."""

    def typed_code(self, text: str) -> str | None:
        """The six digits of a code as typed; None when it cannot be one."""
        ...

    def steps_of(self, key: str, code: str, now: datetime) -> list[int]:
        """The time steps around now whose code is this one."""
        ...

    def new_key(self) -> str:
        """A fresh key, base32."""
        ...

    def setup_address(self, key: str, label: str, issuer: str) -> str:
        """The `otpauth:` address that a QR code carries to the app."""
        ...


class Counts(Protocol):
    """Counts of tries."""

    def take(self, key: str, limit: int, per: timedelta) -> bool:
        """Take one of `limit` tries per period; False when none is left."""
        ...

    def take_slower(self, key: str, waits: Sequence[timedelta], memory: timedelta) -> bool:
        """Take a try that has waited long enough after the one before; False otherwise."""
        ...

    def counts(self, keys: Iterable[str]) -> dict[str, tuple[int, datetime]]:
        """How often each key was tried, and when it may be tried again."""
        ...

    def forget(self, keys: Iterable[str]) -> None:
        """Begin anew."""
        ...
