"""Access tokens revoked before their time."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from idp.store.models import RevokedToken
from idp.store.repositories.first_come import insert_if_new


class RevokedTokens:
    """Remembers revoked tokens by their `jti` until they would have died by themselves."""

    def __init__(self, session: "scoped_session[Session]") -> None:
        self._session = session

    def add(self, jti: str, expires_at: datetime) -> None:
        """Revoke a token; twice is once."""
        insert_if_new(self._session, RevokedToken, jti=jti, expires_at=expires_at)

    def holds(self, jti: str) -> bool:
        """Whether a token was revoked."""
        found = self._session.scalar(select(RevokedToken.jti).where(RevokedToken.jti == jti))
        return found is not None
