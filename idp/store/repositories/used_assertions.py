"""The replay cache of client assertions."""

from datetime import datetime

from sqlalchemy.orm import Session, scoped_session

from idp.crypto.digests import digest
from idp.store.models import UsedAssertion
from idp.store.repositories.first_come import insert_if_new


class UsedAssertions:
    """Remembers which assertions were presented until they expire."""

    def __init__(self, session: "scoped_session[Session]") -> None:
        self._session = session

    def spend(self, client_id: str, jti: str, expires_at: datetime) -> bool:
        """Take an assertion. True for exactly one caller, however many try at once."""
        key = digest(f"{len(client_id)}:{client_id}:{jti}")
        return insert_if_new(self._session, UsedAssertion, digest=key, expires_at=expires_at)
