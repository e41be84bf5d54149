"""What citizens agreed to, refused, or were told."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.store.insert import insert_for
from idp.store.models import Consent
from idp.store.models.base import table_of

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

_ANSWERS = table_of(Consent)
_WHOSE = [_ANSWERS.c.citizen_id, _ANSWERS.c.client_id]
_HOLDS = select(Consent).where(
    Consent.citizen_id == bindparam("citizen"),
    Consent.client_id == bindparam("client"),
    Consent.expires_at > bindparam("now"),
)
"""Made once, as is the other below: to make a statement takes longer than to run it."""


class Consents:
    """Keeps the latest answer of a citizen to an application."""

    def __init__(self, session: "scoped_session[Session]", lifetime: timedelta, clock: Clock) -> None:
        self._session = session
        self._lifetime = lifetime
        self._clock = clock

    def find(self, citizen_id: str, client_id: str) -> Consent | None:
        """The answer that still holds."""
        which = {"citizen": citizen_id, "client": client_id, "now": self._clock()}
        return self._session.scalar(_HOLDS, which)

    def keep(
        self,
        citizen_id: str,
        client_id: str,
        decisions: dict[str, str],
        details: Sequence[dict[str, Any]] = (),
        grant_id: str | None = None,
    ) -> None:
        """Remember an answer in place of the one before.

        Args:
            citizen_id: Who answered.
            client_id: Whom.
            decisions: A scope to `consent`, `law` or `declined`.
            details: The authorization details agreed to. A record: they are asked for anew each time.
            grant_id: Under which name the application manages it from now on; None leaves the name as it is.
        """
        now = self._clock()
        answer: dict[str, Any] = {
            "decisions": decisions,
            "given_at": now,
            "expires_at": now + self._lifetime,
            **({"authorization_details": list(details)} if details else {}),
            **({"grant_id": grant_id} if grant_id else {}),
        }
        whose = {"citizen_id": citizen_id, "client_id": client_id}
        statement = _keeping(self._session.get_bind().dialect.name, tuple(answer))
        self._session.connection().execute(statement, {**whose, **answer})

    def find_managed(self, grant_id: str, client_id: str) -> Consent | None:
        """The answer that still holds, by the name an application manages it under."""
        return self._session.scalar(
            select(Consent).where(
                Consent.grant_id == grant_id,
                Consent.client_id == client_id,
                Consent.expires_at > self._clock(),
            )
        )

    def all_of(self, citizen_id: str) -> list[Consent]:
        """Every answer of a citizen, latest first, for the account page."""
        given = select(Consent).where(Consent.citizen_id == citizen_id).order_by(Consent.given_at.desc())
        return list(self._session.scalars(given))

    def withdraw(self, citizen_id: str, client_id: str) -> bool:
        """Forget an answer: the application has to ask again. Whether there was one."""
        gone = self._session.execute(
            delete(Consent)
            .where(Consent.citizen_id == citizen_id, Consent.client_id == client_id)
            .returning(Consent.client_id)
        )
        return gone.first() is not None


@cache
def _keeping(dialect: str, names: tuple[str, ...]) -> "postgresql.Insert | sqlite.Insert":
    statement = insert_for(dialect, _ANSWERS)
    new = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=_WHOSE, set_=new)
