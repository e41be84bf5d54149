"""The conformance coach: what an application under construction has shown, what is missing, and asking for approval."""

from flask import Blueprint, current_app, flash, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from idp.relying_parties.coach_logout import URI
from idp.relying_parties.coach_rules import Found
from idp.relying_parties.states import State
from idp.web.admin.client_forms import PressForm
from idp.web.current import services
from idp.web.developers.coach_words import FOUND, WORDS, came_in_words
from idp.web.developers.desk import app_page, of_the_desk, the_application
from idp.web.protocol_calls import call_notes
from idp.web.sandbox.logout_try import Tried, try_to_end_session

blueprint = of_the_desk(Blueprint("developers_coach", __name__, url_prefix="/developers/apps/<client_id>"))

_TRIED = {
    Tried.TOO_OFTEN: _l("Đã thử quá nhiều lần. Vui lòng chờ mười phút."),
    Tried.NO_SESSION: _l("Chưa có phiên nào để kết thúc: hãy đăng nhập vào ứng dụng trước."),
    Tried.SENT: _l("Đã gửi năm thông báo đăng xuất: một đúng, một gửi lại và ba phải bị từ chối."),
}

_TAB = "developers_coach.coach"


@blueprint.get("/coach")
def coach(client_id: str) -> Response:
    """The list, judged now."""
    client = the_application(client_id)
    call_notes(current_app).sandbox.flush()
    results = services().coach.results(client)
    passed = [each for each in results if each.found is Found.PASSED]
    return app_page(
        "coach",
        client,
        _TAB,
        results=results,
        passed=len(passed),
        words=WORDS,
        found_words=FOUND,
        came_in_words=came_in_words,
        may_ask=len(passed) == len(results) and client.state == State.DRAFT,
        hears_logout=bool(client.metadata_.get(URI)),
    )


@blueprint.post("/coach/logout")
def try_logout(client_id: str) -> Response:
    """Tell the application that its latest session is over, rightly and wrongly."""
    client = the_application(client_id)
    page = redirect(url_for(".coach", client_id=client_id), 303)
    if not PressForm().validate_on_submit():
        return page
    flash(str(_TRIED[try_to_end_session(client)]))
    return page
