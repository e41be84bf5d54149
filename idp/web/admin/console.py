"""Who is at the console: the operator's cookie, and what stands before every page."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NoReturn
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from idp.audit.events.admin import OperatorDenied
from idp.oauth.scopes import LAW_ONLY
from idp.operators.rights import Reach, Right, may, reach
from idp.operators.sessions import Opened
from idp.relying_parties.states import APPROVED
from idp.store.models import Client, OperatorSession
from idp.web.admin.operator_words import ROLES
from idp.web.admin.permissions import needed, needed_for
from idp.web.current import services, settings
from idp.web.unit_of_work import settle

_COOKIE = "operator"
SIGN_IN = "admin_sign_in.enter"
CONFIRM = "admin_sign_in.confirm"
NOBODY_IS_ASKED_FOR = "nobody_is_asked_for"
"""Set on the request of an error page: it must not need the store to say who looks at it."""
WAYS = ("/admin/", "/developers/")
"""Where a way back may lead."""


def current_operator_session() -> OperatorSession | None:
    """The live session of this request's operator; asked of the store once."""
    if "operator_session" not in g:
        cookie = request.cookies.get(settings().cookie_name(_COOKIE))
        g.operator_session = services().operator_desk.sessions.current(cookie)
    found: OperatorSession | None = g.operator_session
    return found


def the_operator() -> OperatorSession:
    """The session of somebody who is signed in; only behind `ask_to_sign_in`.

    Raises:
        LookupError: Nobody is.
    """
    session = current_operator_session()
    if session is None:
        raise LookupError("a page of the console was reached without a session")
    return session


def behind_the_door(blueprint: Blueprint) -> Blueprint:
    """Let only operators reach a blueprint's pages, and tell the pages who is here."""
    blueprint.before_request(ask_to_sign_in)
    blueprint.context_processor(who_is_here)
    return blueprint


def who_is_here() -> dict[str, Any]:
    """What every page shows of its operator: who, and what they may do."""
    # Error pages are rendered before anybody was let in, too, and when the database is gone.
    session = None if g.get(NOBODY_IS_ASKED_FOR) else current_operator_session()
    operator = session.operator if session else None
    return {
        "operator": operator,
        "role_title": ROLES.get(operator.role, operator.role) if operator else "",
        "may": lambda right, thing=None: operator is not None and may(operator, Right(right), thing),
        "law_only": LAW_ONLY,
        "unit_names": services().operator_desk.units.names,
    }


def is_on_own_host() -> bool:
    """Whether the console may be where this request was sent to."""
    wanted = settings().admin_host
    return not wanted or urlsplit(f"//{request.host}").hostname == wanted.lower()


def only_on_own_host() -> None:
    """Where the console has a host name of its own, it is nowhere else."""
    if not is_on_own_host():
        abort(404)


def ask_to_sign_in() -> Response | None:
    """Send those who are not signed in to do so, and back to the page they asked for.

    Raises:
        Forbidden: They are, and have no right to this page.
    """
    only_on_own_host()
    session = current_operator_session()
    if session is None:
        return redirect(url_for(SIGN_IN, **_way_back(request.path)), 303)
    right = needed(request.endpoint, request.method)
    if right is None or not may(session.operator, right):
        deny(right)
    return None


def deny(
    right: Right | None, client_id: str | None = None, status: int = 403, about: str | None = None
) -> NoReturn:
    """Refuse, and leave a record of who asked for what.

    Args:
        right: What would have been needed.
        client_id: The application it was about, where it is known to be one.
        status: 404 where not even its existence may be told.
        about: The operator or unit it was about.

    Raises:
        HTTPException: Always.
    """
    note_denial(right, client_id, about)
    settle()  # the refusal's page rolls back what is not kept yet
    abort(status)


def note_denial(right: Right | None, client_id: str | None = None, about: str | None = None) -> None:
    """Leave a record of who asked for what without a right to it; the page goes on as if it were not there."""
    operator_id = the_operator().operator_id
    services().audit.record(
        OperatorDenied(operator_id=operator_id, right=right or "none", client_id=client_id, about=about)
    )


def owned(thing: Client) -> Client:
    """An application this page's operator may do this with.

    Raises:
        Forbidden: They may look at it, and not do this with it as it stands.
        NotFound: They may not: to them there is none of that name.
    """
    is_approved = thing.state in APPROVED
    right = needed_for(request.endpoint, request.method, is_approved=is_approved)
    operator = the_operator().operator
    if right is None or not may(operator, right, thing):
        deny(right, thing.client_id, 403 if may(operator, Right.SEE_CLIENTS, thing) else 404)
    return thing


def ask_to_confirm(then: str) -> Response | None:
    """Before a dangerous act: password and code again, unless they were shown just now.

    Args:
        then: The page that offers the act; it is returned to, and the act pressed again.
    """
    if services().operator_desk.sessions.is_fresh(the_operator()):
        return None
    return redirect(url_for(CONFIRM, then=safe_way(then)), 303)


def safe_way(then: str | None) -> str:
    """A page of the console or the desk to go to, or the console's first page for anything that is none."""
    start = url_for("admin_overview.start")
    if not then or len(then) > 400 or not then.startswith(WAYS) or "//" in then:
        return start
    if any(sign in then for sign in "\\?#@%") or not then.isascii() or not then.isprintable():
        return start
    return then


def seen(clients: Iterable[Client], right: Right = Right.SEE_CLIENTS) -> list[Client]:
    """Those of some applications that this page's operator has a right to."""
    operator = the_operator().operator
    return [client for client in clients if may(operator, right, client)]


def sees_all(right: Right) -> bool:
    """Whether a right of this page's operator goes for everything there is."""
    return reach(the_operator().operator.role, right) is Reach.ALL


def set_cookie(response: Response, opened: Opened) -> Response:
    """Put the session's new identifier into the browser; it goes when the browser closes."""
    _set(response, opened.cookie, None)
    g.operator_session = opened.session
    return response


def clear_cookie(response: Response) -> Response:
    """Take the session's identifier out of the browser."""
    _set(response, "", timedelta(0))
    return response


def _way_back(path: str) -> dict[str, Any]:
    way = safe_way(path)
    return {"then": way} if request.method == "GET" and way == path else {}


def _set(response: Response, value: str, lasts: timedelta | None) -> None:
    response.set_cookie(
        settings().cookie_name(_COOKIE),
        value,
        max_age=None if lasts is None else 0,
        path="/",
        secure=settings().cookies_secure,
        httponly=True,
        samesite="Strict",
    )
