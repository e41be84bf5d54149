"""What opens the account: the password, the second factors, the recovery codes."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens import totp
from idp.citizens.authenticator_app import Added, Offer
from idp.citizens.factor_changes import LastFactor
from idp.citizens.second_factor import Factor
from idp.web.citizen.account_words import FACTORS, TWO_FACTORS_NEEDED
from idp.web.citizen.destination import Destination, destination
from idp.web.citizen.register_forms import SentCodeForm
from idp.web.citizen.security_forms import AuthenticatorForm
from idp.web.citizen.session_cookie import set_session
from idp.web.citizen.sign_in_answers import sending_words
from idp.web.citizen.sign_in_forms import PressForm
from idp.web.citizen.signed_in import ask_again_unless_fresh, ask_to_sign_in, the_session
from idp.web.citizen.visitor import visitor
from idp.web.current import services, settings
from idp.web.qr_code import qr_code

blueprint = Blueprint("security", __name__, url_prefix="/account/security")
blueprint.before_request(ask_to_sign_in)


@blueprint.get("")
def overview() -> str:
    """What opens the account, and how to change it."""
    citizen = the_session().citizen
    return render_template(
        "citizen/account/security.html",
        citizen=citizen,
        factors=services().second_factor.factors_of(citizen),
        phone=services().second_factor.phone_of(citizen),
        codes_left=services().printed_codes.left(citizen.id),
        form=PressForm(),
    )


@blueprint.route("/authenticator", methods=["GET", "POST"])
def authenticator() -> Response:
    """Adding an authenticator app, or another in place of the one there is."""
    if away := ask_again_unless_fresh():
        return away
    to, session, form = destination(), the_session(), AuthenticatorForm()
    apps = services().authenticator_app
    offer = apps.reopen(session, form.offer.data or "") or apps.offer(session)
    if not form.validate_on_submit():
        return _offer_page(form, offer, to, 422 if form.errors else 200)
    outcome = apps.add(session, offer, form.otp.data or "")
    if not isinstance(outcome, Added):
        form.otp.errors = [_("Mã không khớp. Vui lòng kiểm tra giờ trên điện thoại rồi nhập mã đang hiện.")]
        return _offer_page(form, offer, to, 422)
    flash(_("Đã thêm ứng dụng tạo mã."))
    return _added(outcome, to)


@blueprint.route("/sms", methods=["GET", "POST"])
def sms() -> Response:
    """Adding codes by SMS to the account's phone."""
    if away := ask_again_unless_fresh():
        return away
    to, session, form = destination(), the_session(), SentCodeForm()
    factor = services().sms_factor
    if request.form.get("do") == "send" and PressForm().validate_on_submit():
        come_from = visitor()
        flash(sending_words(factor.send(session, network=come_from.network, language=come_from.language)))
        return redirect(url_for(".sms", request=to.handle), 303)
    if not form.validate_on_submit():
        return _sms_page(form, to, 422 if form.errors else 200)
    outcome = factor.add(session, form.otp.data or "")
    if not isinstance(outcome, Added):
        form.otp.errors = [_("Mã xác thực không đúng hoặc đã hết hạn.")]
        return _sms_page(form, to, 422)
    flash(_("Đã bật mã qua tin nhắn."))
    return _added(outcome, to)


@blueprint.post("/<factor>/remove")
def remove(factor: str) -> Response:
    """Taking a second factor out of force."""
    if factor not in FACTORS or not PressForm().validate_on_submit():
        return redirect(url_for(".overview"), 303)
    if away := ask_again_unless_fresh():
        return away
    outcome = services().factor_changes.remove(the_session(), Factor(factor))
    removed = _("Đã gỡ %(factor)s.", factor=FACTORS[factor])
    flash(str(TWO_FACTORS_NEEDED) if isinstance(outcome, LastFactor) else removed)
    return redirect(url_for(".overview"), 303)


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
def recovery_codes() -> Response:
    """New recovery codes, shown once."""
    if away := ask_again_unless_fresh():
        return away
    form = PressForm()
    codes = services().factor_changes.renew_printed_codes(the_session()) if form.validate_on_submit() else ()
    left = services().printed_codes.left(the_session().citizen_id)
    return make_response(
        render_template("citizen/account/recovery_codes.html", form=form, codes=codes, left=left)
    )


def _offer_page(form: AuthenticatorForm, offer: Offer, to: Destination, status: int) -> Response:
    form.offer.data, form.otp.data = offer.sealed, ""
    citizen = the_session().citizen
    # The app's screen is seen by others: the account is named by where it belongs, not by whom.
    address = totp.setup_address(offer.key, settings().province, settings().service_name)
    body = render_template(
        "citizen/account/authenticator.html",
        to=to,
        form=form,
        back=_back(to),
        has_one=citizen.totp_sealed is not None,
        qr=qr_code(address, _("Mã QR để thêm tài khoản vào ứng dụng tạo mã")),
        setup=address,
        typed_key=" ".join(offer.key[start : start + 4] for start in range(0, len(offer.key), 4)),
    )
    return make_response(body, status)


def _sms_page(form: Any, to: Destination, status: int) -> Response:
    session = the_session()
    form.otp.data = ""
    body = render_template(
        "citizen/account/sms.html",
        to=to,
        form=form,
        back=_back(to),
        contact_address=url_for("contact.change", request=to.handle),
        phone=services().second_factor.phone_of(session.citizen),
        is_sent=services().sms_factor.is_sent(session),
    )
    return make_response(body, status)


def _back(to: Destination) -> str:
    # Who came for the sake of an application goes back to what it asked, not into the account.
    return url_for("raise_level.ask", **to.way) if to.handle else url_for(".overview")


def _added(added: Added, to: Destination) -> Response:
    address = to.address if to.handle else url_for(".overview")
    response = redirect(address, 303)
    if added.opened is not None:
        set_session(response, added.opened)
    return response
