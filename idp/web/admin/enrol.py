"""Behind a link by mail: name and password first, then a second factor. Works without script, with an app's codes."""

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from idp.operators.accounts import NotMade
from idp.operators.enrolment import NotEnrolled
from idp.operators.links import LinkKind
from idp.operators.pace import Slowed
from idp.operators.rights import Role
from idp.store.models import OperatorEnrolment
from idp.web.admin.console import only_on_own_host
from idp.web.admin.link_cookie import Followed, followed, forget, keep
from idp.web.admin.operator_forms import AppForm, ChooseForm, KnownPasswordForm, NewPasskeyForm
from idp.web.admin.operator_words import NOT_MADE, ROLES
from idp.web.admin.typed_text import complain
from idp.web.citizen.visitor import network_of
from idp.web.current import services, settings
from idp.web.qr_code import qr_code

blueprint = Blueprint("admin_enrol", __name__, url_prefix="/admin/enrol")
blueprint.before_request(only_on_own_host)

_OF_THE_NAME = (NotMade.BAD_NAME, NotMade.TAKEN)


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
def start() -> Response:
    """Choose a name and a password, or show the password of the account that is to be mended."""
    if request.method == "GET" and "link" in request.args:
        return keep(redirect(url_for(".start"), 303), Followed(request.args["link"][:100]))
    link = _link()
    if link is None:
        return _over()
    return _choose(link) if link.kind == LinkKind.ACCOUNT else _recognise(link)


@blueprint.get("/factor")
def factor() -> Response:
    """Choose a second factor: a passkey first, an app otherwise."""
    link = _ready()
    return (
        _factor_page(link, AppForm(formdata=None)) if link is not None else redirect(url_for(".start"), 303)
    )


@blueprint.post("/passkey/options")
def passkey_options() -> Response:
    """What the browser is to be asked for."""
    link = _ready()
    if link is None:
        return make_response(jsonify({"error": "over"}), 410)
    return jsonify(services().operator_desk.enrolment.ask_for_passkey(link))


@blueprint.post("/passkey")
def with_passkey() -> Response:
    """Finish with the passkey that the browser made."""
    link, form = _ready(), NewPasskeyForm()
    if link is None or not form.validate_on_submit():
        return redirect(url_for(".start"), 303)
    refusal = services().operator_desk.enrolment.with_passkey(
        link, form.answer.data or "", form.name.data or ""
    )
    if refusal is None:
        return _done(link)
    return _refused(refusal)


@blueprint.post("/app")
def with_app() -> Response:
    """Finish with an authenticator app."""
    link, form = _ready(), AppForm()
    if link is None:
        return redirect(url_for(".start"), 303)
    if not form.validate_on_submit():
        return _factor_page(link, form, 422)
    refusal = services().operator_desk.enrolment.with_app(link, form.otp.data or "")
    if refusal is NotEnrolled.WRONG_CODE:
        complain(form.otp, _("Mã này không khớp. Hãy kiểm tra giờ của điện thoại rồi nhập mã mới."))
        return _factor_page(link, form, 422)
    return _done(link) if refusal is None else _refused(refusal)


def _choose(link: OperatorEnrolment) -> Response:
    form = ChooseForm(username=services().operator_desk.enrolment.username_of(link))
    if not form.validate_on_submit():
        return _start_page(link, form, 422 if form.errors else 200)
    refusal = services().operator_desk.enrolment.choose(
        link, form.username.data or "", form.password.data or ""
    )
    if isinstance(refusal, NotEnrolled):
        return _over()
    if refusal is not None:
        field = form.username if refusal in _OF_THE_NAME else form.password
        complain(field, NOT_MADE[refusal])
        return _start_page(link, form, 422)
    return _passed()


def _recognise(link: OperatorEnrolment) -> Response:
    form = KnownPasswordForm()
    if not form.validate_on_submit():
        return _start_page(link, form, 422 if form.errors else 200)
    network = network_of(request.remote_addr)
    refusal = services().operator_desk.enrolment.recognise(link, form.password.data or "", network)
    if refusal is NotEnrolled.OVER:
        return _over()
    if refusal is not None:
        is_slowed = isinstance(refusal, Slowed)
        words = (
            _("Có quá nhiều lần nhập sai. Vui lòng chờ rồi thử lại.")
            if is_slowed
            else _("Mật khẩu không đúng.")
        )
        complain(form.password, words)
        return _start_page(link, form, 429 if is_slowed else 422)
    return _passed()


def _link() -> OperatorEnrolment | None:
    return services().operator_desk.enrolment.find(followed().secret)


def _ready() -> OperatorEnrolment | None:
    """The link of a browser that has passed the first page."""
    link = _link() if followed().passed else None
    return link if link is not None and link.username else None


def _passed() -> Response:
    return keep(redirect(url_for(".factor"), 303), Followed(followed().secret, passed=True))


def _done(link: OperatorEnrolment) -> Response:
    flash(_("Tài khoản đã sẵn sàng. Mời Ông/Bà đăng nhập."))
    then = "/developers/apps" if link.role == Role.UNIT_DEVELOPER else None
    return forget(redirect(url_for("admin_sign_in.enter", then=then), 303))


def _refused(refusal: NotEnrolled) -> Response:
    if refusal is NotEnrolled.OVER:
        return _over()
    if refusal is NotEnrolled.NOT_PROVEN:
        flash(_("Chưa tạo được khóa truy cập. Vui lòng thử lại, hoặc dùng ứng dụng tạo mã."), "bad")
        return redirect(url_for(".factor"), 303)
    flash(_("Tên đăng nhập hoặc địa chỉ thư này vừa có người dùng. Vui lòng chọn tên khác."), "bad")
    return redirect(url_for(".start"), 303)


def _start_page(link: OperatorEnrolment, form: FlaskForm, status: int = 200) -> Response:
    page = render_template(
        "admin/enrol/start.html",
        form=form,
        username=services().operator_desk.enrolment.username_of(link),
        is_new=link.kind == LinkKind.ACCOUNT,
        role=ROLES[link.role],
        unit=link.unit,
    )
    return make_response(page, status)


def _factor_page(link: OperatorEnrolment, form: AppForm, status: int = 200) -> Response:
    desk, name = services().operator_desk, link.username or ""
    key = desk.enrolment.app_key(link)
    address = desk.own_account.setup_address(name, key, settings().service_name)
    page = render_template(
        "admin/enrol/factor.html",
        form=form,
        passkey=NewPasskeyForm(formdata=None),
        username=name,
        setup=address,
        qr=qr_code(address, _("Mã QR để thêm tài khoản vào ứng dụng tạo mã")),
        typed_key=" ".join(key[place : place + 4] for place in range(0, len(key), 4)),
    )
    return make_response(page, status)


def _over() -> Response:
    return forget(make_response(render_template("admin/enrol/over.html"), 410))
