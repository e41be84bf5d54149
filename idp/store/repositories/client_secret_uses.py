"""When secrets of applications were last shown, in the database."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import ClientSecretUse

Use = tuple[str, str, date]
"""An application, a secret of it by its name, and the day."""


class ClientSecretUses:
    """Keeps the last day of each secret."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def keep(self, uses: Iterable[Use]) -> None:
        """Keep some days; an earlier one never replaces a later one."""
        for client_id, secret_id, day in sorted(set(uses)):
            added = insert_into(self._session, ClientSecretUse).values(
                client_id=client_id, secret_id=secret_id, last_used_on=day
            )
            self._session.execute(
                added.on_conflict_do_update(
                    index_elements=[ClientSecretUse.client_id, ClientSecretUse.secret_id],
                    set_={"last_used_on": added.excluded.last_used_on},
                    where=ClientSecretUse.last_used_on < added.excluded.last_used_on,
                )
            )

    def of(self, client_id: str) -> dict[str, date]:
        """The last day of each secret of an application that was shown, by its name."""
        rows = self._session.execute(
            select(ClientSecretUse.secret_id, ClientSecretUse.last_used_on).where(
                ClientSecretUse.client_id == client_id
            )
        )
        return {row[0]: row[1] for row in rows}
