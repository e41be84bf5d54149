"""Registering, first half: contact, notice, identity. Decisions are made in `citizens/proofing/registration.py`."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens.contacts import Contact, read
from idp.citizens.one_time_codes import RESEND_AFTER
from idp.citizens.proofing.dossiers import Dossier, MovedOn
from idp.citizens.proofing.flow import Step, allowed
from idp.citizens.proofing.registration import NOTICE_VERSION
from idp.citizens.proofing.verification import OF_AGE, local_date
from idp.citizens.proofing.waiting import TriesSpent
from idp.registry.birth_date import BirthDate
from idp.web.citizen.destination import Destination
from idp.web.citizen.identity_form import fill_in, read_claim
from idp.web.citizen.register_forms import ContactForm, IdentityForm, NoticeForm, SentCodeForm
from idp.web.citizen.register_words import code_words, contact_words
from idp.web.citizen.registering import COOKIE, address_of, at, go_on, keep_cookie, page, the_dossier, way_on
from idp.web.citizen.session_cookie import clear
from idp.web.citizen.sign_in_answers import sending_words
from idp.web.citizen.sign_in_forms import PressForm
from idp.web.citizen.visitor import visitor
from idp.web.current import services
from idp.web.language import language
from idp.web.unit_of_work import roll_back

blueprint = Blueprint("register", __name__, url_prefix="/register")


@blueprint.get("")
def start() -> str:
    """What is needed, how long it takes, and where to go without it."""
    dossier = the_dossier()
    begun = dossier if dossier and dossier.progress.contact and not dossier.progress.codes_kept else None
    return render_template("citizen/register/start.html", to=way_on(), begun=begun)


@blueprint.post("/forget")
def forget() -> Response:
    """Forgetting what was entered on this device."""
    dossier = the_dossier()
    if dossier is not None and PressForm().validate_on_submit():
        services().registration.forget(dossier)
    response = redirect(url_for(".start", **way_on().way), 303)
    clear(response, COOKIE)
    return response


@blueprint.route("/contact", methods=["GET", "POST"])
def contact() -> Response:
    """A phone number or an e-mail address, which begins the registration."""
    to, dossier = way_on(), the_dossier()
    if dossier is not None and request.args.get("new") is None:
        shown = allowed(Step.CONTACT, dossier.progress)
        if shown not in (Step.CONTACT, Step.DONE):
            return redirect(address_of(shown, to), 303)
    form: Any = ContactForm()
    if request.method == "GET" and dossier is not None and dossier.progress.contact:
        form.contact.data = dossier.progress.contact.shown
    if not form.validate_on_submit():
        return page(Step.CONTACT, to, 422 if form.errors else 200, form=form)
    chosen = read(form.contact.data or "")
    if not isinstance(chosen, Contact):
        form.contact.errors = [contact_words(chosen)]
        return page(Step.CONTACT, to, 422, form=form)
    return _begin(form, chosen, to)


def _begin(form: Any, chosen: Contact, to: Destination) -> Response:
    dossier, cookie = the_dossier(), None
    if dossier is None or dossier.progress.contact_confirmed_at or dossier.progress.is_open:
        dossier, cookie = services().registration.begin()
    come_from = visitor(to.client_id)
    try:
        outcome = services().registration.contact(
            dossier, chosen, network=come_from.network, language=language()
        )
    except MovedOn:
        roll_back()
        return redirect(address_of(Step.CODE, to), 303)
    if not isinstance(outcome, Dossier):
        form.contact.errors = [sending_words(outcome)]
        return page(Step.CONTACT, to, 429, form=form)
    response = go_on(outcome, to)
    return keep_cookie(response, cookie) if cookie else response


@blueprint.route("/code", methods=["GET", "POST"])
@at(Step.CODE)
def code(dossier: Dossier, to: Destination) -> Response:
    """The code that was sent to the contact."""
    form: Any = SentCodeForm()
    if request.form.get("do") == "resend" and PressForm().validate_on_submit():
        sending = services().registration.resend(dossier, network=visitor().network, language=language())
        flash(sending_words(sending))
        return redirect(address_of(Step.CODE, to), 303)
    contact = dossier.progress.contact
    shown = {"form": form, "contact": contact, "wait": int(RESEND_AFTER.total_seconds())}
    if not form.validate_on_submit():
        return page(Step.CODE, to, 422 if form.errors else 200, **shown)
    outcome = services().registration.confirm(dossier, form.otp.data or "")
    if isinstance(outcome, Dossier):
        return go_on(outcome, to)
    form.otp.errors, form.otp.data = [code_words(outcome)], ""
    return page(Step.CODE, to, 403, **shown)


@blueprint.route("/notice", methods=["GET", "POST"])
@at(Step.NOTICE)
def notice(dossier: Dossier, to: Destination) -> Response:
    """What is processed, on what legal ground, and a citizen's rights."""
    form: Any = NoticeForm()
    if not form.validate_on_submit():
        return page(Step.NOTICE, to, 422 if form.errors else 200, form=form, version=NOTICE_VERSION)
    return go_on(services().registration.read_notice(dossier, language()), to)


@blueprint.route("/identity", methods=["GET", "POST"])
@at(Step.IDENTITY)
def identity(dossier: Dossier, to: Destination) -> Response:
    """Number, name and birth date, as on the card."""
    form: Any = IdentityForm()
    if request.method == "GET" and dossier.progress.claim:
        fill_in(form, dossier.progress.claim)
    claim = read_claim(form)
    if claim is None:
        return page(Step.IDENTITY, to, 422 if form.errors else 200, form=form)
    outcome = services().registration.identify(dossier, claim, network=visitor().network)
    if isinstance(outcome, TriesSpent):
        return page(Step.IDENTITY, to, 429, form=form, problem=tries_spent_words())
    return redirect(address_of(Step.RESULT, to), 303)


@blueprint.route("/result", methods=["GET", "POST"])
@at(Step.RESULT)
def result(dossier: Dossier, to: Destination) -> Response:
    """What became of the claim, and the ways on from there."""
    progress, form = dossier.progress, PressForm()
    verdict = progress.verdict
    if verdict is None:
        return go_on(dossier, to)
    if form.validate_on_submit() and (verdict.is_match or verdict.may_go_on_unverified):
        return go_on(services().registration.accept_result(dossier), to)
    left = services().registration.tries_left(dossier, network=visitor().network)
    return page(
        Step.RESULT,
        to,
        form=form,
        verdict=verdict,
        identity=progress.identity or {},
        is_minor=_is_minor(progress.claim.birth_date) if progress.claim else False,
        reference=progress.reference,
        left=left,
    )


def tries_spent_words() -> str:
    """Why no further claim is taken today."""
    return str(
        _(
            "Đã hết số lần đối chiếu trong hôm nay. Vui lòng thử lại vào ngày mai, hoặc mang thẻ căn cước đến Bộ phận "
            "Một cửa."
        )
    )


def _is_minor(birth: BirthDate) -> bool:
    return birth.age_on(local_date(services().clock())) < OF_AGE
