"""The link somebody followed from a letter: out of the address at once, into a sealed cookie of this browser."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from idp.crypto.sealing import CannotOpen
from idp.web.current import services, settings

_COOKIE = "link"
_WHERE = "cookie.link"
_LASTS = timedelta(hours=2)


@dataclass(frozen=True)
class Followed:
    """A link as this browser has it.

    Args:
        secret: What was in its address.
        passed: Whether this browser has shown or chosen the password.
    """

    secret: str = ""
    passed: bool = False


def followed() -> Followed:
    """The link this browser came by; an empty one if it came by none."""
    text = request.cookies.get(settings().cookie_name(_COOKIE), "")
    try:
        kept = services().sealer.open_json(urlsafe_b64decode(text.encode("ascii")), _WHERE)
    except (CannotOpen, ValueError):
        return Followed()
    return Followed(kept["secret"], kept["passed"])


def keep(response: Response, link: Followed) -> Response:
    """Keep a link in the browser."""
    sealed = services().sealer.seal_json({"secret": link.secret, "passed": link.passed}, _WHERE)
    return _set(response, urlsafe_b64encode(sealed).decode("ascii"), _LASTS)


def forget(response: Response) -> Response:
    """Take the link out of the browser."""
    return _set(response, "", timedelta(0))


def _set(response: Response, value: str, lasts: timedelta) -> Response:
    response.set_cookie(
        settings().cookie_name(_COOKIE),
        value,
        max_age=lasts,
        path="/",
        secure=settings().cookies_secure,
        httponly=True,
        samesite="Lax",  # the way here begins in a mail program, which may be a page of another site
    )
    return response
