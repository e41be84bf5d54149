"""Relying applications in the database."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from idp.store.models import Client

_IDENTIFIER = re.compile(r"[\x20-\x7e]{1,255}")  # VSCHAR (RFC 6749, A.1)
_LONGEST_SEARCH = 200


class Clients:
    """Finds and changes registrations."""

    def __init__(self, session: "scoped_session[Session]") -> None:
        self._session = session

    def find(self, client_id: str) -> Client | None:
        """A client by its identifier, live or not. One SELECT; none for what cannot be an identifier."""
        if not _IDENTIFIER.fullmatch(client_id):
            return None
        return self._session.scalar(select(Client).where(Client.client_id == client_id))
