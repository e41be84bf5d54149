"""Names, keys, endpoints and logos checked as they are typed, and once more when a form is sent."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.member_checks import CHECKED, Finding, Found
from idp.relying_parties.redirect_uris import Verdict
from idp.store.models import Client
from idp.web.admin.check_words import found_words
from idp.web.admin.console import behind_the_door, the_operator
from idp.web.admin.typed_text import complain
from idp.web.current import services
from idp.web.refused_members import note_faults
from idp.web.unit_of_work import settle

blueprint = behind_the_door(Blueprint("admin_member_check", __name__, url_prefix="/admin/clients"))

MOST, PERIOD = 120, timedelta(minutes=10)
"""How often one operator has us ask other people's servers."""

_PROBLEMS = {
    Finding.HIDDEN_SIGNS: Problem.HIDDEN_SIGNS,
    Finding.MIXED_LETTERS: Problem.MIXED_LETTERS,
    Finding.FORMULA: Problem.FORMULA,
}
"""Findings that a rule of registrations would have told, had it been asked."""


@blueprint.post("/check-member")
def check_member() -> str:
    """What there is to say about one member, as a piece of a page."""
    member, value = request.form.get("member", ""), request.form.get("uri", "")
    return render_template("admin/clients/member_findings.html", found=in_words(look(member, value)))


def look(member: str, value: str) -> tuple[Found, ...]:
    """What is found out about a member; nothing when the operator has had too much looked at lately."""
    if member not in CHECKED or not value.strip():
        return ()
    if not services().throttle.take(f"member-check:{the_operator().operator_id}", MOST, PERIOD):
        return ()
    settle()  # nobody else waits for the database while we wait for the other side
    return services().member_checks.look(member, value)


def check_again(form: Any, client: Client | None = None) -> bool:
    """The same checks once more, when a form is sent. What is refused stands beside its field, the rest is told.

    Args:
        form: With fields of the members' names; those that are not there are passed over.
        client: What is registered so far: members that stay as they are are not looked at.
    """
    good, told, faults = True, [], []
    for member in CHECKED:
        field = getattr(form, "_fields", {}).get(member)
        if field is None or not field.data or field.errors or field.data == _registered(client, member):
            continue
        for found in look(member, str(field.data)):
            if found.finding is Finding.BAD_ADDRESS:
                continue  # the rules of a registration say why
            if found.verdict is Verdict.NO:
                faults.extend(_faults(member, found))
                complain(field, found_words(found))
                good = False
            elif found.verdict is Verdict.CAUTION:
                told.append(f"{field.label.text}: {found_words(found)}")
    note_faults(the_operator().operator_id, faults, client.client_id if client else None)
    if good and told:
        flash(_("Đã kiểm tra: %(found)s.", found="; ".join(told)))
    return good


def _faults(member: str, found: Found) -> list[Fault]:
    problem = _PROBLEMS.get(found.finding)
    return [Fault(member, problem)] if problem else []


def _registered(client: Client | None, member: str) -> Any:
    if client is None:
        return None
    own = {"client_name": client.name, "client_name_en": client.name_en}
    return own[member] if member in own else client.metadata_.get(member)


def in_words(found: tuple[Found, ...]) -> list[tuple[Found, str]]:
    """Findings, each with its words."""
    return [(each, found_words(each)) for each in found]
