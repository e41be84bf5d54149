"""Requests for a citizen's approval that come without the citizen's browser."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, func, select, update

from idp.crypto.digests import digest, new_secret
from idp.store.models import BackchannelRequest
from idp.store.repositories.polled_requests import PolledRequests


class Named(Protocol):
    """Whom an application means, as far as this table knows it."""

    @property
    def hint(self) -> str:
        """Stands for what the application said."""
        ...

    @property
    def citizen_id(self) -> str | None:
        """Who that is."""
        ...


class BackchannelRequests(PolledRequests[BackchannelRequest]):
    """Keeps them under the digest of their `auth_req_id`."""

    table = BackchannelRequest

    def add(
        self,
        parameters: Mapping[str, str],
        *,
        client_id: str,
        named: Named,
        interval_seconds: int,
        lifetime: timedelta,
    ) -> tuple[str, str]:
        """Let a request wait. One INSERT, the same whether or not there is somebody to ask.

        Args:
            parameters: Those of the request; its `auth_req_id` is kept with them, sealed, for the ping.
            client_id: Who asks.
            named: Whom it is about.
            interval_seconds: How long the client has to wait between two questions.
            lifetime: How long the citizen has to decide.

        Returns:
            The request's name, and its `auth_req_id`.
        """
        secret, now, name = new_secret(), self._clock(), str(uuid.uuid4())
        kept = {**parameters, "auth_req_id": secret}
        row = BackchannelRequest(
            id=name,
            digest=digest(secret),
            client_id=client_id,
            citizen_id=named.citizen_id,
            hint_digest=named.hint,
            parameters_sealed=self._sealer.seal_json(kept, self._where),
            interval_seconds=interval_seconds,
            created_at=now,
            expires_at=now + lifetime,
        )
        self._session.add(row)
        self._session.flush()
        return name, secret

    def named(self, name: str, citizen_id: str) -> BackchannelRequest | None:
        """A request that waits for a citizen, by its name."""
        theirs = BackchannelRequest.citizen_id == citizen_id
        return self._one(BackchannelRequest.id == name, theirs, self._waits())

    def named_anyone(self, name: str) -> BackchannelRequest | None:
        """A request that waits, by its name, whoever is meant."""
        return self._one(BackchannelRequest.id == name, self._waits())

    def all_for(self, citizen_id: str) -> Sequence[BackchannelRequest]:
        """What waits for a citizen, the oldest first."""
        found = select(BackchannelRequest).where(BackchannelRequest.citizen_id == citizen_id, self._waits())
        return self._session.scalars(found.order_by(BackchannelRequest.created_at)).all()

    def waiting(self, *, client_id: str, hint: str) -> int:
        """How many requests of one client wait for whom it named so."""
        return self._count(BackchannelRequest.client_id == client_id, BackchannelRequest.hint_digest == hint)

    def waiting_for(self, citizen_id: str) -> int:
        """How many requests wait for a citizen, whoever asks."""
        return self._count(BackchannelRequest.citizen_id == citizen_id)

    def expire(self, most: int) -> list[tuple[str, dict[str, Any]]]:
        """Note that nobody answered in time: each request for exactly one caller, with its client and what it says.

        Args:
            most: How many at most.
        """
        table = BackchannelRequest
        is_over = (table.state == "waiting") & (table.expires_at <= self._clock())
        # Looking first keeps SQLite's one write lock free as long as there is nothing to do.
        found = self._session.scalars(select(table.digest).where(is_over).limit(most)).all()
        if not found:
            return []
        expired = self._session.execute(
            update(table)
            .where(table.digest.in_(found), is_over)
            .values(state="expired")
            .returning(table.client_id, table.parameters_sealed)
            .execution_options(synchronize_session=False)
        )
        return [(client_id, self._sealer.open_json(sealed, self._where)) for client_id, sealed in expired]

    def _count(self, *which: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(BackchannelRequest).where(*which, self._waits())
        return self._session.scalar(counted) or 0
