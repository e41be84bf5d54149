"""Sessions of the console: short, renewed by a new identifier at every proof (OWASP ASVS 5.0, 7.2.4 and 7.5)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from idp.clock import Clock
from idp.config import Settings
from idp.crypto.digests import digest, new_secret
from idp.crypto.sealing import Sealer
from idp.store.models import Operator, OperatorSession
from idp.store.repositories.operator_sessions import OperatorSessions

CONFIRMED_FOR = timedelta(minutes=5)
"""A dangerous act asks for password and code again when they were shown longer ago than this."""

TOUCH_EVERY = timedelta(minutes=1)
_SHOWN_ONCE = "operator_session.shown_once_sealed"


@dataclass(frozen=True)
class Opened:
    """A session and the value its cookie must carry from now on."""

    session: OperatorSession
    cookie: str


class ConsoleSessions:
    """Starts, finds, confirms and ends the sessions of operators."""

    def __init__(self, store: OperatorSessions, sealer: Sealer, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._sealer = sealer
        self._settings = settings
        self._clock = clock

    def current(self, cookie: str | None) -> OperatorSession | None:
        """The live session behind a cookie, its operator loaded with it."""
        session = self._store.live(digest(cookie)) if cookie else None
        if session is not None and self._clock() - session.last_seen_at >= TOUCH_EVERY:
            self._store.change(session, **self._seen(session))
        return session

    def of(self, operator_id: str) -> Sequence[OperatorSession]:
        """The live sessions of an operator, the one used last first."""
        return self._store.of(operator_id)

    def end_other(self, session: OperatorSession, other_id: str) -> bool:
        """End another session of the same operator. True for exactly one caller."""
        return any(each.id == other_id for each in self.of(session.operator_id)) and self._store.end(other_id)

    def end_others(self, session: OperatorSession) -> None:
        """End every session of an operator but this one."""
        self._store.end_all_of(session.operator_id, but=session.id)

    def start(self, operator: Operator, former: OperatorSession | None, agent: str = "") -> Opened:
        """Open the console for an operator; what this browser had before is over.

        Args:
            operator: Who was let in.
            former: The live session this browser had.
            agent: What the browser calls itself, in two words.
        """
        if former is not None:
            self._store.end(former.id)
        now, cookie = self._clock(), new_secret()
        session = OperatorSession(
            id=str(uuid.uuid4()),
            digest=digest(cookie),
            operator_id=operator.id,
            started_at=now,
            confirmed_at=now,
            last_seen_at=now,
            idle_expires_at=now + self._settings.operator_session_idle,
            expires_at=now + self._settings.operator_session_lifetime,
            agent=agent[:64] or None,
        )
        session.operator = operator
        self._store.add(session)
        return Opened(session, cookie)

    def confirm(self, session: OperatorSession) -> Opened | None:
        """Note that both factors were shown again: a new identifier. None when the session is over."""
        cookie = new_secret()
        confirmed = self._store.change(
            session, digest=digest(cookie), confirmed_at=self._clock(), **self._seen(session)
        )
        return Opened(session, cookie) if confirmed else None

    def is_fresh(self, session: OperatorSession) -> bool:
        """Whether both factors were shown lately enough for a dangerous act."""
        return self._clock() - session.confirmed_at <= CONFIRMED_FOR

    def end(self, session: OperatorSession) -> bool:
        """End a session. True for exactly one caller."""
        return self._store.end(session.id)

    def show_once(self, session: OperatorSession, content: dict[str, Any]) -> None:
        """Keep something, sealed, for the one page that shows it to this session."""
        self._store.change(session, shown_once_sealed=self._sealer.seal_json(content, _SHOWN_ONCE))

    def take_shown_once(self, session: OperatorSession) -> dict[str, Any] | None:
        """What is to be shown, for exactly one caller."""
        sealed = self._store.take_shown_once(session)
        content: dict[str, Any] | None = self._sealer.open_json(sealed, _SHOWN_ONCE) if sealed else None
        return content

    def _seen(self, session: OperatorSession) -> dict[str, Any]:
        now = self._clock()
        idle_end = min(now + self._settings.operator_session_idle, session.expires_at)
        return {"last_seen_at": now, "idle_expires_at": idle_end}
