"""Whether a text is one of a client's live secrets: during a rotation there are two (RFC 7591, 3.2.1)."""

from datetime import datetime
from typing import Any

from idp.clock import Clock
from idp.crypto.digests import digest, matches
from idp.oauth.records import ClientRecord


class ClientSecrets:
    """Compares digests, in time that tells nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def match(self, client: ClientRecord, secret: str) -> bool:
        """Whether a secret is good now.

        Args:
            client: The client; `secrets` holds `digest` and `expires_at` (ISO 8601, or None) of each.
            secret: What was presented.
        """
        presented = digest(secret)
        found = [
            matches(str(known["digest"]), presented) and self._is_live(known) for known in client.secrets
        ]
        return any(found)

    def _is_live(self, known: dict[str, Any]) -> bool:
        ends = known.get("expires_at")
        return ends is None or self._clock() < datetime.fromisoformat(ends)
