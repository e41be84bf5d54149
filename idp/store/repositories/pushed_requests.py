"""Authorization requests that applications sent ahead of the browser (RFC 9126)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from idp.clock import Clock
from idp.crypto.digests import digest, new_secret
from idp.crypto.sealing import Sealer
from idp.store.db import DatabaseSession
from idp.store.models import PushedRequest

_WHERE = "pushed_request.parameters_sealed"


@dataclass(frozen=True)
class Pushed:
    """A request that was sent ahead. `parameters` are as `Parameters.kept` wrote them down."""

    digest: str
    client_id: str
    parameters: dict[str, Any]
    expires_at: datetime
    spent_at: datetime | None


class PushedRequests:
    """Keeps requests under the digest of a reference, their parameters sealed."""

    def __init__(self, session: DatabaseSession, sealer: Sealer, clock: Clock) -> None:
        self._session = session
        self._sealer = sealer
        self._clock = clock

    def add(self, client_id: str, parameters: dict[str, Any], lifetime: timedelta) -> str:
        """Keep a request. One INSERT.

        Args:
            client_id: Whose it is.
            parameters: What it asks for.
            lifetime: How long a browser may come with it.

        Returns:
            The reference it is found by: 256 random bits.
        """
        reference, now = new_secret(), self._clock()
        self._session.execute(
            insert(PushedRequest).values(
                digest=digest(reference),
                client_id=client_id,
                parameters_sealed=self._sealer.seal_json(parameters, _WHERE),
                created_at=now,
                expires_at=now + lifetime,
            )
        )
        return reference

    def find(self, reference: str) -> Pushed | None:
        """The request behind a reference, whether it may still be used or not."""
        row = self._session.scalar(
            select(PushedRequest)
            .where(PushedRequest.digest == digest(reference))
            .execution_options(populate_existing=True)
        )
        if row is None:
            return None
        parameters = self._sealer.open_json(row.parameters_sealed, _WHERE)
        return Pushed(row.digest, row.client_id, parameters, row.expires_at, row.spent_at)

    def spend(self, pushed_digest: str) -> bool:
        """Use a request up, its time over or not: who began in time may finish. True for exactly one caller."""
        spent = self._session.execute(
            update(PushedRequest)
            .where(PushedRequest.digest == pushed_digest, PushedRequest.spent_at.is_(None))
            .values(spent_at=self._clock())
            .returning(PushedRequest.digest)
            .execution_options(synchronize_session=False)
        )
        return spent.first() is not None
