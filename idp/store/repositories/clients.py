"""Relying applications in the database."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, null, or_, select, update

from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import Client
from idp.store.models.client import FOR_TEST_PEOPLE
from idp.store.revisions import CLIENTS, changed

_IDENTIFIER = re.compile(r"[\x20-\x7e]{1,255}")  # VSCHAR (RFC 6749, A.1)


def is_identifier(text: str) -> bool:
    """Whether a text can name a client at all."""
    return _IDENTIFIER.fullmatch(text) is not None


class Clients:
    """Finds and changes registrations."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def find(self, client_id: str) -> Client | None:
        """A client by its identifier, live or not. One SELECT; none for what cannot be an identifier."""
        if not is_identifier(client_id):
            return None
        return self._session.scalar(select(Client).where(Client.client_id == client_id))

    def add(self, client: Client) -> bool:
        """Keep a new registration. False when its identifier is taken; that changes nothing."""
        values = {
            attribute.key: getattr(client, attribute.key)
            for attribute in Client.__mapper__.column_attrs
            if attribute.key in client.__dict__
        }
        added = self._session.execute(
            insert_into(self._session, Client)
            .values({Client.__mapper__.column_attrs[key].columns[0]: value for key, value in values.items()})
            .on_conflict_do_nothing(index_elements=[Client.client_id])
            .returning(Client.client_id)
        )
        changed(self._session, CLIENTS)
        return added.first() is not None

    def change(self, client_id: str, version: int, at: datetime, **columns: Any) -> bool:
        """Change columns of a registration that is still the version it was. True for exactly one caller."""
        return self._update(
            Client.client_id == client_id, Client.version == version, values={**columns, "updated_at": at}
        )

    def seal_anew(self, client_id: str, version: int, secrets: list[dict[str, Any]]) -> bool:
        """Keep the same secrets under another key. True while the registration is the version it was, and stays."""
        return self._stamp(Client.client_id == client_id, Client.version == version, secrets=secrets)

    def move(self, client_id: str, from_state: str, to_state: str, at: datetime) -> bool:
        """Move a client to another state. True for exactly one caller."""
        return self._update(
            Client.client_id == client_id,
            Client.state == from_state,
            values={"state": to_state, "updated_at": at},
        )

    def remove(self, client_id: str) -> bool:
        """Delete a registration and, by the database, what hangs on it. True for exactly one caller."""
        gone = self._session.execute(
            delete(Client)
            .where(Client.client_id == client_id)
            .returning(Client.client_id)
            .execution_options(synchronize_session="fetch")
        )
        changed(self._session, CLIENTS)
        return gone.scalar() is not None

    def all(self, state: str | None = None) -> Sequence[Client]:
        """Every registration, or those in one state, in the order of their names."""
        wanted = select(Client) if state is None else select(Client).where(Client.state == state)
        return self._session.scalars(wanted.order_by(Client.name, Client.client_id)).all()

    def names_by_operators(self) -> set[str]:
        """What the applications are called that operators have registered, in both languages."""
        by_operators = Client.registration_digest.is_(None)
        rows = self._session.execute(select(Client.name, Client.name_en).where(by_operators))
        return {name for row in rows for name in row if name}

    def begin_trial(self, client_id: str, uri: str, until: datetime, trial: dict[str, Any]) -> bool:
        """Let an operator try an application, in place of a trial that may be under way."""
        return self._stamp(Client.client_id == client_id, trial_uri=uri, trial_until=until, trial=trial)

    def finish_trial(self, client_id: str, uri: str) -> bool:
        """End a trial. True for exactly one caller."""
        ended = {"trial_uri": None, "trial_until": None, "trial": null()}
        return self._stamp(Client.client_id == client_id, Client.trial_uri == uri, **ended)

    def linted(self, client_id: str, report: dict[str, Any], at: datetime) -> None:
        """Keep what lint has found. The registration's version stays."""
        self._stamp(Client.client_id == client_id, lint=report, linted_at=at)

    def not_linted_since(self, moment: datetime, most: int) -> Sequence[Client]:
        """Some registrations that lint has not judged since a moment."""
        waiting = or_(Client.linted_at.is_(None), Client.linted_at < moment)
        return self._session.scalars(
            select(Client).where(waiting).order_by(Client.client_id).limit(most)
        ).all()

    def following(self, client_id: str, most: int, states: Sequence[str]) -> Sequence[Client]:
        """Some registrations in certain states, in the order of their identifiers: those after a given one."""
        wanted = select(Client).where(Client.client_id > client_id, Client.state.in_(states))
        return self._session.scalars(wanted.order_by(Client.client_id).limit(most)).all()

    def suffer(self, client_id: str, faults: dict[str, Any] | None) -> bool:
        """Keep the faults an application suffers on purpose. False for one that citizens use: it suffers none."""
        is_tried_out = Client.state.in_(FOR_TEST_PEOPLE)
        return self._stamp(Client.client_id == client_id, is_tried_out, faults=faults or null())

    def counts(self) -> dict[str, int]:
        """How many applications are in each state."""
        rows = self._session.execute(select(Client.state, func.count()).group_by(Client.state))
        return {str(row[0]): int(row[1]) for row in rows}

    def _update(self, *which: ColumnElement[bool], values: dict[str, Any]) -> bool:
        return self._stamp(*which, version=Client.version + 1, **values)

    def _stamp(self, *which: ColumnElement[bool], **values: Any) -> bool:
        stamped = self._session.execute(
            update(Client)
            .where(*which)
            .values(**values)
            .returning(Client.client_id)
            .execution_options(synchronize_session="fetch")
        )
        changed(self._session, CLIENTS)
        return stamped.scalar() is not None
