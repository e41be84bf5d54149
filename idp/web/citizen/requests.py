"""What applications ask a citizen in the background, and the answer (OpenID Connect CIBA, 3 and 8)."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.assurance import AuthenticationLevel
from idp.audit.events.oauth import ApprovalDecided
from idp.citizens.freshness import is_fresh
from idp.oauth.decoupled import DecoupledRequest
from idp.store.models import BackchannelRequest, BrowserSession
from idp.web.citizen.consent import ConsentForm
from idp.web.citizen.decoupled import agree, offer_choices, read_again
from idp.web.citizen.sharing import said
from idp.web.citizen.signed_in import ask_to_sign_in, the_session
from idp.web.current import services
from idp.web.side import door

blueprint = Blueprint("requests", __name__, url_prefix="/account/requests")
blueprint.before_request(ask_to_sign_in)

_THEN = "requests"


@blueprint.get("")
def overview() -> str:
    """What waits for an answer."""
    room = services().waiting_room.approvals
    waiting = [
        {
            "request": found,
            "client": services().clients.find(found.client_id),
            "message": room.parameters_of(found)["binding_message"],
        }
        for found in room.all_for(the_session().citizen_id)
    ]
    return render_template("citizen/requests/overview.html", waiting=waiting)


@blueprint.route("/<request_id>", methods=["GET", "POST"])
def answer(request_id: str) -> Response:
    """One request: who asks, for what, and yes or no."""
    session, room = the_session(), services().waiting_room.approvals
    found = room.named(request_id, session.citizen_id)
    if found is None:
        flash(_("Yêu cầu đó không còn chờ nữa."))
        return redirect(url_for(".overview"), 303)
    parameters = room.parameters_of(found)
    if request.method == "POST" and request.form.get("do") == "deny":
        return _refuse(found, session, parameters)
    asked = read_again(found.client_id, parameters)
    if away := _to_be_sure(session, asked):
        return away
    form = ConsentForm()
    offer_choices(form, asked, session)
    if form.validate_on_submit():
        return _approve(found, session, asked, parameters, form.share.data or [])
    return _page(found, session, asked, parameters, form)


def _to_be_sure(session: BrowserSession, asked: DecoupledRequest) -> Response | None:
    """Nothing at level 2 is approved without the second factor shown just now: no link may approve by itself."""
    citizen = session.citizen
    level = asked.level_for(has_second_factor=citizen.has_second_factor)
    if level < AuthenticationLevel.TWO or (citizen.has_second_factor and is_fresh(session, services().clock)):
        return None
    if citizen.has_second_factor:
        return redirect(url_for(door("sign_in.again"), then=_THEN), 303)
    return make_response(render_template("citizen/requests/no_factor.html"))


def _approve(
    found: BackchannelRequest,
    session: BrowserSession,
    asked: DecoupledRequest,
    parameters: dict[str, Any],
    ticked: list[str],
) -> Response:
    room = services().waiting_room.approvals
    authorization_id = agree(found, asked, session, ticked, lambda name: room.approve(found, name))
    flash(_("Đã đồng ý. Ứng dụng được báo và tiếp tục ở nơi đã hỏi."))
    return _decided(found, session, parameters, "approved", authorization_id)


def _refuse(found: BackchannelRequest, session: BrowserSession, parameters: dict[str, Any]) -> Response:
    if not services().waiting_room.approvals.refuse(found):
        return redirect(url_for(".overview"), 303)
    flash(_("Đã từ chối. Ứng dụng không nhận được gì."))
    return _decided(found, session, parameters, "refused")


def _decided(
    found: BackchannelRequest,
    session: BrowserSession,
    parameters: dict[str, Any],
    outcome: str,
    authorization_id: str | None = None,
) -> Response:
    services().waiting_room.pings.queue(
        found.client_id, parameters["auth_req_id"], parameters["client_notification_token"]
    )
    services().audit.record(
        ApprovalDecided(
            citizen_id=session.citizen_id,
            client_id=found.client_id,
            request_id=found.id,
            outcome=outcome,
            session_id=session.id,
            authorization_id=authorization_id,
        )
    )
    return redirect(url_for(".overview"), 303)


def _page(
    found: BackchannelRequest,
    session: BrowserSession,
    asked: DecoupledRequest,
    parameters: dict[str, Any],
    form: ConsentForm,
) -> Response:
    page = render_template(
        "citizen/requests/answer.html",
        request_=found,
        client=asked.client.record,
        message=parameters["binding_message"],
        form=form,
        **said(session.citizen, asked.items(), asked.details),
    )
    return make_response(page, 422 if form.errors else 200)
