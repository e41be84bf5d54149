"""Pages that need somebody signed in, and pages that need them to have signed in just now."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from idp.citizens.freshness import is_fresh
from idp.store.models import BrowserSession
from idp.web.citizen.destination import PAGES
from idp.web.citizen.session_cookie import current_session
from idp.web.current import services
from idp.web.side import SANDBOX_NAMES, door


def the_session() -> BrowserSession:
    """The session of somebody who is signed in; only behind `ask_to_sign_in`.

    Raises:
        LookupError: Nobody is.
    """
    session = current_session()
    if session is None:
        raise LookupError("a page for citizens was reached without a session")
    return session


def ask_to_sign_in() -> Response | None:
    """Send those who are not signed in to do so, and back here. Runs before every page of the account."""
    if current_session() is not None:
        return None
    return redirect(url_for(door(), **_way_back()), 303)


def ask_again_unless_fresh() -> Response | None:
    """Send those who signed in a while ago to show the password again, and back here."""
    if is_fresh(the_session(), services().clock):
        return None
    return redirect(url_for("sign_in.again", **_way_back()), 303)


def _way_back() -> dict[str, Any]:
    page = (request.endpoint or "").removeprefix(SANDBOX_NAMES)
    here = {endpoint: then for then, endpoint in PAGES.items()}.get(page)
    handle = request.args.get("request")
    return {key: value for key, value in (("request", handle), ("then", here)) if value}
