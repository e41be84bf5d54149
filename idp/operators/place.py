"""Where the console is, as browsers see it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from idp.config import Settings


@dataclass(frozen=True)
class Place:
    """The console's origin, and the host that passkeys are bound to (WebAuthn Level 3, 5.1.2: RP ID)."""

    origin: str
    host: str
    service: str

    @classmethod
    def of(cls, settings: Settings) -> "Place":
        """The console's own host where it has one, else the issuer's."""
        issuer = urlsplit(settings.issuer)
        own = settings.admin_host.lower() if settings.admin_host else ""
        origin = f"{issuer.scheme}://{own or issuer.netloc}"
        return cls(origin, own or issuer.hostname or "", settings.service_name)
