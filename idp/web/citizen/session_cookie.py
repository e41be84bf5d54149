"""The citizen's cookies: the browser session, its state for scripts, the device, and a sign-in that is half done."""

from datetime import timedelta

from flask import g, request
from werkzeug.wrappers import Response

from idp.citizens.attempts import LIFETIME as ATTEMPT_LIFETIME
from idp.citizens.entrance import Entered
from idp.citizens.sessions import Opened, Stay
from idp.store.models import BrowserSession
from idp.web.current import services, settings
from idp.web.side import in_sandbox

SESSION = "session"
SANDBOX_SESSION = "sandbox"
DEVICE = "device"
ATTEMPT = "attempt"
BROWSER_STATE = "browser_state"
SANDBOX_STATE = "sandbox_state"
_DEVICE_LIFETIME = timedelta(days=365)


def current_session() -> BrowserSession | None:
    """The live browser session of this request, on its side of the house; asked of the store once."""
    if "browser_session" not in g:
        session = services().sessions.current(cookie(_session_name()))
        is_theirs = session is not None and session.citizen.is_test_person == in_sandbox()
        g.browser_session = session if is_theirs else None
    found: BrowserSession | None = g.browser_session
    return found


def is_in_sandbox_only() -> bool:
    """Whether nobody is signed in on the citizens' side of this browser, and a test person is in the sandbox."""
    if in_sandbox() or current_session() is not None:
        return False
    session = services().sessions.current(cookie(SANDBOX_SESSION))
    return session is not None and session.citizen.is_test_person


def cookie(name: str) -> str | None:
    """The value of one of our cookies."""
    return request.cookies.get(settings().cookie_name(name))


def set_session(response: Response, opened: Opened | Entered) -> None:
    """Put a session's new identifier into the browser."""
    session = opened.session
    put(response, _session_name(), opened.cookie, _lasts(session))
    _put_browser_state(response, session)
    if isinstance(opened, Entered) and opened.device:
        put(response, DEVICE, opened.device, _DEVICE_LIFETIME)
    clear(response, ATTEMPT)
    g.browser_session = session


def clear_session(response: Response) -> None:
    """Take the session's identifier out of the browser. The device stays known."""
    clear(response, _session_name())
    clear(response, ATTEMPT)
    _put_readable(response, "", timedelta(0))
    g.browser_session = None


def browser_state_of(session: BrowserSession) -> str:
    """What the browser's cookie says of its session: another value at each sign-in."""
    return services().provider.subjects.browser_state(session.id, session.authenticated_at)


def keep_browser_state(response: Response) -> Response:
    """Give the browser the state of its session, if it does not have it: without it no page could ask."""
    session = current_session()
    if session is not None and cookie(_state_name()) != browser_state_of(session):
        _put_browser_state(response, session)
    return response


def set_attempt(response: Response, value: str) -> None:
    """Mark the browser as half signed in."""
    put(response, ATTEMPT, value, ATTEMPT_LIFETIME)


def clear(response: Response, name: str) -> None:
    """Take one of our cookies out of the browser."""
    put(response, name, "", timedelta(0))


def put(response: Response, name: str, value: str, lasts: timedelta | None) -> None:
    """Put one of our cookies into the browser; without a duration it goes when the browser closes."""
    response.set_cookie(
        settings().cookie_name(name),
        value,
        max_age=None if lasts is None else max(int(lasts.total_seconds()), 0),
        path="/",
        secure=settings().cookies_secure,
        httponly=True,
        samesite="Lax",
    )


def _session_name() -> str:
    return SANDBOX_SESSION if in_sandbox() else SESSION


def _state_name() -> str:
    return SANDBOX_STATE if in_sandbox() else BROWSER_STATE


def _lasts(session: BrowserSession) -> timedelta | None:
    # Without an end of its own the cookie goes when the browser closes: right for a device that is shared.
    return None if session.stay == Stay.SHARED else session.expires_at - services().clock()


def _put_browser_state(response: Response, session: BrowserSession) -> None:
    _put_readable(response, browser_state_of(session), _lasts(session))


def _put_readable(response: Response, value: str, lasts: timedelta | None) -> None:
    # For the script of the check-session frame, which other sites show (OpenID Connect Session Management, 3.2).
    # It tells that something changed, and opens nothing.
    response.set_cookie(
        settings().cookie_name(_state_name()),
        value,
        max_age=None if lasts is None else max(int(lasts.total_seconds()), 0),
        path="/",
        secure=settings().cookies_secure,
        samesite="None" if settings().cookies_secure else None,
    )
