"""Verifying the identity of somebody who has an account already."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens.proofing.waiting import Settled, TriesSpent
from idp.web.citizen.identity_form import read_claim
from idp.web.citizen.register import tries_spent_words
from idp.web.citizen.register_forms import IdentityForm
from idp.web.citizen.sign_in_forms import PressForm
from idp.web.citizen.signed_in import ask_to_sign_in, the_session
from idp.web.citizen.visitor import visitor
from idp.web.current import services

blueprint = Blueprint("verify", __name__, url_prefix="/account/identity")
blueprint.before_request(ask_to_sign_in)


@blueprint.route("", methods=["GET", "POST"])
def identity() -> Response:
    """Number, name and birth date, as on the card; or the claim that waits, asked about again."""
    citizen = the_session().citizen
    if citizen.verified_at is not None:
        return redirect(url_for("account.overview"), 303)
    if request.form.get("do") == "again" and PressForm().validate_on_submit():
        outcome = services().verifications.verify_again(citizen, network=visitor().network)
        return _answer(outcome) if outcome else redirect(url_for(".identity"), 303)
    form: Any = IdentityForm()
    claim = read_claim(form)
    if claim is None:
        return _page(form, 422 if form.errors else 200)
    return _answer(services().verifications.verify(citizen, claim, network=visitor().network), form)


def _answer(outcome: Settled | TriesSpent, form: Any = None) -> Response:
    if isinstance(outcome, TriesSpent):
        return _page(form or IdentityForm(), 429, problem=tries_spent_words())
    if outcome.verdict.is_match and not outcome.is_second_account:
        flash(_("Danh tính đã được đối chiếu với dữ liệu dân cư."))
        return redirect(url_for("account.overview"), 303)
    body = render_template(
        "citizen/verify/result.html",
        form=PressForm(),
        verdict=outcome.verdict,
        left=outcome.tries_left,
        is_second_account=outcome.is_second_account,
    )
    return make_response(body)


def _page(form: Any, status: int, problem: str | None = None) -> Response:
    citizen = the_session().citizen
    is_waiting = services().verifications.is_waiting(citizen)
    body = render_template(
        "citizen/verify/identity.html", form=form, problem=problem, is_waiting=is_waiting, press=PressForm()
    )
    return make_response(body, status)
