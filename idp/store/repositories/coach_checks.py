"""What the coach has seen of test applications, in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import CoachCheck

Check = tuple[str, str, str, datetime]
"""Its name, its state, what came, and the moment of what decided."""


class CoachChecks:
    """Keeps results."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def of(self, client_id: str) -> Sequence[CoachCheck]:
        """The results of one application."""
        return self._session.scalars(select(CoachCheck).where(CoachCheck.client_id == client_id)).all()

    def keep(self, client_id: str, expected: str, checks: Iterable[Check]) -> None:
        """Keep results. The first of a state stays; another state counts where what decided it came later.

        Args:
            client_id: Whose.
            expected: By which rules it was judged.
            checks: The results.
        """
        for name, state, received, at in checks:
            added = insert_into(self._session, CoachCheck).values(
                client_id=client_id, name=name, state=state, expected=expected, received=received[:300], at=at
            )
            new = added.excluded
            self._session.execute(
                added.on_conflict_do_update(
                    index_elements=[CoachCheck.client_id, CoachCheck.name],
                    set_={
                        "state": new.state,
                        "expected": new.expected,
                        "received": new.received,
                        "at": new.at,
                    },
                    where=(CoachCheck.state != new.state) & (CoachCheck.at <= new.at),
                )
            )
