"""Who is at the console: the operator's cookie, and what stands before every page."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from idp.oauth.scopes import LAW_ONLY
from idp.operators.sessions import Opened
from idp.store.models import OperatorSession
from idp.web.current import services, settings

_COOKIE = "operator"
SIGN_IN = "admin_sign_in.enter"
CONFIRM = "admin_sign_in.confirm"


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
    blueprint.context_processor(_who_is_here)
    return blueprint


def _who_is_here() -> dict[str, Any]:
    # Error pages are rendered before anybody was let in, too.
    session = current_operator_session()
    return {"operator": session.operator if session else None, "law_only": LAW_ONLY}


def only_on_own_host() -> None:
    """Where the console has a host name of its own, it is nowhere else."""
    wanted = settings().admin_host
    if wanted and urlsplit(f"//{request.host}").hostname != wanted.lower():
        abort(404)


def ask_to_sign_in() -> Response | None:
    """Send those who are not signed in to do so, and back to the page they asked for."""
    only_on_own_host()
    if current_operator_session() is not None:
        return None
    return redirect(url_for(SIGN_IN, **_way_back(request.path)), 303)


def ask_to_confirm(then: str) -> Response | None:
    """Before a dangerous act: password and code again, unless they were shown just now.

    Args:
        then: The page that offers the act; it is returned to, and the act pressed again.
    """
    if services().operator_desk.sessions.is_fresh(the_operator()):
        return None
    return redirect(url_for(CONFIRM, **_way_back(then)), 303)


def safe_way(then: str | None) -> str:
    """A page of the console to go to, or its first page for anything that is none."""
    start = url_for("admin_overview.start")
    if not then or len(then) > 400 or not then.startswith("/admin/") or "//" in then:
        return start
    if any(sign in then for sign in "\\?#@%") or not then.isascii() or not then.isprintable():
        return start
    return then


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
    is_page = request.method == "GET" or path != request.path
    return {"then": way} if is_page and way == path else {}


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
