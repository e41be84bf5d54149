"""`flask.session` on the server: the browser holds an opaque cookie, everything else stays here."""

import copy
from typing import Any

from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface, SessionMixin

from clients.kit.session_store import LIFETIME_SECONDS, SessionStore
from clients.kit.settings import Settings

ENDED_ELSEWHERE = "ended_elsewhere"
FORMER_SUB = "former_sub"
_SURVIVES_IDLENESS = ("csrf",)


class ServerSession(dict[str, Any], SessionMixin):
    """What a session holds, and what it held when the request came in."""

    def __init__(self, data: dict[str, Any] | None = None, digest: str | None = None) -> None:
        super().__init__(data or {})
        self.digest = digest
        self.before = copy.deepcopy(dict(self)) if digest else {}
        self.wants_new_name = False

    @property
    def changed(self) -> dict[str, Any]:
        """Members that are new or other than before."""
        absent = object()
        return {name: value for name, value in self.items() if self.before.get(name, absent) != value}

    @property
    def removed(self) -> set[str]:
        """Members that are gone."""
        return self.before.keys() - self.keys()


class ServerSessions(SessionInterface):
    """Opens and saves the sessions of one application."""

    def __init__(self, store: SessionStore, settings: Settings) -> None:
        self._store = store
        self._cookie = settings.cookie_name("session")
        self._is_secure = settings.is_secure

    def open_session(self, app: Flask, request: Request) -> ServerSession:  # noqa: ARG002  the signature is the caller's
        """The session of a request. A cookie we did not give is never taken over as a name."""
        cookie = request.cookies.get(self._cookie)
        found = self._store.find(cookie) if cookie and not _is_file(request) else None
        if found is None:
            return ServerSession()
        if found.has_ended:
            # What is left of it stays: an answer that never arrives must not lose that the session was ended.
            ended = ServerSession({ENDED_ELSEWHERE: True})
            ended.wants_new_name = True
            return ended
        opened = ServerSession(found.data, found.digest)
        if found.is_idle:
            _demote(opened)
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002  the signature is the caller's
        """Keep what changed; hand out a cookie only when there is something to keep."""
        if not isinstance(session, ServerSession):
            raise TypeError("another session interface is in use")
        if session.wants_new_name or (session.digest is None and session):
            self._begin(session, response)
        elif session.digest and (session.changed or session.removed):
            self._store.change(session.digest, session.changed, session.removed)

    def _begin(self, session: ServerSession, response: Response) -> None:
        cookie = self._store.create(session, replaces=session.digest)
        response.set_cookie(
            self._cookie,
            cookie,
            max_age=LIFETIME_SECONDS,
            httponly=True,
            secure=self._is_secure,
            samesite="Lax",
            path="/",
        )


def rename() -> None:
    """Give this session a new cookie: whoever knew the old one knows nothing (session fixation)."""
    current = _current()
    current.wants_new_name = True


def start_afresh() -> None:
    """Forget everything the session holds, under a new cookie."""
    _current().clear()
    rename()


def _current() -> ServerSession:
    # The proxy of Flask hides the object that knows about cookies.
    found: Any = session
    current: ServerSession = found._get_current_object()  # noqa: SLF001  a proxy offers no other way to what it stands for
    return current


def _is_file(request: Request) -> bool:
    # Style sheets and pictures are the same for everybody, and must not rename a session under a page's feet.
    return request.path.startswith("/static/")


def _demote(idle: ServerSession) -> None:
    """Sign an idle session out, but remember whose it was: a form typed through the pause is kept for them."""
    citizen = idle.get("citizen") or {}
    kept = {name: idle[name] for name in _SURVIVES_IDLENESS if name in idle}
    former = citizen.get("sub") or idle.get(FORMER_SUB)
    idle.clear()
    idle.update(kept)
    if former:
        idle[FORMER_SUB] = former
    idle.wants_new_name = True
