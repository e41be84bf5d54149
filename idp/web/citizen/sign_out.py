"""Signing out: the question, the end of the session everywhere, and which applications have confirmed it."""

from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from idp.citizens.sessions import EndReason
from idp.outbound.logout_report import Reached, Told
from idp.store.models import BrowserSession, Client
from idp.web.citizen.farewell import Farewell
from idp.web.citizen.session_cookie import clear_session, current_session
from idp.web.current import services, settings
from idp.web.headers import allow_form_target
from idp.web.language import language

blueprint = Blueprint("sign_out", __name__, url_prefix="/sign-out")

LOOK_AGAIN_FOR = timedelta(seconds=30)
"""How long the signed-out page asks by itself for applications that have not confirmed."""

REFRESH_SECONDS = 2

CLEARED = '"cache", "storage"'
"""Not cookies: a browser would clear those of every site of the province under the same domain."""


class SignOutForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One button."""


@blueprint.get("")
def question() -> Response:
    """Ask, unless the application has vouched for the citizen by a valid hint."""
    farewell, session = Farewell.from_ticket(request.args.get("request")), current_session()
    if session is None:
        return _leave(farewell)
    # A HEAD must not change anything; Flask answers it here, too.
    if request.method == "GET" and _vouches_for(farewell, session):
        return _end(session, farewell)
    if farewell.return_to:
        allow_form_target(farewell.return_to)
    page = render_template(
        "citizen/sign_out/question.html",
        form=SignOutForm(),
        ticket=request.args.get("request"),
        asking=_name(services().clients.find(farewell.client_id or "")),
        names=[_name(told.client) for told in services().logout_report.of(session.id)],
    )
    return make_response(page)


@blueprint.post("")
def confirm() -> Response:
    """Sign out everywhere. The form token was checked on the way in."""
    farewell, session = Farewell.from_ticket(request.args.get("request")), current_session()
    return _end(session, farewell) if session else _leave(farewell)


@blueprint.get("/done")
def done() -> Response:
    """Say which applications have confirmed, and go back to the one that asked."""
    farewell = Farewell.from_ticket(request.args.get("request"))
    if farewell.session_id is None:
        return _leave(farewell)
    services().logout_report.wait(farewell.session_id, _patience(farewell))
    told = services().logout_report.of(farewell.session_id)
    stays = request.args.get("stay") == "1"
    if farewell.return_to and not stays and not _open(told):
        return redirect(farewell.return_to, 303)
    return _report(farewell, told, stays=stays)


def _report(farewell: Farewell, told: list[Told], *, stays: bool) -> Response:
    page = render_template(
        "citizen/sign_out/done.html",
        told=[(_name(each.client), each) for each in told],
        missing=[_name(each.client) for each in told if each.reached is not Reached.CONFIRMED],
        return_to=farewell.return_to,
        back_to=_name(services().clients.find(farewell.client_id or "")),
        stay=url_for(".done", request=farewell.ticket, stay="1"),
        is_leaving=bool(farewell.return_to) and not stays,
    )
    response = make_response(page)
    following = _next_address(farewell, told, stays=stays)
    if following:
        # A header, so that it works without script; whoever needs longer has a link to stay.
        response.headers["Refresh"] = f"{REFRESH_SECONDS}; url={iri_to_uri(following)}"
    return response


def _next_address(farewell: Farewell, told: list[Told], *, stays: bool) -> str | None:
    """Where the page leads by itself: back to the application, or here again while somebody may still confirm."""
    if farewell.return_to and not stays:
        return farewell.return_to
    if _open(told) and farewell.age < LOOK_AGAIN_FOR:
        return url_for(".done", request=farewell.ticket, stay="1" if stays else None)
    return None


def _leave(farewell: Farewell) -> Response:
    """Nobody is signed in here (any more): go where the application wanted, or say so."""
    if farewell.return_to:
        return redirect(farewell.return_to, 303)
    return _report(farewell, [], stays=False)


def _end(session: BrowserSession, farewell: Farewell) -> Response:
    services().sessions.end(session, EndReason.SIGNED_OUT)
    response = redirect(url_for(".done", request=farewell.of_session(session.id).ticket), 303)
    clear_session(response)
    response.headers["Clear-Site-Data"] = CLEARED
    return response


def _vouches_for(farewell: Farewell, session: BrowserSession) -> bool:
    vouched = farewell.vouched
    return vouched is not None and services().end_session.is_about(vouched, session.citizen_id, session.id)


def _open(told: list[Told]) -> bool:
    return any(each.reached in (Reached.WAITING, Reached.UNCONFIRMED) for each in told)


def _patience(farewell: Farewell) -> float:
    """Seconds to wait: only right after the end, so that reloading the page does not wait again."""
    wait = settings().sign_out_wait
    return wait.total_seconds() if farewell.age <= wait else 0.0


def _name(client: Client | None) -> str | None:
    if client is None:
        return None
    return (language() == "en" and client.name_en) or client.name
