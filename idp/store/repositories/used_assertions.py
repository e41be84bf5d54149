"""The replay cache of client assertions and DPoP proofs."""

from datetime import datetime

from sqlalchemy.orm import Session, scoped_session

from idp.crypto.digests import digest
from idp.store.models import UsedAssertion
from idp.store.repositories.first_come import insert_if_new


class UsedAssertions:
    """Remembers which of them were presented until they expire."""

    def __init__(self, session: "scoped_session[Session]") -> None:
        self._session = session

    def spend(self, whose: str, jti: str, expires_at: datetime) -> bool:
        """Take one. True for exactly one caller, however many try at once.

        Args:
            whose: The client's identifier, or the name of another space of names.
            jti: The name it has there.
            expires_at: When it would no longer be taken anyway.
        """
        key = digest(f"{len(whose)}:{whose}:{jti}")
        return insert_if_new(self._session, UsedAssertion, digest=key, expires_at=expires_at)
