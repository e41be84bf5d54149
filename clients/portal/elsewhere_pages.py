"""A dossier that a department holds: its result, and letting the department hand it in."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clients.kit.language import gettext as _
from clients.kit.permission import Detail, ask_permission, take_permission
from clients.kit.sign_in import required, to_provider
from clients.kit.step_up import StepUp
from clients.portal.current import sharing
from clients.portal.sharing import Elsewhere, Silence

blueprint = Blueprint("elsewhere", __name__, url_prefix="/dossiers/elsewhere/<code>")


@blueprint.get("/result")
@required()
def result(code: str) -> ResponseReturnValue:
    """The result. The platform says how strongly one must be signed in to read it; once, that is done."""
    found = sharing().result(code)
    came_back = "again" in request.args
    if isinstance(found, StepUp) and not came_back:
        target = url_for(".result", code=code, again="")
        return to_provider(target, level=found.level, max_age=found.max_age)
    if isinstance(found, StepUp):
        return render_template("result.html", result=None, silence="too_weak"), 403
    if isinstance(found, Silence):
        return render_template("result.html", result=None, silence=found.value)
    return render_template("result.html", result=found or abort(404), silence=None)


@blueprint.post("/submission")
@required()
def allow(code: str) -> ResponseReturnValue:
    """The citizen wants the department to hand it in: they say so at the provider, for this dossier alone."""
    return ask_permission(_act(_mine(code)), resource=sharing().address, target=url_for(".submit", code=code))


@blueprint.get("/submission")
@required()
def submit(code: str) -> ResponseReturnValue:
    """Back from the provider: with a permission it is handed in, once; without one nothing happens."""
    dossier = _mine(code)
    token = take_permission(_act(dossier))
    if token is None:
        flash(_("Hồ sơ chưa được nộp."))
    elif sharing().submit(code, token):
        flash(_("Hồ sơ %(code)s đã được nộp thay Ông/Bà.", code=code))
    else:
        flash(_("Chưa nộp được hồ sơ. Vui lòng thử lại sau."))
    return redirect(url_for("dossiers.mine"), 303)


def _mine(code: str) -> Elsewhere:
    dossiers = sharing().dossiers()
    if isinstance(dossiers, Silence):
        abort(503)
    return next((each for each in dossiers if each.code == code), None) or abort(404)


def _act(dossier: Elsewhere) -> Detail:
    """What the citizen is asked at the provider, in the words of the register: Vietnamese."""
    return {
        "type": "nop_ho_so",
        "procedure": dossier.title["vi"],
        "dossier_code": dossier.code,
        "locations": [sharing().address],
        "actions": ["submit"],
        "unit": dossier.unit["vi"],
    }
