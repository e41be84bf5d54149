"""What nobody sends by accident, recorded when it is refused: for console, desk and API alike.

That is a name with markup, a formula or letters that only look right, and a member that is not to be set there. The
record holds who, which application or which list, and which rule, and of names only those we know ourselves: never
what was typed.
"""

from collections.abc import Iterable

from flask import request

from idp.audit.events.admin import ClientMembersRefused, MembersRefused
from idp.plain_names import has_markup, is_plain
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import MEMBERS
from idp.relying_parties.scripts import has_hidden_signs
from idp.spreadsheets import is_formula
from idp.store.models import Base, Client
from idp.web.current import services

NOT_SETTABLE, FORMULA = "not_settable", "formula"
_CAUGHT = {
    Problem.MARKUP: "markup",
    Problem.MIXED_LETTERS: "mixed_letters",
    Problem.HIDDEN_SIGNS: "hidden_signs",
    Problem.FORMULA: FORMULA,
}
RULES = (*_CAUGHT.values(), NOT_SETTABLE)
"""What a record may name as broken."""

_KNOWN = frozenset({*MEMBERS, *(column.name for column in Client.__table__.columns)})
_COLUMNS = frozenset(column.name for table in Base.metadata.sorted_tables for column in table.columns)


def note_faults(operator_id: str, faults: Iterable[Fault], client_id: str | None = None) -> None:
    """Record those of some faults that nobody makes by accident; nothing where there are none.

    Args:
        operator_id: Who sent it.
        faults: Why it is refused.
        client_id: The application, where there is one yet.
    """
    caught = [each for each in faults if each.problem in _CAUGHT]
    if caught:
        stems = {each.member.partition("[")[0].partition(".")[0] for each in caught}
        _note(operator_id, client_id, {_CAUGHT[each.problem] for each in caught}, stems & _KNOWN)


def note_not_settable(operator_id: str, names: Iterable[str], client_id: str | None = None) -> None:
    """Record members that were sent where they may not be set. A name that means nothing here is a slip, and no record.

    Args:
        operator_id: Who sent them.
        names: Of what was sent beyond what may be.
        client_id: The application, where there is one yet.
    """
    if known := _KNOWN.intersection(names):
        _note(operator_id, client_id, {NOT_SETTABLE}, known)


def note_beyond(operator_id: str, names: Iterable[str]) -> None:
    """Record members of anything but a registration that were sent where they may not be set; no slips, as above.

    Args:
        operator_id: Who sent them.
        names: Of what was sent beyond what may be.
    """
    if known := _COLUMNS.intersection(names):
        _note_elsewhere(operator_id, {NOT_SETTABLE}, known)


def note_names(operator_id: str, **texts: str) -> None:
    """Record names of anything but an application that nobody types by accident; nothing where there are none.

    Args:
        operator_id: Who sent them.
        texts: What was sent as which member.
    """
    broken = {name: rule for name, text in texts.items() if (rule := _broken(text)) is not None}
    if broken:
        _note_elsewhere(operator_id, set(broken.values()), broken)


def _broken(name: str) -> str | None:
    if is_formula(name):
        return FORMULA
    if has_markup(name):
        return _CAUGHT[Problem.MARKUP]
    if has_hidden_signs(name):
        return _CAUGHT[Problem.HIDDEN_SIGNS]
    return None if is_plain(name) else _CAUGHT[Problem.MIXED_LETTERS]


def _note_elsewhere(operator_id: str, rules: set[str], named: Iterable[str]) -> None:
    event = MembersRefused(
        operator_id=operator_id, what=_place(), rules=tuple(sorted(rules)), named=tuple(sorted(named))
    )
    services().audit.record(event)


def _place() -> str:
    """The list that the running request is about, from our own rule and not from what was sent: `units`, `banners`."""
    rule = request.url_rule.rule if request.url_rule else ""
    return next((part for part in rule.split("/") if part not in ("", "api", "v1", "admin")), "")


def _note(operator_id: str, client_id: str | None, rules: set[str], named: Iterable[str]) -> None:
    event = ClientMembersRefused(
        operator_id=operator_id, client_id=client_id, rules=tuple(sorted(rules)), named=tuple(sorted(named))
    )
    services().audit.record(event)
