"""Filling in a form: known facts are shown, the rest is asked; then a last look, at the level the service needs."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clients.kit.citizen import Citizen, current_citizen, signed_in_citizen
from clients.kit.facts import known_facts
from clients.kit.forms import Field, read_form
from clients.kit.language import gettext as _
from clients.kit.pause import kept_through_the_pause
from clients.kit.sign_in import required, to_provider
from clients.portal.catalogue import Service
from clients.portal.current import dossiers, drafts, service_or_404

blueprint = Blueprint("apply", __name__)


@blueprint.get("/services/<service_id>/apply")
@required()
def form(service_id: str) -> ResponseReturnValue:
    """The form, with what was typed before."""
    service, citizen = service_or_404(service_id), signed_in_citizen()
    kept = drafts().find(citizen.sub, service.id)
    return _form(service, citizen, kept or {}, is_resumed=kept is not None)


@blueprint.post("/services/<service_id>/apply")
def answer(service_id: str) -> ResponseReturnValue:
    """What was typed: keep it, whatever else happens."""
    service, citizen = service_or_404(service_id), current_citizen()
    if citizen is None:
        typed, _errors = read_form(service.questions(()), request.form)
        return kept_through_the_pause(drafts(), service.id, typed)
    questions = _questions(service, citizen)
    answers, errors = read_form(questions, request.form)
    drafts().keep(citizen.sub, service.id, answers)
    if "save" in request.form:
        flash(_("Đã lưu. Ông/Bà có thể làm tiếp bất cứ lúc nào, trên bất kỳ thiết bị nào."))
        return redirect(url_for("dossiers.mine"), 303)
    if errors:
        return _form(service, citizen, answers, errors=errors), 422
    return redirect(url_for("apply.review", service_id=service.id), 303)


@blueprint.get("/services/<service_id>/review")
@required()
def review(service_id: str) -> ResponseReturnValue:
    """A last look before sending. Here the level is needed, and not earlier."""
    service, citizen = service_or_404(service_id), signed_in_citizen()
    if citizen.level < service.level:
        return to_provider(request.path, level=service.level)
    answers = drafts().find(citizen.sub, service.id)
    if answers is None or not _is_complete(service, citizen, answers):
        return redirect(url_for("apply.form", service_id=service.id), 303)
    return render_template(
        "review.html",
        service=service,
        facts=known_facts(citizen, service.reads),
        questions=_questions(service, citizen),
        answers=answers,
    )


@blueprint.post("/services/<service_id>/review")
@required()
def send(service_id: str) -> ResponseReturnValue:
    """Send it. The level counts that the citizen has now, whatever page they came from."""
    service, citizen = service_or_404(service_id), signed_in_citizen()
    if citizen.level < service.level:
        return to_provider(request.path, level=service.level)
    answers = drafts().find(citizen.sub, service.id)
    if answers is not None and not _is_complete(service, citizen, answers):
        return redirect(url_for("apply.form", service_id=service.id), 303)
    sent = dossiers().send(citizen.sub, service.id, known_facts(citizen, service.reads), citizen.level)
    if sent is None:
        return redirect(url_for("dossiers.mine"), 303)
    return redirect(url_for("dossiers.receipt", code=sent.code), 303)


def _form(
    service: Service,
    citizen: Citizen,
    answers: dict[str, str],
    *,
    errors: dict[str, str] | None = None,
    is_resumed: bool = False,
) -> str:
    return render_template(
        "form.html",
        service=service,
        facts=known_facts(citizen, service.reads),
        questions=_questions(service, citizen),
        answers=answers,
        errors=errors or {},
        is_resumed=is_resumed,
    )


def _questions(service: Service, citizen: Citizen) -> tuple[Field, ...]:
    return service.questions(fact.name for fact in known_facts(citizen, service.reads))


def _is_complete(service: Service, citizen: Citizen, answers: dict[str, str]) -> bool:
    _read, errors = read_form(_questions(service, citizen), answers)
    return not errors
