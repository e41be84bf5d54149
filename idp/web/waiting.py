"""The browser's side of a request that waits: a cookie says which browser it came from."""

from authlib.oauth2.rfc6749 import OAuth2Error
from flask import g, request
from werkzeug.wrappers import Response

from idp.crypto.digests import new_secret
from idp.oauth.grants.code_request import CodeRequest
from idp.oauth.request import Parameters, ProtocolRequest, kept_before
from idp.store.repositories.pending_authorizations import Pending
from idp.web.current import services, settings
from idp.web.http import keep_in_sight
from idp.web.language import prefer_language
from idp.web.side import take_side

_COOKIE = "pending"
_LONGEST = 100


class Lost(Exception):
    """The request that led here is answered already, too old, or not this browser's."""


def park(grant: CodeRequest) -> tuple[str, str]:
    """Let a request wait; its handle, and the cookie the browser has to keep."""
    browser = _browser() or new_secret()
    handle = services().pending.add(
        grant.request.payload.kept(),
        client_id=grant.client.client_id,
        redirect_uri=str(grant.redirect_uri),
        minimum_level=int(grant.asked.required_level),
        browser=browser,
        pushed_digest=grant.request.origin.digest,
    )
    return handle, browser


def keep_browser(response: Response, browser: str) -> None:
    """Put the cookie into the browser."""
    response.set_cookie(
        settings().cookie_name(_COOKIE),
        browser,
        max_age=int(settings().pending_lifetime.total_seconds()),
        path="/",
        secure=settings().cookies_secure,
        httponly=True,
        samesite="Lax",
    )


def waiting(handle: str) -> Pending | None:
    """A request that still waits, if it came from this browser; asked of the store once in a call of ours."""
    browser = _browser()
    if browser is None or len(handle) > _LONGEST:
        return None
    seen: dict[str, Pending | None] = g.setdefault("waiting", {})
    if handle not in seen:
        seen[handle] = services().pending.find(handle)
    found = seen[handle]
    return found if found is not None and found.is_of(browser) else None


def waiting_grant(handle: str) -> tuple[Pending, CodeRequest]:
    """A request that still waits, checked again. The page speaks the language it asks for.

    Raises:
        Lost: It no longer waits, or the application's registration no longer allows it.
    """
    pending = waiting(handle)
    if pending is None:
        raise Lost
    prefer_language(pending.params.get("ui_locales"))
    try:
        grant = services().provider.check_authorization_request(request_again(pending))
    except OAuth2Error as cause:  # the registration changed in the meantime
        raise Lost from cause
    take_side(grant.client.record)
    return pending, grant


def request_again(pending: Pending) -> ProtocolRequest:
    """The authorization request that waited, with what it was pushed as."""
    again = ProtocolRequest(
        request.method, path=request.path, parameters=Parameters.restored(pending.params), headers={}
    )
    again.origin = kept_before(pending.pushed_digest)
    keep_in_sight(again)
    return again


def _browser() -> str | None:
    value = request.cookies.get(settings().cookie_name(_COOKIE))
    return value if value and len(value) <= _LONGEST else None
