"""Browser sessions: start, find, raise and end them. Source: security requirements of NIST SP 800-63B-4, 2 and 5."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from idp.assurance import AuthenticationLevel
from idp.audit.events.sign_in import SessionEnded
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.digests import digest, new_secret
from idp.store.models import BrowserSession
from idp.store.repositories.browser_sessions import BrowserSessions

TOUCH_EVERY = timedelta(minutes=1)
"""A session's last use is noted this often at most: reading a page must not always write."""

SECOND_FACTORS = frozenset({"otp", "sms"})
_MOST_AT_ONCE = 500


class Stay(StrEnum):
    """How long a browser may stay signed in."""

    ORDINARY = "ordinary"
    REMEMBERED = "remembered"
    SHARED = "shared"


class EndReason(StrEnum):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere"
    SOMEBODY_ELSE = "somebody_else"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a reason, not a password
    NOT_ME = "not_me"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    EXPIRED = "expired"
    HELP_DESK = "help_desk"


@dataclass(frozen=True)
class Proof:
    """What a citizen has just shown: their password and, if level two was reached, a second factor."""

    methods: tuple[str, ...]

    @property
    def level(self) -> AuthenticationLevel:
        """The level this proof reaches by itself."""
        two = bool(SECOND_FACTORS.intersection(self.methods))
        return AuthenticationLevel.TWO if two else AuthenticationLevel.ONE

    @property
    def amr(self) -> list[str]:
        """The methods as RFC 8176 names them."""
        return [*self.methods, "mfa"] if self.level is AuthenticationLevel.TWO else list(self.methods)


@dataclass(frozen=True)
class Opened:
    """A session and the value its cookie must carry from now on."""

    session: BrowserSession
    cookie: str


