"""One operator: role and unit, suspended or not, factors and sessions."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.operators.change_requests import Kind
from idp.operators.handling import TOP, Refusal, handles, handles_all, roles_for
from idp.operators.rights import Right, Role
from idp.operators.roster import promotion
from idp.store.models import Operator
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import ask_to_confirm, behind_the_door, deny, the_operator
from idp.web.admin.operator_forms import PostForm
from idp.web.admin.operator_words import ACCOUNT_STATES, REFUSALS, ROLES
from idp.web.admin.operators import refuse_if_out_of_reach
from idp.web.admin.refused import note_what_no_field_takes
from idp.web.current import services

blueprint = behind_the_door(
    Blueprint("admin_operator", __name__, url_prefix="/admin/operators/<operator_id>")
)


@blueprint.get("")
def overview(operator_id: str) -> Response:
    """Who they are, and what may be done."""
    operator = _the_operator(operator_id)
    return _page(operator, _filled(operator))


@blueprint.post("/move")
def move(operator_id: str) -> Response:
    """Give another role or unit; the role of a province administrator is asked for."""
    operator, form = _handled(operator_id), PostForm()
    page = url_for(".overview", operator_id=operator.id)
    if (asked := ask_to_confirm(page)) is not None:
        return asked
    note_what_no_field_takes(form)
    if not form.validate_on_submit():
        return redirect(page, 303)
    role, unit = form.role.data or "", form.unit.data or ""
    refusal = services().operator_desk.roster.move(
        the_operator().operator, operator, role, unit, form.version.data or 0
    )
    if refusal is Refusal.SECOND_PERSON:
        return _asked_for(operator, page)
    if refusal is not None:
        refuse_if_out_of_reach(refusal, operator.id)
        status = 409 if refusal is Refusal.OVERTAKEN else 422
        return _page(operator, _filled(operator), status, str(REFUSALS[refusal]))
    flash(_("Đã lưu thay đổi. Các phiên đang mở của tài khoản này đã kết thúc."))
    return redirect(page, 303)


@blueprint.post("/suspend")
def suspend(operator_id: str) -> Response:
    """Shut somebody out for now."""
    return _act(operator_id, services().operator_desk.roster.suspend, _("Đã tạm dừng tài khoản."))


@blueprint.post("/resume")
def resume(operator_id: str) -> Response:
    """Let somebody in again."""
    return _act(operator_id, services().operator_desk.roster.resume, _("Tài khoản đã hoạt động lại."))


@blueprint.post("/end-sessions")
def end_sessions(operator_id: str) -> Response:
    """End every session of somebody."""
    return _act(
        operator_id, services().operator_desk.roster.end_sessions, _("Đã kết thúc mọi phiên làm việc.")
    )


@blueprint.post("/reset-factor")
def reset_factor(operator_id: str) -> Response:
    """Take somebody's second factors away, and write to them how to set up a new one."""
    return _act(
        operator_id,
        services().operator_desk.roster.reset_factor,
        _("Đã đặt lại yếu tố thứ hai và gửi thư hướng dẫn."),
    )


def _act(operator_id: str, act: Callable[[Operator, Operator], Refusal | None], done: str) -> Response:
    operator = _handled(operator_id)
    page = url_for(".overview", operator_id=operator.id)
    if (asked := ask_to_confirm(page)) is not None:
        return asked
    if PressForm().validate_on_submit():
        refusal = act(the_operator().operator, operator)
        if refusal is not None:
            return _page(operator, _filled(operator), 422, str(REFUSALS[refusal]))
        flash(done)
    return redirect(page, 303)


def _asked_for(operator: Operator, page: str) -> Response:
    requests = services().change_requests
    if requests.open([Kind.OPERATOR_ROLE], operator.id):
        flash(_("Việc này đã được đề nghị và đang chờ người thứ hai."))
        return redirect(page, 303)
    requests.ask(Kind.OPERATOR_ROLE, asked_by=the_operator().operator_id, **promotion(operator))
    flash(_("Đã gửi đề nghị. Vai trò được giao khi người thứ hai đồng ý."))
    return redirect(page, 303)


def _the_operator(operator_id: str) -> Operator:
    desk, holder = services().operator_desk, the_operator().operator
    found = desk.roster.find(holder, operator_id)
    if found is None:
        if desk.accounts.find(operator_id) is None:
            abort(404)
        deny(Right.SEE_OPERATORS, about=operator_id, status=404)
    return found


def _handled(operator_id: str) -> Operator:
    operator, holder = _the_operator(operator_id), the_operator().operator
    if not handles(holder, operator):
        deny(Right.CHANGE_OPERATORS, about=operator.id)
    return operator


def _filled(operator: Operator) -> PostForm:
    form, holder = PostForm(formdata=None), the_operator().operator
    roles = tuple(Role) if handles_all(holder) else roles_for(holder)
    form.offer(roles, services().operator_desk.inviting.units_for(holder), none=handles_all(holder))
    form.role.data, form.unit.data, form.version.data = operator.role, operator.unit or "", operator.version
    return form


def _page(operator: Operator, form: PostForm, status: int = 200, problem: str | None = None) -> Response:
    desk, holder = services().operator_desk, the_operator().operator
    page = render_template(
        "admin/operators/one.html",
        about=operator,
        form=form,
        problem=problem,
        address=desk.own_account.address(operator),
        passkeys=desk.passkeys.of(operator.id),
        sessions=desk.sessions.of(operator.id),
        is_handled=handles(holder, operator),
        is_self=holder.id == operator.id,
        waits=bool(services().change_requests.open([Kind.OPERATOR_ROLE], operator.id)),
        top_title=ROLES[TOP],
        roles=ROLES,
        state=ACCOUNT_STATES[operator.state],
        press=PressForm(formdata=None),
    )
    return make_response(page, status)
