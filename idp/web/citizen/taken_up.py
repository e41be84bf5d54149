"""The device whose code was typed in this browser: a cookie says which, so that no address does."""

from datetime import timedelta

from flask import g
from werkzeug.wrappers import Response

from idp.oauth.endpoints.device_authorization import LIFETIME
from idp.store.models import DeviceAuthorization
from idp.web.citizen.session_cookie import clear, cookie, put
from idp.web.current import services

DEVICE_REQUEST = "device_request"
_LONGEST = 100


def taken_up() -> DeviceAuthorization | None:
    """That device's request, while it waits; asked of the store once."""
    if "taken_up" not in g:
        value = cookie(DEVICE_REQUEST)
        known = value if value and len(value) <= _LONGEST else None
        g.taken_up = services().waiting_room.devices.of_browser(known) if known else None
    found: DeviceAuthorization | None = g.taken_up
    return found


def keep_taken_up(response: Response, value: str) -> None:
    """Mark the browser as the one in which the code was typed."""
    put(response, DEVICE_REQUEST, value, LIFETIME + timedelta(minutes=1))


def forget_taken_up(response: Response) -> None:
    """Take the mark out of the browser."""
    clear(response, DEVICE_REQUEST)
