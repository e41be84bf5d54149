"""Signing out: the question which services to leave, leaving them, and which of them have confirmed it."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from idp.citizens.sessions import EndReason
from idp.store.models import BrowserSession
from idp.web.citizen.client_names import name_of
from idp.web.citizen.farewell import Farewell
from idp.web.citizen.session_cookie import clear_session, current_session, is_in_sandbox_only
from idp.web.citizen.signed_out import leave, report
from idp.web.current import services, settings
from idp.web.headers import allow_form_target

blueprint = Blueprint("sign_out", __name__, url_prefix="/sign-out")

CLEARED = '"cache", "storage"'
"""Not cookies: a browser would clear those of every site of the province under the same domain."""


class SignOutForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One button; the ticks beside the services are read by hand, since nobody else's services can be left."""

    @property
    def ticked(self) -> set[str]:
        """The services to leave."""
        return set(request.form.getlist("leave"))

    @property
    def kept(self) -> set[str]:
        """The services that were shown and are not to be left."""
        return set(request.form.getlist("shown")) - self.ticked


@blueprint.get("")
def question() -> Response:
    """Ask, unless the application has vouched for the citizen by a valid hint."""
    farewell, session = Farewell.from_ticket(request.args.get("request")), current_session()
    if session is None:
        if request.args.get("request") is None and is_in_sandbox_only():
            # Nothing says who asked: whose session it is, is left to see.
            there = Farewell(is_for_test_people=True)
            return redirect(url_for(".question", request=there.ticket), 303)
        return leave(farewell)
    # A HEAD must not change anything; Flask answers it here, too.
    if request.method == "GET" and _vouches_for(farewell, session):
        return _end(session, farewell)
    return _ask(session, farewell)


@blueprint.post("")
def confirm() -> Response:
    """Sign out everywhere, or of the ticked services only. The form token was checked on the way in."""
    farewell, session = Farewell.from_ticket(request.args.get("request")), current_session()
    if session is None:
        return leave(farewell)
    form = SignOutForm()
    if not form.kept:
        return _end(session, farewell)
    if not form.ticked:
        return _ask(session, farewell, nothing_ticked=True)
    left = services().logouts.departures.leave(session, form.ticked)
    if not left:  # somebody was faster, in another window
        return redirect(url_for(".question", request=request.args.get("request")), 303)
    return redirect(url_for(".done", request=farewell.of_session(session.id, left).ticket), 303)


@blueprint.get("/done")
def done() -> Response:
    """Say which applications have confirmed, and go back to the one that asked."""
    farewell = Farewell.from_ticket(request.args.get("request"))
    if farewell.session_id is None:
        return leave(farewell)
    services().logouts.report.wait(farewell.session_id, _patience(farewell))
    told = services().logouts.report.of(farewell.session_id, farewell.left or None)
    stays, is_again = (request.args.get(name) == "1" for name in ("stay", "again"))
    return report(farewell, told, stays=stays, is_again=is_again)


def _ask(session: BrowserSession, farewell: Farewell, *, nothing_ticked: bool = False) -> Response:
    if farewell.return_to:
        allow_form_target(farewell.return_to)
    page = render_template(
        "citizen/sign_out/question.html",
        form=SignOutForm(),
        ticket=request.args.get("request"),
        asking=name_of(services().clients.find(farewell.client_id or "")),
        visited=[(client.client_id, name_of(client)) for client in services().logouts.visits.of(session.id)],
        nothing_ticked=nothing_ticked,
    )
    return make_response(page, 422 if nothing_ticked else 200)


def _end(session: BrowserSession, farewell: Farewell) -> Response:
    services().sessions.end(session, EndReason.SIGNED_OUT)
    response = redirect(url_for(".done", request=farewell.of_session(session.id).ticket), 303)
    clear_session(response)
    response.headers["Clear-Site-Data"] = CLEARED
    return response


def _vouches_for(farewell: Farewell, session: BrowserSession) -> bool:
    vouched = farewell.vouched
    return vouched is not None and services().end_session.is_about(vouched, session.citizen_id, session.id)


def _patience(farewell: Farewell) -> float:
    """Seconds to wait: only right after the end, so that reloading the page does not wait again."""
    wait = settings().sign_out_wait
    return wait.total_seconds() if farewell.age <= wait else 0.0
