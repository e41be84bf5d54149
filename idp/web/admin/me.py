"""One's own account: what it is, its sessions, its mail address and language."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import (
    ask_to_confirm,
    ask_to_sign_in,
    behind_the_door,
    only_on_own_host,
    the_operator,
    who_is_here,
)
from idp.web.admin.link_cookie import Followed, followed, forget, keep
from idp.web.admin.operator_forms import (
    AddressForm,
    LanguageForm,
    NewPasskeyForm,
    NewPasswordForm,
)
from idp.web.admin.operator_words import ROLES
from idp.web.admin.typed_text import complain
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_me", __name__, url_prefix="/admin/me"))
address_blueprint = Blueprint("admin_my_address", __name__, url_prefix="/admin/me/address")
address_blueprint.before_request(only_on_own_host)
address_blueprint.context_processor(who_is_here)


@blueprint.get("", strict_slashes=False)
def overview() -> Response:
    """Everything about one's own account."""
    return my_page()


@blueprint.post("/language")
def language() -> Response:
    """Receive mail in another language."""
    form = LanguageForm()
    if form.validate_on_submit():
        services().operator_desk.own_account.set_language(the_operator().operator, form.language.data)
        flash(_("Đã lưu thay đổi."))
    return redirect(url_for(".overview"), 303)


@blueprint.post("/email")
def email() -> Response:
    """Ask for a link to another mail address."""
    form = AddressForm()
    if (asked := ask_to_confirm(url_for(".overview"))) is not None:
        return asked
    if not form.validate_on_submit():
        return my_page(422, address_form=form)
    sent = services().operator_desk.own_account.ask_for_address(
        the_operator().operator, form.email.data or ""
    )
    if not sent:
        complain(form.email, _("Địa chỉ thư điện tử không hợp lệ."))
        return my_page(422, address_form=form)
    flash(_("Đã gửi thư xác nhận đến địa chỉ mới. Địa chỉ có hiệu lực khi Ông/Bà mở liên kết trong thư."))
    return redirect(url_for(".overview"), 303)


@blueprint.post("/sessions/<session_id>/end")
def end_session(session_id: str) -> Response:
    """End one of one's other sessions."""
    if PressForm().validate_on_submit():
        services().operator_desk.sessions.end_other(the_operator(), session_id)
        flash(_("Đã kết thúc phiên làm việc."))
    return redirect(url_for(".overview"), 303)


@blueprint.post("/sessions/end-others")
def end_others() -> Response:
    """End every session of one's own but this one."""
    if PressForm().validate_on_submit():
        services().operator_desk.sessions.end_others(the_operator())
        flash(_("Đã kết thúc các phiên khác."))
    return redirect(url_for(".overview"), 303)


@address_blueprint.route("", methods=["GET", "POST"])
def confirm_address() -> Response:
    """Behind the link that went to a new address: signed in, it is taken with one press."""
    if request.method == "GET" and "link" in request.args:
        return keep(redirect(url_for(".confirm_address"), 303), Followed(request.args["link"][:100]))
    if (elsewhere := ask_to_sign_in()) is not None:
        return elsewhere
    if not PressForm().validate_on_submit():
        return make_response(render_template("admin/me/address.html", press=PressForm(formdata=None)))
    taken = services().operator_desk.own_account.take_address(the_operator().operator, followed().secret)
    if taken:
        flash(_("Từ nay thư được gửi đến địa chỉ mới."))
    else:
        flash(_("Liên kết này không còn dùng được. Vui lòng yêu cầu lại."), "bad")
    return forget(redirect(url_for("admin_me.overview"), 303))


def my_page(
    status: int = 200,
    *,
    address_form: AddressForm | None = None,
    password_form: NewPasswordForm | None = None,
    passkey_form: NewPasskeyForm | None = None,
) -> Response:
    """The page of one's own account, with what was typed into one of its forms."""
    desk, session = services().operator_desk, the_operator()
    me = session.operator
    languages = LanguageForm(formdata=None)
    languages.language.data = me.locale
    page = render_template(
        "admin/me/overview.html",
        me=me,
        role=ROLES.get(me.role, me.role),
        address=desk.own_account.address(me),
        passkeys=desk.passkeys.of(me.id),
        sessions=desk.sessions.of(me.id),
        session=session,
        form=address_form or password_form or passkey_form,
        address_form=address_form or AddressForm(formdata=None),
        password_form=password_form or NewPasswordForm(formdata=None),
        passkey_form=passkey_form or NewPasskeyForm(formdata=None),
        languages=languages,
        press=PressForm(formdata=None),
    )
    return make_response(page, status)
