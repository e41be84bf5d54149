"""Reads a claim of identity from its form, and says beside each field what is wrong with its shape."""

from typing import Any

from idp.citizens.proofing.claim import (
    Claim,
    DateProblem,
    NameProblem,
    digits_so_far,
    name_hint,
    read_birth_date,
    read_name,
    read_number,
)
from idp.citizens.proofing.verification import local_date
from idp.registry.birth_date import BirthDate
from idp.registry.identity_number import TEST_PREFIXES, NumberProblem
from idp.web.citizen.register_words import date_words, name_hint_words, name_words, number_words
from idp.web.current import services, settings


def read_claim(form: Any) -> Claim | None:
    """The claim a form holds; None when it has errors now.

    A name that looks like a slip of the keyboard is asked about once: it saves a try.
    """
    if not form.validate_on_submit():
        return None
    number, name, birth = _number(form), _name(form), _birth_date(form)
    if number is None or name is None or birth is None:
        return None
    hint = name_hint(name)
    if hint is not None and form.name_seen.data != name:
        form.name_seen.data = name
        form.name.errors = [name_hint_words(hint)]
        return None
    return Claim(number, name, birth)


def fill_in(form: Any, claim: Claim) -> None:
    """Put a claim that was entered before into its form."""
    birth = claim.birth_date
    form.number.data, form.name.data = claim.number, claim.name
    form.year.data, form.only_year.data = str(birth.year), birth.month is None
    if birth.month is not None:
        form.day.data, form.month.data = str(birth.day), str(birth.month)


def _number(form: Any) -> str | None:
    typed = form.number.data or ""
    today = local_date(services().clock())
    read = read_number(typed, today, TEST_PREFIXES if settings().is_demo else frozenset())
    if isinstance(read, NumberProblem):
        form.number.errors = [number_words(read, digits_so_far(typed))]
        return None
    return read


def _name(form: Any) -> str | None:
    read = read_name(form.name.data or "")
    if isinstance(read, NameProblem):
        form.name.errors = [name_words(read)]
        return None
    return read


def _birth_date(form: Any) -> BirthDate | None:
    only_year = form.only_year.data
    day, month = ("", "") if only_year else (form.day.data or "", form.month.data or "")
    read = read_birth_date(day, month, form.year.data or "", local_date(services().clock()))
    if isinstance(read, BirthDate) and read.month is None and not only_year:
        # Left empty by mistake, more likely than on purpose: a year alone seldom counts.
        read = DateProblem.INCOMPLETE
    if isinstance(read, DateProblem):
        field = form.year if read in (DateProblem.NO_YEAR, DateProblem.YEAR_NEEDS_FOUR_DIGITS) else form.day
        field.errors = [date_words(read)]
        return None
    return read