class Sessions:
    """The browser sessions of citizens."""

    def __init__(self, store: BrowserSessions, audit: AuditLog, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._audit = audit
        self._settings = settings
        self._clock = clock
        self.on_end: list[Callable[[BrowserSession, str], None]] = []
        """Called for every session that ends, with the reason, in the same transaction."""

    def current(self, cookie: str | None) -> BrowserSession | None:
        """The live session behind a cookie, its citizen loaded with it. One statement, and one write a minute."""
        if not cookie:
            return None
        session = self._store.live(digest(cookie))
        if session is not None:
            self._touch(session)
        return session

    def start(
        self, citizen_id: str, proof: Proof, *, stay: Stay, agent: str, former: BrowserSession | None = None
    ) -> Opened:
        """Sign a citizen in: a new identifier always, and nothing of another person's session goes on.

        Args:
            citizen_id: Who signed in.
            proof: What they showed.
            stay: How long the browser may stay signed in.
            agent: The browser, in words for the list of devices.
            former: The live session this browser had. The same person's is renewed, anybody else's is ended.
        """
        if former is not None and former.citizen_id == citizen_id:
            opened = self._renew(former, proof, stay)
            if opened is not None:
                return opened
        elif former is not None:
            self.end(former, EndReason.SOMEBODY_ELSE)
        cookie = new_secret()
        now = self._clock()
        session = BrowserSession(
            id=str(uuid.uuid4()),
            digest=digest(cookie),
            citizen_id=citizen_id,
            agent=agent[:80],
            started_at=now,
            **self._proved(proof, stay),
        )
        self._store.add(session)
        return Opened(session, cookie)

    def raise_level(self, session: BrowserSession, method: str) -> Opened | None:
        """Add a second factor to a session. A new identifier; the time of the password stays.

        Returns:
            None when the session ended or was raised elsewhere in the meantime.
        """
        cookie = new_secret()
        now = self._clock()
        raised = self._store.change(
            session,
            digest=digest(cookie),
            level=int(AuthenticationLevel.TWO),
            level_two_at=now,
            methods=Proof(("pwd", method)).amr,
            last_seen_at=now,
            idle_expires_at=min(now + self._idle(session.stay), session.expires_at),
        )
        return Opened(session, cookie) if raised else None

    def rotate(self, session: BrowserSession) -> Opened | None:
        """Give a session a new identifier and nothing else. None when it is over."""
        cookie = new_secret()
        return Opened(session, cookie) if self._store.change(session, digest=digest(cookie)) else None

    def end(self, session: BrowserSession, reason: str) -> bool:
        """End a session. True for exactly one caller."""
        return self.end_one(session.citizen_id, session.id, reason)

    def end_one(self, citizen_id: str, session_id: str, reason: str) -> bool:
        """End one session of a citizen by its public id. True for exactly one caller."""
        ended = self._store.end(session_id, citizen_id, reason)
        return bool(self._told((ended and [ended]) or [], reason))

    def end_others(self, session: BrowserSession, reason: str) -> int:
        """End all sessions of a citizen but this one; how many."""
        return len(self._told(self._store.end_all_of(session.citizen_id, reason, but=session.id), reason))

    def end_all(self, citizen_id: str, reason: str) -> int:
        """End all sessions of a citizen; how many."""
        return len(self._told(self._store.end_all_of(citizen_id, reason), reason))

    def end_expired(self) -> int:
        """End sessions that have run out, so that the applications learn of it; how many. For housekeeping."""
        return len(self._told(self._store.end_expired(EndReason.EXPIRED, _MOST_AT_ONCE), EndReason.EXPIRED))

    def end_barred(self) -> int:
        """End sessions of accounts that may not be used, whoever barred them and why; how many. For housekeeping."""
        return len(
            self._told(self._store.end_barred(EndReason.SUSPENDED, _MOST_AT_ONCE), EndReason.SUSPENDED)
        )

    def of(self, citizen_id: str) -> list[BrowserSession]:
        """A citizen's live sessions, the last used first."""
        return self._store.live_of(citizen_id)

    def _told(self, ended: Sequence[BrowserSession], reason: str) -> Sequence[BrowserSession]:
        for session in ended:
            self._audit.record(
                SessionEnded(
                    citizen_id=session.citizen_id,
                    session_id=session.id,
                    reason=str(reason),
                    agent=session.agent,
                )
            )
            for listener in self.on_end:
                listener(session, str(reason))
        return ended

    def _renew(self, session: BrowserSession, proof: Proof, stay: Stay) -> Opened | None:
        cookie = new_secret()
        renewed = self._store.change(session, digest=digest(cookie), **self._proved(proof, stay))
        return Opened(session, cookie) if renewed else None

    def _proved(self, proof: Proof, stay: Stay) -> dict[str, object]:
        now = self._clock()
        lifetime, idle = self._lifetime(stay), self._idle(stay)
        return {
            "level": int(proof.level),
            "level_two_at": now if proof.level is AuthenticationLevel.TWO else None,
            "methods": proof.amr,
            "stay": str(stay),
            "authenticated_at": now,
            "last_seen_at": now,
            "idle_expires_at": now + min(idle, lifetime),
            "expires_at": now + lifetime,
        }

    def _touch(self, session: BrowserSession) -> None:
        now = self._clock()
        changes: dict[str, object] = {}
        if self._second_factor_is_stale(session, now):
            changes |= {"level": int(AuthenticationLevel.ONE), "level_two_at": None, "methods": ["pwd"]}
        if now - session.last_seen_at >= TOUCH_EVERY:
            idle_until = min(now + self._idle(session.stay), session.expires_at)
            changes |= {"last_seen_at": now, "idle_expires_at": idle_until}
        if changes:
            self._store.change(session, **changes)

    def _second_factor_is_stale(self, session: BrowserSession, now: datetime) -> bool:
        # Level two is for a day's work: a remembered browser that lay unused shows the password's level only.
        if session.level_two_at is None:
            return False
        too_old = now - session.level_two_at >= self._settings.level_two_lifetime
        return too_old or now - session.last_seen_at >= self._settings.session_idle

    def _idle(self, stay: str) -> timedelta:
        match stay:
            case Stay.REMEMBERED:
                return self._settings.remembered_session_idle
            case Stay.SHARED:
                return self._settings.shared_session_idle
            case _:
                return self._settings.session_idle

    def _lifetime(self, stay: str) -> timedelta:
        match stay:
            case Stay.REMEMBERED:
                return self._settings.remembered_session_lifetime
            case Stay.SHARED:
                return self._settings.shared_session_lifetime
            case _:
                return self._settings.session_lifetime
