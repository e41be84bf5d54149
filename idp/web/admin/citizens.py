"""The help desk: find an account by an exact identifier, see how it stands, open the way back into it."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired

from idp.citizens.help_desk import NotDone, Reason, Wish
from idp.citizens.help_desk_state import Standing
from idp.citizens.logins import LONGEST
from idp.web.admin.choices import choices
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.citizen.account_words import FACTORS, assurance_words
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_citizens", __name__, url_prefix="/admin/citizens"))

REASONS: dict[Reason, LazyString] = {
    Reason.LOST_PHONE: _l("Mất điện thoại"),
    Reason.NEW_PHONE: _l("Đổi điện thoại hoặc số điện thoại"),
    Reason.FORGOTTEN: _l("Quên mật khẩu hoặc mã dự phòng"),
    Reason.SEEN_AT_DESK: _l("Đã gặp và xem thẻ tại quầy"),
    Reason.MISUSE: _l("Nghi có người khác dùng tài khoản"),
    Reason.AUTHORITY: _l("Theo yêu cầu của cơ quan có thẩm quyền"),
    Reason.MISTAKE: _l("Sửa một việc làm nhầm"),
}
HAPPENED: dict[str, LazyString] = {
    "sign_in.succeeded": _l("Đăng nhập"),
    "sign_in.stepped_up": _l("Xác thực thêm bước thứ hai"),
    "sign_in.refused": _l("Sai mật khẩu hoặc sai mã"),
    "sign_in.slowed": _l("Phải chờ vì sai nhiều lần"),
    "sign_in.recovery_code_used": _l("Dùng một mã dự phòng"),
    "account.password_changed": _l("Đổi mật khẩu"),
    "account.second_factor_changed": _l("Đổi cách xác thực hai bước"),
    "account.contact_changed": _l("Đổi số điện thoại hoặc thư điện tử"),
    "account.recovery_codes_renewed": _l("Tạo mã dự phòng mới"),
    "account.was_not_me": _l("Báo không phải tôi"),
    "help_desk.unlocked": _l("Bộ phận hỗ trợ mở lại việc đăng nhập"),
    "help_desk.factor_reset": _l("Bộ phận hỗ trợ gỡ xác thực hai bước"),
    "help_desk.signed_out": _l("Bộ phận hỗ trợ đăng xuất tài khoản khỏi mọi nơi"),
    "help_desk.suspended": _l("Tài khoản bị tạm dừng"),
    "help_desk.let_back": _l("Tài khoản được mở lại"),
}
_DONE: dict[str, LazyString] = {
    "unlock": _l("Đã mở lại: người dân thử đăng nhập lại được ngay."),
    "reset_factor": _l(
        "Đã gỡ xác thực hai bước và đăng xuất mọi nơi. Người dân được báo qua các địa chỉ liên lạc."
    ),
    "sign_out": _l("Đã đăng xuất khỏi mọi nơi. Người dân được báo qua các địa chỉ liên lạc."),
    "suspend": _l("Đã tạm dừng tài khoản. Mọi phiên và mọi quyền của ứng dụng đã hết ngay."),
    "let_back": _l("Đã mở lại tài khoản."),
}
_NOT_DONE: dict[NotDone, LazyString] = {
    NotDone.NO_ACCOUNT: _l("Tài khoản này không còn."),
    NotDone.WITHOUT_FACTOR: _l("Tài khoản này chưa có xác thực hai bước."),
    NotDone.WRONG_STATE: _l("Tình trạng tài khoản vừa thay đổi. Vui lòng xem lại."),
}


class LookUpForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whom it is about. It is sent, not put into the address, where it would stay."""

    identifier = StringField(
        _l("Số điện thoại, thư điện tử hoặc số định danh"),
        [DataRequired(_l("Vui lòng nhập đúng và đủ một trong ba.")), at_most(LONGEST)],
        filters=[stripped],
    )


class ActForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why something is done."""

    reason = SelectField(
        _l("Lý do"),
        [DataRequired(_l("Vui lòng chọn lý do."))],
        choices=choices({"": _l("Chọn lý do"), **REASONS}),
    )


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
def find() -> Response:
    """Find an account by exactly one of its identifiers."""
    form = LookUpForm()
    if form.validate_on_submit():
        found = services().help_desk.look_up(form.identifier.data or "", the_operator().operator_id)
        if found is not None:
            return redirect(url_for(".case", citizen_id=found.id), 303)
        complain(form.identifier, _("Không có tài khoản nào với thông tin này."))
    page = render_template("admin/citizens/find.html", form=form)
    return make_response(page, 422 if form.errors else 200)


@blueprint.get("/<citizen_id>")
def case(citizen_id: str) -> Response:
    """How an account stands. That it was looked at stays, also where nobody looked for it first."""
    standing = _standing(citizen_id)
    services().help_desk.note_view(standing.citizen_id, the_operator().operator_id)
    return _case_page(citizen_id, ActForm(formdata=None))


@blueprint.post("/<citizen_id>/unlock")
def unlock(citizen_id: str) -> Response:
    """Let them try again at once."""
    return _act(citizen_id, "unlock", services().help_desk.unlock)


@blueprint.post("/<citizen_id>/reset-factor")
def reset_factor(citizen_id: str) -> Response:
    """Take the second factor out of force."""
    return _act(citizen_id, "reset_factor", services().help_desk.reset_factor)


@blueprint.post("/<citizen_id>/sign-out")
def sign_out(citizen_id: str) -> Response:
    """End every session."""
    return _act(citizen_id, "sign_out", services().help_desk.sign_out)


@blueprint.post("/<citizen_id>/suspend")
def suspend(citizen_id: str) -> Response:
    """Close the account for now."""
    return _act(citizen_id, "suspend", services().help_desk.suspend)


@blueprint.post("/<citizen_id>/let-back")
def let_back(citizen_id: str) -> Response:
    """Open it again."""
    return _act(citizen_id, "let_back", services().help_desk.let_back)


def _act(citizen_id: str, name: str, act: Callable[[Wish], NotDone | None]) -> Response:
    page = url_for(".case", citizen_id=_standing(citizen_id).citizen_id)
    if (asked := ask_to_confirm(page)) is not None:
        return asked
    form = ActForm()
    if not form.validate_on_submit():
        return _case_page(citizen_id, form, 422)
    refusal = act(Wish(citizen_id, the_operator().operator_id, Reason(form.reason.data)))
    flash(_NOT_DONE[refusal] if refusal else _DONE[name])
    return redirect(page, 303)


def _case_page(citizen_id: str, form: ActForm, status: int = 200) -> Response:
    standing = _standing(citizen_id)
    page = render_template(
        "admin/citizens/case.html",
        standing=standing,
        form=form,
        assurance=assurance_words(str(standing.assurance)),
        factors=[FACTORS[name] for name in standing.factors],
        happened=HAPPENED,
    )
    return make_response(page, status)


def _standing(citizen_id: str) -> Standing:
    """How an account stands; 404 where there is none.

    Raises:
        NotFound: There is none.
    """
    try:
        known = str(UUID(citizen_id))
    except ValueError:
        abort(404)
    standing = services().help_desk.standing(known)
    if standing is None:
        abort(404)
    return standing
