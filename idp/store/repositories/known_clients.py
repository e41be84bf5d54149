"""Relying applications as a process keeps them: every request reads one, and hardly any changes one."""

from typing import Any

from sqlalchemy import bindparam, select

from idp.store.db import DatabaseSession
from idp.store.models import Client
from idp.store.models.base import table_of
from idp.store.repositories.clients import is_identifier
from idp.store.revisions import CLIENTS, Shelf, number_of

MOST = 256
"""Applications that one process keeps, some ten kilobytes each."""

_TABLE = table_of(Client)
_ATTRIBUTES = [(attribute.key, attribute.columns[0]) for attribute in Client.__mapper__.column_attrs]
_FIND = select(number_of(CLIENTS), *(column for _key, column in _ATTRIBUTES)).where(
    _TABLE.c.client_id == bindparam("wanted")
)


class KnownClients:
    """Finds registrations for the protocol. They belong to no session: nobody may change one."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session
        self._shelf: Shelf[Client] = Shelf(CLIENTS, session, MOST)

    def find(self, client_id: str) -> Client | None:
        """A client by its identifier, live or not. At most one SELECT, none where it is known.

        What this process has changed is seen at once, what another one has within `FRESH_SECONDS`.
        """
        return self._shelf.get(client_id, self._read) if is_identifier(client_id) else None

    def _read(self, client_id: str) -> tuple[Client | None, int]:
        row = self._session.connection().execute(_FIND, {"wanted": client_id}).one_or_none()
        if row is None:
            return None, 0
        values: dict[str, Any] = {
            key: value for (key, _column), value in zip(_ATTRIBUTES, row[1:], strict=True)
        }
        return Client(**values), row[0] or 0
