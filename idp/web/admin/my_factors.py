"""One's own factors: passkeys, the authenticator app, the password. Each change asks for both factors first."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.crypto.sealing import CannotOpen
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.admin.me import my_page
from idp.web.admin.operator_forms import AppForm, NewPasskeyForm, NewPasswordForm
from idp.web.admin.operator_words import NOT_MADE
from idp.web.admin.typed_text import complain
from idp.web.current import services, settings
from idp.web.qr_code import qr_code

blueprint = behind_the_door(Blueprint("admin_my_factors", __name__, url_prefix="/admin/me"))

_OFFER = "operator.app_offer"
_MY_PAGE = "admin_me.overview"


@blueprint.post("/passkeys/options")
def passkey_options() -> Response:
    """What the browser is to be asked for; 403 where both factors have to be shown first."""
    if ask_to_confirm(url_for(_MY_PAGE)) is not None:
        return make_response(
            jsonify({"confirm": url_for("admin_sign_in.confirm", then=url_for(_MY_PAGE))}), 403
        )
    return jsonify(services().operator_desk.own_account.ask_for_passkey(the_operator().operator))


@blueprint.post("/passkeys")
def add_passkey() -> Response:
    """Keep the passkey that the browser made."""
    form = NewPasskeyForm()
    if (asked := ask_to_confirm(url_for(_MY_PAGE))) is not None:
        return asked
    if not form.validate_on_submit():
        return my_page(422, passkey_form=form)
    kept = services().operator_desk.own_account.add_passkey(
        the_operator().operator, form.answer.data or "", form.name.data or ""
    )
    if kept:
        flash(_("Đã thêm khóa truy cập."))
    else:
        flash(_("Chưa thêm được khóa truy cập. Vui lòng thử lại."), "bad")
    return redirect(url_for(_MY_PAGE), 303)


@blueprint.post("/passkeys/<passkey_id>/rename")
def rename_passkey(passkey_id: str) -> Response:
    """Call a passkey something else."""
    form = NewPasskeyForm()
    if form.validate_on_submit():
        services().operator_desk.passkeys.rename(the_operator().operator_id, passkey_id, form.name.data or "")
        flash(_("Đã lưu thay đổi."))
    return redirect(url_for(_MY_PAGE), 303)


@blueprint.post("/passkeys/<passkey_id>/remove")
def remove_passkey(passkey_id: str) -> Response:
    """Remove a passkey that is not the last factor."""
    if (asked := ask_to_confirm(url_for(_MY_PAGE))) is not None:
        return asked
    if PressForm().validate_on_submit():
        removed = services().operator_desk.own_account.remove_passkey(the_operator().operator, passkey_id)
        _tell_of_removal(removed=removed)
    return redirect(url_for(_MY_PAGE), 303)


@blueprint.route("/app", methods=["GET", "POST"])
def app() -> Response:
    """Set up an authenticator app, in place of the one before."""
    if (asked := ask_to_confirm(url_for(".app"))) is not None:
        return asked
    form = AppForm()
    own, me = services().operator_desk.own_account, the_operator().operator
    key = _opened(form.offer.data) if form.is_submitted() else None
    if key is None or not form.validate_on_submit():
        return _app_page(form, key or own.new_app_key(), 422 if form.errors else 200)
    if not own.set_app(me, key, form.otp.data or ""):
        complain(form.otp, _("Mã này không khớp. Hãy kiểm tra giờ của điện thoại rồi nhập mã mới."))
        return _app_page(form, key, 422)
    flash(_("Ứng dụng tạo mã đã được thiết lập."))
    return redirect(url_for(_MY_PAGE), 303)


@blueprint.post("/app/remove")
def remove_app() -> Response:
    """Remove the authenticator app, if there is a passkey."""
    if (asked := ask_to_confirm(url_for(_MY_PAGE))) is not None:
        return asked
    if PressForm().validate_on_submit():
        removed = services().operator_desk.own_account.remove_app(the_operator().operator)
        _tell_of_removal(removed=removed)
    return redirect(url_for(_MY_PAGE), 303)


@blueprint.post("/password")
def password() -> Response:
    """Choose another password; other sessions end."""
    form = NewPasswordForm()
    if (asked := ask_to_confirm(url_for(_MY_PAGE))) is not None:
        return asked
    if not form.validate_on_submit():
        return my_page(422, password_form=form)
    desk, session = services().operator_desk, the_operator()
    refusal = desk.own_account.set_password(session.operator, form.new_password.data or "")
    if refusal is not None:
        complain(form.new_password, NOT_MADE[refusal])
        return my_page(422, password_form=form)
    desk.sessions.end_others(session)
    flash(_("Đã đổi mật khẩu. Các phiên khác đã kết thúc."))
    return redirect(url_for(_MY_PAGE), 303)


def _tell_of_removal(*, removed: bool) -> None:
    if removed:
        flash(_("Đã gỡ."))
    else:
        flash(_("Đây là yếu tố thứ hai cuối cùng nên không gỡ được. Hãy thêm cách khác trước."), "bad")


def _app_page(form: AppForm, key: str, status: int) -> Response:
    address = services().operator_desk.own_account.setup_address(
        the_operator().operator.username, key, settings().service_name
    )
    form.offer.data = _sealed(key)
    page = render_template(
        "admin/me/app.html",
        form=form,
        setup=address,
        qr=qr_code(address, _("Mã QR để thêm tài khoản vào ứng dụng tạo mã")),
        typed_key=" ".join(key[place : place + 4] for place in range(0, len(key), 4)),
    )
    return make_response(page, status)


def _sealed(key: str) -> str:
    content = {"key": key, "operator": the_operator().operator_id}
    return urlsafe_b64encode(services().sealer.seal_json(content, _OFFER)).decode("ascii")


def _opened(text: str | None) -> str | None:
    try:
        offered = services().sealer.open_json(urlsafe_b64decode((text or "").encode("ascii")), _OFFER)
    except (CannotOpen, ValueError):
        return None
    return str(offered["key"]) if offered["operator"] == the_operator().operator_id else None
