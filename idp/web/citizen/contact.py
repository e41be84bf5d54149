"""Adding or changing the phone number and the e-mail address of an account."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens import contacts
from idp.citizens.contact_change import Changed, Taken
from idp.citizens.contacts import Contact, ContactProblem
from idp.citizens.one_time_codes import TooMany
from idp.web.citizen.destination import destination
from idp.web.citizen.register_words import code_words, contact_words
from idp.web.citizen.security_forms import ContactCodeForm, NewContactForm
from idp.web.citizen.sign_in_answers import sending_words
from idp.web.citizen.signed_in import ask_again_unless_fresh, ask_to_sign_in, the_session
from idp.web.citizen.visitor import visitor
from idp.web.current import services

blueprint = Blueprint("contact", __name__, url_prefix="/account/contact")
blueprint.before_request(ask_to_sign_in)


@blueprint.route("", methods=["GET", "POST"])
def change() -> Response:
    """First the contact, then the code that was sent to it; both on this address, so that nothing shows in it."""
    if away := ask_again_unless_fresh():
        return away
    if "offer" in request.form:
        return _with_code(ContactCodeForm())
    form: Any = NewContactForm()
    if not form.validate_on_submit():
        return _first_page(form, 422 if form.errors else 200)
    to = contacts.read(form.contact.data or "")
    if isinstance(to, ContactProblem):
        form.contact.errors = [contact_words(to)]
        return _first_page(form, 422)
    return _send(form, to)


def _send(form: Any, to: Contact) -> Response:
    come_from = visitor()
    sending = services().contact_change.send(
        the_session(), to, network=come_from.network, language=come_from.language
    )
    if isinstance(sending, TooMany):
        form.contact.errors = [sending_words(sending)]
        return _first_page(form, 429)
    return _second_page(ContactCodeForm(formdata=None), to, 200)


def _with_code(form: Any) -> Response:
    session, changes = the_session(), services().contact_change
    to = changes.opened(session, form.offer.data or "")
    if to is None:
        return redirect(_first_address(), 303)
    if not form.validate_on_submit():
        return _second_page(form, to, 422)
    match changes.change(session, to, form.otp.data or ""):
        case Changed():
            flash(_("Đã cập nhật liên hệ của tài khoản."))
            return redirect(_next_address(), 303)
        case Taken():
            flash(_("Liên hệ này đang thuộc một tài khoản khác, nên không dùng được ở đây."))
            return redirect(_next_address(), 303)
        case answer:
            form.otp.errors = [code_words(answer)]
            return _second_page(form, to, 403)


def _first_address() -> str:
    return url_for(".change", **destination().way)


def _next_address() -> str:
    # A number added for the sake of codes by SMS, while an application waits, leads back there.
    handle = destination().handle
    return url_for("security.sms", request=handle) if handle else url_for("account.overview")


def _first_page(form: Any, status: int) -> Response:
    return make_response(
        render_template("citizen/account/contact.html", form=form, next_address=_next_address()), status
    )


def _second_page(form: Any, to: Contact, status: int) -> Response:
    form.offer.data, form.otp.data = services().contact_change.sealed(the_session(), to), ""
    body = render_template("citizen/account/contact_code.html", form=form, to=to, back=_first_address())
    return make_response(body, status)
