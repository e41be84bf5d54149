"""The pages: public ones, one's own at level 1, the health record at level 2."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clients.health.records import BOOKING, Records
from clients.kit.citizen import Citizen, current_citizen, signed_in_citizen
from clients.kit.drafts import Drafts
from clients.kit.facts import known_facts
from clients.kit.forms import Field, read_form
from clients.kit.language import gettext as _
from clients.kit.pause import kept_through_the_pause
from clients.kit.sign_in import required

FACTS = ("name", "birthdate", "gender", "phone_number", "email")
CLINICS = {
    "centre": {"vi": "Bệnh viện Đa khoa An Liên", "en": "An Liên General Hospital"},
    "lotus": {"vi": "Trạm Y tế phường Sen Hồng", "en": "Sen Hồng ward clinic"},
    "river": {"vi": "Trạm Y tế xã Bến Sông", "en": "Bến Sông commune clinic"},
}
QUESTIONS = (
    Field("clinic", {"vi": "Khám ở đâu?", "en": "Where?"}, kind="choice", choices=CLINICS),
    Field(
        "day",
        {"vi": "Ngày muốn đến khám", "en": "On which day?"},
        hint={"vi": "Ngày/tháng/năm, ví dụ 08/03/2027", "en": "Day/month/year, for example 08/03/2027"},
        kind="day",
    ),
    Field("reason", {"vi": "Lý do khám", "en": "Why?"}, kind="long", required=False, most=500),
)
blueprint = Blueprint("health", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """For everybody."""
    return render_template("home.html", clinics=CLINICS)


@blueprint.get("/file")
@required()
def file() -> ResponseReturnValue:
    """My file: who I am here, and my appointments."""
    citizen = signed_in_citizen()
    appointments = _records().appointments(citizen.sub)
    return render_template(
        "file.html", facts=known_facts(citizen, FACTS), appointments=appointments, clinics=CLINICS
    )


@blueprint.get("/book")
@required()
def booking() -> ResponseReturnValue:
    """An appointment: only what the department does not know is asked."""
    citizen = signed_in_citizen()
    return _booking(citizen, _drafts().find(citizen.sub, BOOKING) or {}, {})


@blueprint.post("/book")
def book() -> ResponseReturnValue:
    """What was typed, kept until it is an appointment."""
    citizen = current_citizen()
    answers, errors = read_form(QUESTIONS, request.form)
    if citizen is None:
        return kept_through_the_pause(_drafts(), BOOKING, answers)
    _drafts().keep(citizen.sub, BOOKING, answers)
    if errors:
        return _booking(citizen, answers, errors), 422
    if made := _records().book(citizen.sub):
        flash(_("Đã đặt lịch. Mã lịch hẹn: %(code)s.", code=made.code))
    return redirect(url_for("health.file"), 303)


@blueprint.get("/record")
@required(level=2)
def record() -> ResponseReturnValue:
    """My health record, and who opened it."""
    sub = signed_in_citizen().sub
    return render_template(
        "record.html",
        vaccinations=_records().vaccinations(sub),
        visits=_records().visits(sub),
        looks=_records().look(sub),
    )


def _booking(citizen: Citizen, answers: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "book.html",
        facts=known_facts(citizen, FACTS),
        has_contact="phone_number" in citizen.facts or "email" in citizen.facts,
        questions=QUESTIONS,
        answers=answers,
        errors=errors,
    )


def _records() -> Records:
    found: Records = current_app.extensions["records"]
    return found


def _drafts() -> Drafts:
    found: Drafts = current_app.extensions["drafts"]
    return found
