"""The signed-out page: it tells applications by frames, says which have confirmed, and leads back to who asked.

Source: OpenID Connect Front-Channel Logout 1.0, 3; OpenID Connect RP-Initiated Logout 1.0, 3.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask import make_response, redirect, render_template, url_for
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from idp.oauth.client import RegisteredClient
from idp.oauth.frontchannel_logout import frame_address
from idp.outbound.logout_report import Reached, Told
from idp.web.citizen.client_names import name_of
from idp.web.citizen.farewell import Farewell
from idp.web.current import services, settings
from idp.web.delivery_words import reason_words
from idp.web.headers import allow_frame

LOOK_AGAIN_FOR = timedelta(seconds=30)
"""How long the page asks by itself for applications that have not confirmed, and tells others by frames."""

REFRESH_SECONDS = 2
FRAMES_SECONDS = 5
"""Where nobody is waiting for the citizen, frames have this long before the page is loaded again."""


def leave(farewell: Farewell) -> Response:
    """Nobody is signed in here (any more): go where the application wanted, or say so."""
    return report(farewell, [], stays=False, is_again=True)


def report(farewell: Farewell, told: Sequence[Told], *, stays: bool, is_again: bool) -> Response:
    """The page, or the way back to the application when there is nothing to wait for.

    Args:
        farewell: The way out.
        told: The applications that the session has ended for.
        stays: Whether the citizen wants to stay here.
        is_again: Whether the page was shown before: its frames have told whom they could.
    """
    frames = [] if is_again or farewell.age >= LOOK_AGAIN_FOR else _frames(farewell, told)
    is_leaving = bool(farewell.return_to) and not stays
    is_open = any(each.is_open for each in told)
    if farewell.return_to and is_leaving and not frames and not is_open:
        return redirect(farewell.return_to, 303)
    for address in frames:
        allow_frame(address)
    page = render_template(
        "citizen/sign_out/done.html",
        told=[(name_of(each.client), each) for each in told],
        missing=[name_of(each.client) for each in told if each.reached in _NOT_SURE],
        still=_still(farewell),
        is_partial=bool(farewell.left),
        frames=frames,
        reason_words=reason_words,
        return_to=farewell.return_to,
        back_to=name_of(services().clients.find(farewell.client_id or "")),
        stay=url_for("sign_out.done", request=farewell.ticket, stay="1"),
        is_leaving=is_leaving,
    )
    response = make_response(page)
    if is_leaving and farewell.return_to:
        _go_on(response, farewell.return_to, REFRESH_SECONDS)
    elif is_open and farewell.age < LOOK_AGAIN_FOR:
        here = url_for("sign_out.done", request=farewell.ticket, stay="1" if stays else None, again="1")
        _go_on(response, here, FRAMES_SECONDS if frames else REFRESH_SECONDS)
    return response


_NOT_SURE = (Reached.WAITING, Reached.UNCONFIRMED, Reached.UNREACHABLE)


def _go_on(response: Response, address: str, seconds: int) -> None:
    # A header, so that it works without script; whoever needs longer has a link to stay.
    response.headers["Refresh"] = f"{seconds}; url={iri_to_uri(address)}"


def _frames(farewell: Farewell, told: Sequence[Told]) -> list[str]:
    subjects, session_id = services().provider.subjects, farewell.session_id or ""
    found = [
        frame_address(
            RegisteredClient(each.client), settings().issuer, subjects.sid(each.client.client_id, session_id)
        )
        for each in told
    ]
    return [address for address in found if address is not None]


def _still(farewell: Farewell) -> list[str | None]:
    """Where the citizen has chosen to stay signed in."""
    if not farewell.left or farewell.session_id is None:
        return []
    return [name_of(client) for client in services().logouts.visits.of(farewell.session_id)]
