"""Lists of addresses in a form: one field each, with what the rules say about it underneath."""

from typing import Any, TypeAlias

from wtforms import FieldList, StringField

from idp.relying_parties.redirect_uris import Finding, Verdict, check
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.admin.words import finding_words

MOST_ADDRESSES = 50
LONGEST_ADDRESS = 2_100
AddressList: TypeAlias = "FieldList[StringField]"


def addresses(label: Any) -> AddressList:
    """A list of addresses, one field each."""
    return FieldList(
        StringField(label, [at_most(LONGEST_ADDRESS)], filters=[stripped]),
        min_entries=1,
        max_entries=MOST_ADDRESSES,
    )


def typed_addresses(field: AddressList) -> list[str]:
    """The addresses that were typed, empty lines left out."""
    return [entry.data for entry in field.entries if entry.data]


def show_addresses(field: AddressList, known: list[str]) -> None:
    """Fill a list of addresses."""
    while field.entries:
        field.pop_entry()
    for address in known or [""]:
        field.append_entry(address)


def add_line(field: AddressList) -> None:
    """One more empty line, as far as there may be one."""
    if len(field.entries) < MOST_ADDRESSES and all(entry.data for entry in field.entries):
        field.append_entry("")


def mark_refused(field: AddressList, *, is_native: bool) -> bool:
    """Put the reason beside every address that cannot be registered. Whether all can."""
    good = True
    for entry in field.entries:
        refusals = [each for each in findings(entry.data, is_native=is_native) if each.verdict is Verdict.NO]
        if refusals:
            complain(entry, finding_words(refusals[0]))
            good = False
    if not good:
        field.errors = [entry.errors for entry in field.entries]
    return good


def findings(address: str | None, *, is_native: bool) -> tuple[Finding, ...]:
    """What the rules say about an address; nothing about an empty line."""
    return check(address, is_native=is_native) if address else ()
