"""Announcements of maintenance and emergencies: what runs, what will, what has been, and one more."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateTimeLocalField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from idp.watching.banners import LONGEST, Kind, NotAdded
from idp.web.admin.breach_form import HERE, moment_in
from idp.web.admin.choices import choices
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import behind_the_door, the_operator
from idp.web.admin.refused import note_what_no_field_takes
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_banners", __name__, url_prefix="/admin/banners"))

KINDS: dict[str, LazyString] = {Kind.MAINTENANCE: _l("Bảo trì"), Kind.EMERGENCY: _l("Khẩn cấp")}
STATES: dict[str, tuple[LazyString, str]] = {
    "running": (_l("Đang hiện"), "good"),
    "coming": (_l("Sắp hiện"), "warn"),
    "over": (_l("Đã hết giờ"), "off"),
    "withdrawn": (_l("Đã gỡ"), "off"),
}
_NEEDED = _l("Vui lòng chọn ngày và giờ.")


class BannerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is announced, in both languages, from when until when."""

    kind = SelectField(_l("Loại"), choices=choices(KINDS))
    vi = TextAreaField(
        _l("Nội dung tiếng Việt"),
        [DataRequired(_l("Vui lòng ghi nội dung bằng cả hai ngôn ngữ.")), at_most(LONGEST)],
        filters=[stripped],
    )
    en = TextAreaField(
        _l("Nội dung tiếng Anh"),
        [DataRequired(_l("Vui lòng ghi nội dung bằng cả hai ngôn ngữ.")), at_most(LONGEST)],
        filters=[stripped],
    )
    starts_at = DateTimeLocalField(_l("Hiện từ"), [InputRequired(_NEEDED)])
    ends_at = DateTimeLocalField(_l("Đến"), [InputRequired(_NEEDED)])


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The announcements, the latest first."""
    banners = services().watch.banners
    return render_template(
        "admin/banners/every.html",
        announced=[(banner, banners.state_of(banner)) for banner in banners.all()],
        kinds=KINDS,
        states=STATES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> Response:
    """Announce something."""
    form = BannerForm()
    if request.method == "GET":
        form.starts_at.data = services().clock().astimezone(HERE).replace(second=0, microsecond=0)
    else:
        note_what_no_field_takes(form)
    if form.validate_on_submit():
        made = services().watch.banners.add(
            form.kind.data,
            (form.vi.data or "", form.en.data or ""),
            moment_in(form.starts_at),
            moment_in(form.ends_at),
            the_operator().operator_id,
        )
        if not isinstance(made, NotAdded):
            flash(_("Đã đăng thông báo."))
            return redirect(url_for(".every"), 303)
        complain(form.ends_at, _wrong(made))
    page = render_template("admin/banners/create.html", form=form)
    return make_response(page, 422 if form.errors else 200)


@blueprint.post("/<uuid:banner_id>/withdraw")
def withdraw(banner_id: UUID) -> Response:
    """Take one down."""
    if PressForm().validate_on_submit():
        done = services().watch.banners.withdraw(str(banner_id), the_operator().operator_id)
        flash(_("Đã gỡ thông báo.") if done else _("Thông báo này đã hết giờ hoặc đã được gỡ."))
    return redirect(url_for(".every"), 303)


def _wrong(why: NotAdded) -> str:
    if why is NotAdded.TOO_LONG_A_RUN:
        return str(_("Một thông báo hiện nhiều nhất 31 ngày."))
    return str(_("Phải sau thời điểm bắt đầu và chưa qua."))
