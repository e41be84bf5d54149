"""Who a citizen is to an application: `sub`, pairwise by sector or public, and `sid` (OpenID Connect Core, 8)."""

from collections.abc import Callable
from datetime import datetime

from idp.crypto.digests import keyed_digest
from idp.oauth.client import RegisteredClient

SUBJECT_TYPES = ("pairwise", "public")
"""The first is what a client gets that registered neither."""

_SID_CHARACTERS = 22  # 132 bits


class Subjects:
    """Derives identifiers from a salt that outlives every signing key."""

    def __init__(self, salt: Callable[[], bytes]) -> None:
        self._salt = salt

    def sub(self, client: RegisteredClient, citizen_id: str) -> str:
        """The citizen's identifier at an application: the same for all of its sector, unlike anybody else's.

        Args:
            client: The application.
            citizen_id: The internal identifier; it never leaves the house, as a public `sub` neither.
        """
        if client.registered("subject_type", SUBJECT_TYPES[0]) == "public":
            return keyed_digest(self._salt(), "public", citizen_id)
        return keyed_digest(self._salt(), "pairwise", sector_of(client), citizen_id)

    def reference(self, client: RegisteredClient, person: str) -> str:
        """Somebody else in a citizen's claims: the same for all of an application's sector, always pairwise.

        No `sub`: whoever it is may have no account, and must not be recognised by one.

        Args:
            client: The application.
            person: The name of that person inside the house; it never leaves it.
        """
        return keyed_digest(self._salt(), "person", sector_of(client), person)

    def browser_state(self, session_id: str, authenticated_at: datetime) -> str:
        """What a browser's cookie says of its session (OpenID Connect Session Management, 3): new at each sign-in."""
        return keyed_digest(self._salt(), "browser", session_id, authenticated_at.isoformat())

    def sid(self, client_id: str, session_id: str) -> str:
        """The name of a browser session at an application (OpenID Connect Back-Channel Logout, 2.1)."""
        return keyed_digest(self._salt(), "session", client_id, session_id)[:_SID_CHARACTERS]


def sector_of(client: RegisteredClient) -> str:
    """The sector of an application: the one it was registered for, else its own."""
    return client.record.sector or client.client_id
