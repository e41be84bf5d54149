"""Asking for a change: typed at level 1, sent at level 2; nothing typed is lost in between."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clients.kit.citizen import Citizen, current_citizen, signed_in_citizen
from clients.kit.drafts import Drafts
from clients.kit.facts import known_facts
from clients.kit.forms import read_form
from clients.kit.language import gettext as _
from clients.kit.pause import kept_through_the_pause
from clients.kit.sign_in import required
from clients.land.change_form import QUESTIONS
from clients.land.changes import Changes
from clients.land.pages import FACTS
from clients.land.parcels import Parcel, parcels_of

LEVEL = 2
blueprint = Blueprint("change", __name__)


@blueprint.get("/parcels/<parcel_id>/change")
@required()
def form(parcel_id: str) -> ResponseReturnValue:
    """The form, with what was typed before."""
    citizen = signed_in_citizen()
    parcel = _own_or_404(citizen, parcel_id)
    return _form(citizen, parcel, _drafts().find(citizen.sub, parcel.id) or {}, {})


@blueprint.post("/parcels/<parcel_id>/change")
def answer(parcel_id: str) -> ResponseReturnValue:
    """What was typed: keep it, whatever else happens."""
    citizen = current_citizen()
    answers, errors = read_form(QUESTIONS, request.form)
    if citizen is None:
        return kept_through_the_pause(_drafts(), parcel_id, answers)
    parcel = _own_or_404(citizen, parcel_id)
    _drafts().keep(citizen.sub, parcel.id, answers)
    if errors:
        return _form(citizen, parcel, answers, errors), 422
    return redirect(url_for("change.review", parcel_id=parcel.id), 303)


@blueprint.get("/parcels/<parcel_id>/review")
@required(level=LEVEL)
def review(parcel_id: str) -> ResponseReturnValue:
    """A last look."""
    citizen = signed_in_citizen()
    parcel = _own_or_404(citizen, parcel_id)
    answers = _complete_draft(citizen, parcel)
    if answers is None:
        return redirect(url_for("change.form", parcel_id=parcel.id), 303)
    facts = known_facts(citizen, FACTS)
    return render_template("review.html", parcel=parcel, facts=facts, questions=QUESTIONS, answers=answers)


@blueprint.post("/parcels/<parcel_id>/review")
@required(level=LEVEL)
def send(parcel_id: str) -> ResponseReturnValue:
    """Send it, once."""
    citizen = signed_in_citizen()
    parcel = _own_or_404(citizen, parcel_id)
    changes: Changes = current_app.extensions["changes"]
    sent = changes.send(citizen.sub, parcel.id, citizen.level) if _complete_draft(citizen, parcel) else None
    if sent:
        flash(_("Đã nhận yêu cầu. Mã yêu cầu: %(code)s.", code=sent.code))
    return redirect(url_for("land.mine"), 303)


def _form(citizen: Citizen, parcel: Parcel, answers: dict[str, str], errors: dict[str, str]) -> str:
    facts = known_facts(citizen, FACTS)
    return render_template(
        "change.html",
        parcel=parcel,
        facts=facts,
        questions=QUESTIONS,
        answers=answers,
        errors=errors,
        level=LEVEL,
    )


def _complete_draft(citizen: Citizen, parcel: Parcel) -> dict[str, str] | None:
    answers = _drafts().find(citizen.sub, parcel.id)
    return answers if answers and not read_form(QUESTIONS, answers)[1] else None


def _own_or_404(citizen: Citizen, parcel_id: str) -> Parcel:
    """A parcel of this citizen; another's is not there for them."""
    return next((each for each in parcels_of(citizen.sub) if each.id == parcel_id), None) or abort(404)


def _drafts() -> Drafts:
    found: Drafts = current_app.extensions["drafts"]
    return found
