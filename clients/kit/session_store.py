"""Where sessions are kept: on the server, found by the digest of a random cookie, ended by `sid` or `sub`."""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from clients.kit.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
    digest TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    sub TEXT,
    sid TEXT,
    idle_expires_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    ended_at REAL
);
CREATE INDEX IF NOT EXISTS session_sub ON session (sub);
CREATE INDEX IF NOT EXISTS session_sid ON session (sid);
CREATE TABLE IF NOT EXISTS spent_logout_token (
    jti TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    expires_at REAL NOT NULL
);
"""

IDLE_SECONDS = 30 * 60
LIFETIME_SECONDS = 8 * 60 * 60
_SECONDS_BETWEEN_TOUCHES = 60


Clock = Callable[[], float]
"""Seconds since 1970."""


@dataclass(frozen=True)
class Found:
    """A session that was found, and in which state."""

    digest: str
    data: dict[str, Any]
    is_idle: bool
    has_ended: bool


@dataclass(frozen=True)
class SpentToken:
    """What is remembered of a logout token.

    Args:
        jti: Its name.
        digest: Of the whole token: the same one that comes again is told from another one of that name.
        expires_at: When it can be forgotten, since it would be too old.
    """

    jti: str
    digest: str
    expires_at: float


class SessionStore:
    """Sessions, and the logout tokens that were already used."""

    def __init__(self, database: Database, clock: Clock = time.time) -> None:
        database.create(SCHEMA)
        self._database = database
        self._clock = clock

    def find(self, cookie: str) -> Found | None:
        """The session behind a cookie; None where there is none, or none any more."""
        digest, now = digest_of(cookie), self._clock()
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT * FROM session WHERE digest = ? AND expires_at > ?", (digest, now)
            ).fetchone()
        if row is None:
            return None
        is_idle = row["idle_expires_at"] <= now
        if row["idle_expires_at"] - now < IDLE_SECONDS - _SECONDS_BETWEEN_TOUCHES and not is_idle:
            self._touch(digest)
        return Found(digest, json.loads(row["data"]), is_idle, row["ended_at"] is not None)

    def create(self, data: Mapping[str, Any], replaces: str | None = None) -> str:
        """Begin a session under a fresh name; the cookie's value.

        Args:
            data: What it holds.
            replaces: The digest of the session that it takes the place of.
        """
        cookie, now = secrets.token_urlsafe(32), self._clock()
        with self._database.write() as connection:
            connection.execute("DELETE FROM session WHERE digest = ? OR expires_at <= ?", (replaces, now))
            connection.execute(
                "INSERT INTO session (digest, data, sub, sid, idle_expires_at, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (digest_of(cookie), *_columns(data), now + IDLE_SECONDS, now + LIFETIME_SECONDS),
            )
        return cookie

    def change(self, digest: str, changed: Mapping[str, Any], removed: Iterable[str]) -> None:
        """Change members of a session and leave the others, which another request may have changed meanwhile.

        A session that was ended meanwhile stays ended.
        """
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT data FROM session WHERE digest = ? AND ended_at IS NULL", (digest,)
            ).fetchone()
            if row is not None:
                kept = {name: value for name, value in json.loads(row["data"]).items() if name not in removed}
                connection.execute(
                    "UPDATE session SET data = ?, sub = ?, sid = ? WHERE digest = ?",
                    (*_columns({**kept, **changed}), digest),
                )

    def end(self, digest: str) -> None:
        """Forget a session: its owner signed out here."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM session WHERE digest = ?", (digest,))

    def end_by_provider(self, spent: SpentToken, *, sub: str | None, sid: str | None) -> int | None:
        """End the sessions a logout token names: the one with its `sid`, else all of its `sub`.

        An empty row stays, so that the next visit can say what happened. A token ends sessions once. The same one
        may come again, because our answer was lost: it is welcome while nobody is signed in whom it would name, and
        ends nothing, so that a copy of it is of no use against a session begun since.

        Returns:
            How many ended; None when the token was used before.
        """
        now = self._clock()
        with self._database.write() as connection:
            connection.execute("DELETE FROM spent_logout_token WHERE expires_at <= ?", (now,))
            named, earlier = _named(connection, sub, sid), _earlier(connection, spent.jti)
            if earlier is not None:
                return 0 if earlier == spent.digest and not named else None
            connection.execute(
                "INSERT INTO spent_logout_token (jti, digest, expires_at) VALUES (?, ?, ?)",
                (spent.jti, spent.digest, spent.expires_at),
            )
            _end(connection, named, now)
        return len(named)

    def end_by_sid(self, sid: str) -> int:
        """End the sessions of one name at the provider; how many. Twice is once."""
        with self._database.write() as connection:
            named = _named(connection, None, sid)
            _end(connection, named, self._clock())
        return len(named)

    def _touch(self, digest: str) -> None:
        with self._database.write() as connection:
            connection.execute(
                "UPDATE session SET idle_expires_at = ? WHERE digest = ?",
                (self._clock() + IDLE_SECONDS, digest),
            )


def digest_of(secret: str) -> str:
    """What is kept of a cookie or token: a copy of the database signs nobody in, and nobody out."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _columns(data: Mapping[str, Any]) -> tuple[str, str | None, str | None]:
    citizen = data.get("citizen") or {}
    return json.dumps(dict(data), ensure_ascii=False), citizen.get("sub"), citizen.get("sid")


def _named(connection: Connection, sub: str | None, sid: str | None) -> list[str]:
    """The digests of the sessions that a logout token names and that have not ended."""
    rows = connection.execute(
        "SELECT digest FROM session WHERE (:sid IS NULL OR sid = :sid) AND (:sub IS NULL OR sub = :sub)"
        " AND sub IS NOT NULL AND ended_at IS NULL",
        {"sub": sub, "sid": sid},
    )
    return [row["digest"] for row in rows]


def _end(connection: Connection, digests: list[str], now: float) -> None:
    connection.executemany(
        "UPDATE session SET data = '{}', sub = NULL, sid = NULL, ended_at = ? WHERE digest = ?",
        [(now, digest) for digest in digests],
    )


def _earlier(connection: Connection, jti: str) -> str | None:
    """The digest of the token that spent a `jti`."""
    row = connection.execute("SELECT digest FROM spent_logout_token WHERE jti = ?", (jti,)).fetchone()
    return row["digest"] if row else None
