"""Registering, second half: password, second factor, recovery codes. Decisions: `citizens/proofing/securing.py`."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens import totp
from idp.citizens.contacts import Contact, read_phone
from idp.citizens.entrance import Entered
from idp.citizens.one_time_codes import RESEND_AFTER, NotACode
from idp.citizens.password_policy import ALONE, Refusal
from idp.citizens.proofing.dossiers import Dossier
from idp.citizens.proofing.flow import Step, due
from idp.citizens.proofing.progress import LATER
from idp.web.citizen.destination import Destination
from idp.web.citizen.password_words import weakness_words
from idp.web.citizen.register_forms import (
    AppCodeForm,
    FactorForm,
    FirstPasswordForm,
    KeptForm,
    PhoneForm,
    SentCodeForm,
)
from idp.web.citizen.register_words import code_words, phone_words
from idp.web.citizen.registering import address_of, at, go_on, page, the_way
from idp.web.citizen.session_cookie import current_session, set_session
from idp.web.citizen.sign_in_answers import sending_words
from idp.web.citizen.sign_in_forms import PressForm
from idp.web.citizen.visitor import visitor
from idp.web.current import services, settings
from idp.web.language import language
from idp.web.qr_code import qr_code

blueprint = Blueprint("securing", __name__, url_prefix="/register")


@blueprint.route("/password", methods=["GET", "POST"])
@at(Step.PASSWORD)
def password(dossier: Dossier, to: Destination) -> Response:
    """The password."""
    form: Any = FirstPasswordForm()
    shown = {
        "form": form,
        "alone": ALONE,
        "least": services().securing.least_length(dossier),
        "must_stand_alone": dossier.progress.factor == LATER,
        "contact": dossier.progress.contact_value,
    }
    if not form.validate_on_submit():
        return page(Step.PASSWORD, to, 422 if form.errors else 200, **shown)
    outcome = services().securing.password(dossier, form.password.data or "", the_way(to))
    if isinstance(outcome, Refusal):
        form.password.errors = [weakness_words(outcome)]
        return page(Step.PASSWORD, to, 422, **shown)
    return go_on(outcome, to)


@blueprint.route("/second-step", methods=["GET", "POST"])
@at(Step.FACTOR)
def factor(dossier: Dossier, to: Destination) -> Response:
    """The choice of a second factor, or to put it off."""
    form: Any = FactorForm()
    progress = dossier.progress
    if not form.validate_on_submit():
        shown = {"form": form, "phone": progress.phone if progress.contact_kind == "phone" else None}
        status = 422 if form.errors else 200
        return page(
            Step.FACTOR, to, status, **shown, stands_alone=progress.password_stands_alone, alone=ALONE
        )
    moved = services().securing.factor(dossier, form.factor.data, the_way(to))
    if due(moved.progress) is Step.FACTOR:
        return redirect(address_of(Step.PASSWORD, to), 303)
    return go_on(moved, to)


@blueprint.route("/authenticator", methods=["GET", "POST"])
@at(Step.AUTHENTICATOR)
def authenticator(dossier: Dossier, to: Destination) -> Response:
    """The key for an authenticator app, and the code it shows then."""
    form: Any = AppCodeForm()
    key = dossier.progress.totp_key or ""
    # The app's screen is seen by others: the account is named by where it belongs, not by whom.
    address = totp.setup_address(key, settings().province, settings().service_name)
    shown = {
        "form": form,
        "setup": address,
        "qr": qr_code(address, _("Mã QR để thêm tài khoản vào ứng dụng tạo mã")),
        "typed_key": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
    }
    if not form.validate_on_submit():
        return page(Step.AUTHENTICATOR, to, 422 if form.errors else 200, **shown)
    outcome = services().securing.authenticator(dossier, form.otp.data or "", the_way(to))
    if isinstance(outcome, Dossier):
        return go_on(outcome, to)
    form.otp.data = ""
    if isinstance(outcome, NotACode):
        form.otp.errors = [_("Mã gồm 6 chữ số.")]
        return page(Step.AUTHENTICATOR, to, 422, **shown)
    form.otp.errors = [_("Mã không khớp. Vui lòng kiểm tra giờ trên điện thoại rồi nhập mã đang hiện.")]
    return page(Step.AUTHENTICATOR, to, 403, **shown)


@blueprint.route("/phone", methods=["GET", "POST"])
@at(Step.PHONE)
def phone(dossier: Dossier, to: Destination) -> Response:
    """The phone that codes by SMS go to, where the contact is an e-mail address."""
    form: Any = PhoneForm()
    if not form.validate_on_submit():
        return page(Step.PHONE, to, 422 if form.errors else 200, form=form)
    chosen = read_phone(form.contact.data or "")
    if not isinstance(chosen, Contact):
        form.contact.errors = [phone_words(chosen)]
        return page(Step.PHONE, to, 422, form=form)
    outcome = services().securing.phone(dossier, chosen, network=visitor().network, language=language())
    if isinstance(outcome, Dossier):
        return redirect(address_of(Step.PHONE_CODE, to), 303)
    form.contact.errors = [sending_words(outcome)]
    return page(Step.PHONE, to, 429, form=form)


@blueprint.route("/phone-code", methods=["GET", "POST"])
@at(Step.PHONE_CODE)
def phone_code(dossier: Dossier, to: Destination) -> Response:
    """The code that was sent to that phone."""
    form: Any = SentCodeForm()
    if request.form.get("do") == "resend" and PressForm().validate_on_submit():
        sending = services().securing.resend(dossier, network=visitor().network, language=language())
        flash(sending_words(sending))
        return redirect(address_of(Step.PHONE_CODE, to), 303)
    shown = {"form": form, "contact": dossier.progress.phone, "wait": int(RESEND_AFTER.total_seconds())}
    if not form.validate_on_submit():
        return page(Step.PHONE_CODE, to, 422 if form.errors else 200, **shown)
    outcome = services().securing.confirm_phone(dossier, form.otp.data or "", the_way(to))
    if isinstance(outcome, Dossier):
        return go_on(outcome, to)
    form.otp.errors, form.otp.data = [code_words(outcome)], ""
    return page(Step.PHONE_CODE, to, 403, **shown)


@blueprint.get("/opening")
@at(Step.OPENING)
def not_opened(_dossier: Dossier, to: Destination) -> Response:
    """The person has an account already: the way back into it."""
    return page(Step.OPENING, to)


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
@at(Step.CODES)
def codes(dossier: Dossier, to: Destination) -> Response:
    """The recovery codes, until they were saved or printed."""
    form: Any = KeptForm()
    if not form.validate_on_submit():
        shown = {"form": form, "codes": dossier.progress.printed_codes}
        return page(Step.CODES, to, 422 if form.errors else 200, **shown)
    outcome = services().securing.keep_codes(dossier, visitor(to.client_id))
    response = redirect(address_of(Step.DONE, to), 303)
    if isinstance(outcome, Entered):
        set_session(response, outcome)
    return response


@blueprint.get("/recovery-codes.txt")
@at(Step.CODES)
def codes_to_save(dossier: Dossier, _to: Destination) -> Response:
    """The recovery codes as a file to save."""
    lines = [
        f"{settings().service_name}: " + _("mã dự phòng"),
        _("Mỗi mã dùng một lần. Cất ở nơi an toàn, không gửi cho bất kỳ ai, kể cả cán bộ."),
        "",
        *dossier.progress.printed_codes,
    ]
    response = Response("\r\n".join(lines) + "\r\n", mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="ma-du-phong.txt"'
    return response


@blueprint.get("/done")
@at(Step.DONE)
def done(dossier: Dossier, to: Destination) -> Response:
    """What was reached, and the way on."""
    session = current_session()
    is_theirs = session is not None and session.citizen_id == dossier.progress.citizen_id
    way_on = to.address if is_theirs else url_for("sign_in.password", **to.way)
    return page(Step.DONE, to, progress=dossier.progress, is_signed_in=is_theirs, way_on=way_on)
