"""The operators: the list, and inviting one more."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.operators.addresses import read_address
from idp.operators.handling import Refusal, handles_all, matching, roles_for
from idp.operators.inviting import Wish
from idp.operators.rights import Right
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import ask_to_confirm, behind_the_door, deny, the_operator
from idp.web.admin.operator_forms import InviteForm
from idp.web.admin.operator_words import ACCOUNT_STATES, DUTIES, REFUSALS, ROLES
from idp.web.admin.refused import note_what_no_field_takes
from idp.web.admin.typed_text import complain
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_operators", __name__, url_prefix="/admin/operators"))

_FIELD = {
    Refusal.BAD_ADDRESS: "email",
    Refusal.TAKEN: "email",
    Refusal.BAD_ROLE: "role",
    Refusal.SECOND_PERSON: "role",
    Refusal.BAD_UNIT: "unit",
}


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The operators, searched and filtered, and the invitations nobody has followed yet."""
    desk, holder = services().operator_desk, the_operator().operator
    typed, role, unit, state = (request.args.get(name, "")[:120] for name in ("q", "role", "unit", "state"))
    seen = desk.roster.seen_by(holder)
    address = read_address(typed)
    found = [
        each
        for each in matching(seen, typed, desk.addresses.index(address) if address else None)
        if (role not in ROLES or each.role == role)
        and (not unit or each.unit == unit)
        and (state not in ACCOUNT_STATES or each.state == state)
    ]
    return render_template(
        "admin/operators/every.html",
        operators=found,
        holders=desk.passkeys.holders(),
        invitations=[
            (link, address, desk.inviting.may_revoke(holder, link))
            for link, address in desk.inviting.seen_by(holder)
        ],
        total=len(seen),
        typed=typed,
        role=role,
        unit=unit,
        state=state,
        roles=ROLES,
        units=sorted({each.unit for each in seen if each.unit}),
        states=ACCOUNT_STATES,
        press=PressForm(formdata=None),
    )


@blueprint.route("/invite", methods=["GET", "POST"])
def invite() -> Response:
    """Send somebody a link to an account."""
    form, holder = InviteForm(), the_operator().operator
    inviting = services().operator_desk.inviting
    form.offer(roles_for(holder), inviting.units_for(holder), none=handles_all(holder))
    # Asked before the form is shown, so that nothing typed is lost on the way.
    if (asked := ask_to_confirm(url_for(".invite"))) is not None:
        return asked
    if not form.is_submitted():
        return _page(form)
    note_what_no_field_takes(form)
    if not form.validate():
        return _page(form, 422)
    outcome = inviting.invite(
        holder,
        Wish(form.email.data or "", form.role.data or "", form.unit.data or "", form.language.data or "vi"),
    )
    if isinstance(outcome, Refusal):
        refuse_if_out_of_reach(outcome)
        complain(form[_FIELD[outcome]], REFUSALS[outcome])
        return _page(form, 422)
    flash(_("Đã gửi lời mời. Địa chỉ trong thư dùng được trong 72 giờ."))
    return redirect(url_for(".every"), 303)


@blueprint.post("/invitations/<link_id>/revoke")
def revoke(link_id: str) -> Response:
    """Take an invitation back that nobody has followed yet."""
    inviting = services().operator_desk.inviting
    if not inviting.is_there(link_id):
        abort(404)
    if PressForm().validate_on_submit():
        if inviting.revoke(the_operator().operator, link_id) is not None:
            deny(Right.CHANGE_OPERATORS, status=404)
        flash(_("Đã thu hồi lời mời."))
    return redirect(url_for(".every"), 303)


def refuse_if_out_of_reach(refusal: Refusal, about: str | None = None) -> None:
    """Refuse what no form of this operator's offers, and leave a record of it.

    Raises:
        Forbidden: A role or a unit was sent that they may not give.
    """
    if refusal in (Refusal.NOT_YOURS, Refusal.BAD_ROLE, Refusal.BAD_UNIT) and not handles_all(
        the_operator().operator
    ):
        deny(Right.CHANGE_OPERATORS, about=about)


def _page(form: InviteForm, status: int = 200) -> Response:
    page = render_template(
        "admin/operators/invite.html",
        form=form,
        duties=[(ROLES[role], DUTIES[role]) for role, _label in _offered(form)],
    )
    return make_response(page, status)


def _offered(form: InviteForm) -> list[tuple[str, str]]:
    return [(each[0], each[1]) for each in form.role.iter_choices()]
