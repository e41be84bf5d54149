"""Authorization requests that wait for the citizen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.digests import digest, matches, new_secret
from idp.crypto.sealing import Sealer
from idp.store.models import PendingAuthorization
from idp.store.models.base import table_of

_WHERE = "pending_authorization.parameters_sealed"

_WAITING = table_of(PendingAuthorization)
_THIS = _WAITING.c.digest == bindparam("handle")
_ADD = insert(_WAITING)
_FIND = select(_WAITING).where(_THIS, _WAITING.c.expires_at > bindparam("now"))
_FINISH = delete(_WAITING).where(_THIS).returning(_WAITING.c.digest)
"""Made once, and rows in place of objects: to make a statement takes longer than to run it."""


@dataclass(frozen=True)
class Pending:
    """A request that waits. `params` are those of the authorization request."""

    handle: str
    client_id: str
    params: dict[str, Any]
    redirect_uri: str
    minimum_level: int
    first_seen_at: datetime
    account_chosen_at: datetime | None
    wish_waived_at: datetime | None
    browser_digest: str
    pushed_digest: str | None = None
    details_agreed_by: str | None = None

    def is_of(self, browser: str) -> bool:
        """Whether it was begun in the browser that has this cookie."""
        return matches(self.browser_digest, digest(browser))


class PendingAuthorizations:
    """Keeps requests under the digest of a handle, their parameters sealed."""

    def __init__(
        self, session: "scoped_session[Session]", sealer: Sealer, lifetime: timedelta, clock: Clock
    ) -> None:
        self._session = session
        self._sealer = sealer
        self._lifetime = lifetime
        self._clock = clock

    def add(
        self,
        params: dict[str, Any],
        *,
        client_id: str,
        redirect_uri: str,
        minimum_level: int,
        browser: str,
        pushed_digest: str | None = None,
    ) -> str:
        """Let a request wait.

        Args:
            params: The parameters of the request.
            client_id: Whose request it is.
            redirect_uri: Where the answer will go.
            minimum_level: The authentication level it needs.
            browser: The cookie of the browser it came from; no other may go on with it.
            pushed_digest: The pushed request it came by; none if it came by the browser.

        Returns:
            The handle it is found by.
        """
        handle, now = new_secret(), self._clock()
        row = {
            "digest": digest(handle),
            "browser_digest": digest(browser),
            "client_id": client_id,
            "parameters_sealed": self._sealer.seal_json(params, _WHERE),
            "redirect_uri": redirect_uri,
            "minimum_level": minimum_level,
            "first_seen_at": now,
            "pushed_digest": pushed_digest,
            "expires_at": now + self._lifetime,
        }
        self._session.connection().execute(_ADD, row)
        return handle

    def find(self, handle: str) -> Pending | None:
        """A request that still waits."""
        which = {"handle": digest(handle), "now": self._clock()}
        row = self._session.connection().execute(_FIND, which).one_or_none()
        return None if row is None else self._opened(handle, row)

    def need(self, handle: str, level: int) -> None:
        """Note that a request needs a higher authentication level than was known when it came."""
        self._note(handle, minimum_level=level)

    def choose_account(self, handle: str) -> None:
        """Note that the citizen chose to go on with the account that is open."""
        self._note(handle, account_chosen_at=self._clock())

    def waive_wish(self, handle: str, level: int) -> None:
        """Note that the citizen goes on without the level the application would like.

        Args:
            handle: The handle of the request.
            level: The authentication level it cannot do without.
        """
        self._note(handle, wish_waived_at=self._clock(), minimum_level=level)

    def agree_to_details(self, handle: str, citizen_id: str) -> None:
        """Note that a citizen agreed to the authorization details of this very request."""
        self._note(handle, details_agreed_by=citizen_id)

    def finish(self, handle: str) -> bool:
        """Stop waiting. True for exactly one caller: a request is answered once."""
        return self._session.connection().execute(_FINISH, {"handle": digest(handle)}).first() is not None

    def _note(self, handle: str, **values: object) -> None:
        self._session.execute(
            update(PendingAuthorization)
            .where(PendingAuthorization.digest == digest(handle))
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    def _opened(self, handle: str, row: Row[Any]) -> Pending:
        return Pending(
            handle=handle,
            client_id=row.client_id,
            params=self._sealer.open_json(row.parameters_sealed, _WHERE),
            redirect_uri=row.redirect_uri,
            minimum_level=row.minimum_level,
            first_seen_at=row.first_seen_at,
            account_chosen_at=row.account_chosen_at,
            wish_waived_at=row.wish_waived_at,
            browser_digest=row.browser_digest,
            pushed_digest=row.pushed_digest,
            details_agreed_by=row.details_agreed_by,
        )
