"""The account: my details and how sure they are, what happened, the language, and closing it."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.web.citizen.account_words import assurance_words, event_words
from idp.web.citizen.session_cookie import clear_session
from idp.web.citizen.sign_in_forms import PressForm
from idp.web.citizen.signed_in import ask_again_unless_fresh, ask_to_sign_in, the_session
from idp.web.current import services
from idp.web.errors import error_page

blueprint = Blueprint("account", __name__, url_prefix="/account")
blueprint.before_request(ask_to_sign_in)

_RECENT = 5
_ENTRIES = 30
_HIGHEST_ID = 2**62


@blueprint.get("")
def overview() -> str:
    """My details, their assurance, what should be done, what happened lately."""
    session = the_session()
    citizen = session.citizen
    return render_template(
        "citizen/account/overview.html",
        citizen=citizen,
        session=session,
        person=services().people.claims_of(citizen),
        phone=services().second_factor.phone_of(citizen),
        assurance=assurance_words(citizen.assurance),
        is_waiting=citizen.verified_at is None and services().verifications.is_waiting(citizen),
        asked=services().waiting_room.approvals.waiting_for(citizen.id),
        codes_left=services().printed_codes.left(citizen.id),
        sessions=services().sessions.of(citizen.id),
        entries=services().history.latest(citizen.id, most=_RECENT),
        words=event_words,
        press=PressForm(),
    )


@blueprint.get("/activity")
def activity() -> str:
    """Sign-ins, changes, and every release of data."""
    session = the_session()
    before = request.args.get("before", type=int)
    if before is not None and not 0 < before < _HIGHEST_ID:
        before = None
    entries = services().history.latest(session.citizen_id, most=_ENTRIES, before=before)
    older = entries[-1].id if len(entries) == _ENTRIES else None
    return render_template(
        "citizen/account/activity.html",
        entries=entries,
        older=older,
        words=event_words,
        is_first=before is None,
    )


@blueprint.post("/language")
def choose_language() -> Response:
    """The language of pages, mail and messages."""
    language = request.form.get("language", "")
    if not PressForm().validate_on_submit() or not services().accounts.choose_language(
        the_session(), language
    ):
        return error_page(400, _("Yêu cầu không hợp lệ"), _("Vui lòng quay lại trang trước và thử lại."))
    return redirect(url_for(".overview", lang=language), 303)


@blueprint.route("/close", methods=["GET", "POST"])
def close() -> Response:
    """Closing the account."""
    if away := ask_again_unless_fresh():
        return away
    form: Any = PressForm()
    if not form.validate_on_submit():
        return make_response(render_template("citizen/account/close.html", form=form))
    services().accounts.close(the_session())
    response = make_response(render_template("citizen/account/closed.html"))
    clear_session(response)
    return response
