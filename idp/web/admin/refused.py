"""What a form of the console refuses, on record: by the rules, and because no such field is offered."""

from typing import Any

from flask import request

from idp.relying_parties.faults import Fault
from idp.web.admin.client_forms import show_faults
from idp.web.admin.console import the_operator
from idp.web.refused_members import note_beyond, note_faults, note_not_settable


def told_faults(form: Any, faults: tuple[Fault, ...], client_id: str | None = None) -> list[str]:
    """As `show_faults`, and on record where nobody does such a thing by accident."""
    note_faults(the_operator().operator_id, faults, client_id)
    return show_faults(form, faults)


def note_what_is_not_offered(form: Any, client_id: str | None = None) -> None:
    """Record members that were posted and are no field of a form: they count for nothing."""
    note_not_settable(the_operator().operator_id, _beyond(form), client_id)


def note_what_no_field_takes(form: Any) -> None:
    """The same of a form for anything but a registration."""
    note_beyond(the_operator().operator_id, _beyond(form))


def _beyond(form: Any) -> set[str]:
    return {name.partition("-")[0] for name in request.form} - set(getattr(form, "_fields", {}))
