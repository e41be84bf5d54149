"""Keys of operators' authenticator apps: made, sealed, and asked for their codes."""

from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.operators.ports import AppCodes

TOTP_SEALED = "operator.totp_sealed"


class AppKeys:
    """Makes and opens keys."""

    def __init__(self, codes: AppCodes, sealer: Sealer, clock: Clock) -> None:
        self._codes = codes
        self._sealer = sealer
        self._clock = clock

    def new(self) -> str:
        """A fresh key, base32."""
        return self._codes.new_key()

    def sealed(self, key: str) -> bytes:
        """A key as it is kept."""
        return self._sealer.seal_text(key, TOTP_SEALED)

    def opened(self, sealed: bytes) -> str:
        """A key that was kept."""
        return self._sealer.open_text(sealed, TOTP_SEALED)

    def setup_address(self, key: str, username: str, service: str) -> str:
        """The `otpauth:` address that a QR code carries to the app; `service` is what the app calls us."""
        return self._codes.setup_address(key, username, service)

    def steps(self, key: str, typed: str) -> list[int]:
        """The time steps around now whose code was typed; none where it was not."""
        code = self._codes.typed_code(typed)
        return self._codes.steps_of(key, code, self._clock()) if code else []
