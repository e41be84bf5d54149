"""The signing keys: which signs, which is next, since when; asking for a change that is not on schedule."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from idp.operators.change_requests import LONGEST_REASON, Kind
from idp.store.models import ChangeRequest
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.admin.typed_text import at_most, stripped
from idp.web.current import services, settings

blueprint = behind_the_door(Blueprint("admin_keys", __name__, url_prefix="/admin/keys"))

STATES: dict[str, tuple[LazyString, str]] = {
    "next": (_l("Kế tiếp"), "warn"),
    "current": (_l("Đang ký"), "good"),
    "retired": (_l("Đã nghỉ"), "off"),
}
_KINDS = (Kind.KEY_ROTATION, Kind.KEY_REVOCATION)


class WhyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why a key changes out of schedule."""

    reason = TextAreaField(
        _l("Lý do"), [DataRequired(_l("Vui lòng ghi lý do.")), at_most(LONGEST_REASON)], filters=[stripped]
    )


@blueprint.get("", strict_slashes=False)
def every() -> Response:
    """The ring."""
    keys = services().key_requests.ring()
    now = services().clock()
    page = render_template(
        "admin/keys/every.html",
        keys=[(key, STATES[key.state], (now - (key.current_since or key.created_at)).days) for key in keys],
        schedule=settings().key_rotation_every.days,
        overlap=settings().key_rotation_overlap,
        waiting=_waiting(),
    )
    return make_response(page)


@blueprint.route("/rotate", methods=["GET", "POST"])
def rotate() -> Response:
    """Ask to let the next keys sign now."""
    form = WhyForm()
    if (asked := _before(form, url_for(".rotate"))) is not None:
        return asked
    services().key_requests.ask_to_rotate(
        services().change_requests, form.reason.data or "", the_operator().operator_id
    )
    return _asked()


@blueprint.route("/<kid>/revoke", methods=["GET", "POST"])
def revoke(kid: str) -> Response:
    """Ask to destroy a key that somebody else may know."""
    if kid not in {key.kid for key in services().key_requests.ring()}:
        raise NotFound
    form = WhyForm()
    if (asked := _before(form, url_for(".revoke", kid=kid), kid)) is not None:
        return asked
    services().key_requests.ask_to_revoke(
        services().change_requests, kid, form.reason.data or "", the_operator().operator_id
    )
    return _asked()


def _before(form: WhyForm, here: str, kid: str | None = None) -> Response | None:
    """The page that asks why, until that is said by somebody who has just shown who they are."""
    if form.is_submitted() and (asked := ask_to_confirm(here)) is not None:
        return asked
    if form.validate_on_submit():
        return None
    page = render_template("admin/keys/ask.html", form=form, kid=kid)
    return make_response(page, 422 if form.errors else 200)


def _asked() -> Response:
    flash(_("Đã gửi yêu cầu. Một người khác cần duyệt, rồi khóa mới thay đổi."))
    return redirect(url_for(".every"), 303)


def _waiting() -> list[ChangeRequest]:
    return list(services().change_requests.open(_KINDS))
