"""`xac-nhan`: whether number, name and birth date agree with a record. Yes or no, never a value."""

import hmac
from collections.abc import Mapping
from typing import Any

from idp.registry.mock.body import Malformed, birth, digits, text
from idp.registry.mock.consumers import Consumer
from idp.registry.mock.finding import Finding
from idp.registry.mock.ledger import masked
from idp.registry.mock.matching import BirthMatch, compare_birth, fold
from idp.registry.mock.person import Birth, Life, Person
from idp.registry.mock.population import Population


def verify(population: Population, body: Mapping[str, Any], consumer: Consumer) -> Finding:
    """Compare a claim with the record its number leads to.

    A claim about no record is compared with some record all the same, so that the time taken tells nothing.
    """
    name, claimed = text(body, "name"), birth(body)
    kind, number = _document(body)
    person = _holder(population, kind, number)
    record = person or population.anybody
    agrees = {
        "so": person is not None,
        "ten": _same_name(name, record) and person is not None,
        "ngay_sinh": compare_birth(claimed, record.birth) if person is not None else BirthMatch.DIFFERENT,
    }
    code = _code(agrees, person, number)
    return Finding(code, _more(code, agrees, record, kind, consumer), about=number)


def _document(body: Mapping[str, Any]) -> tuple[str, str]:
    given = [kind for kind in ("id_no", "old_id", "passport") if kind in body]
    match given:
        case ["id_no"]:
            return "id_no", digits(body, "id_no", 12)
        case ["old_id"]:
            return "old_id", digits(body, "old_id", 9)
        case ["passport"]:
            return "passport", text(body, "passport", 20)
        case _:
            raise Malformed("one of id_no, old_id, passport")


def _holder(population: Population, kind: str, number: str) -> Person | None:
    if kind == "id_no":
        return population.by_number(number)
    return population.by_old_number(number) if kind == "old_id" else population.by_document(number)


def _same_name(claimed: str, record: Person) -> bool:
    ours, theirs = fold(record.name), fold(claimed)
    return hmac.compare_digest(ours.encode(), theirs.encode()) and ours != ""


def _code(agrees: Mapping[str, Any], person: Person | None, number: str) -> str:
    """What became of the person is told only to those who know number, name and birth date."""
    if person is None or not agrees["ten"] or agrees["ngay_sinh"] is BirthMatch.DIFFERENT:
        return "001"
    if agrees["ngay_sinh"] is BirthMatch.TOO_LITTLE:
        return "002"
    if number in person.former_numbers:
        return "009"
    if person.life is not Life.ALIVE:
        return "010"
    return "008" if person.disputed else "000"


def _more(
    code: str, agrees: Mapping[str, Any], record: Person, kind: str, consumer: Consumer
) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if consumer.sees_items:
        more["items"] = {"so": agrees["so"], "ten": agrees["ten"], "ngay_sinh": _word(agrees["ngay_sinh"])}
    if code == "010":
        more["status"] = record.life.value
    if code == "000":
        more["precision"] = _precision(record.birth)
        more["reference"] = consumer.pseudonym(record.uid)
        if kind == "old_id" and record.number:
            more["id_no_masked"] = masked(record.number)
    return more


def _precision(held: Birth) -> str:
    return "nam" if held.month is None else "ngay"


def _word(match: BirthMatch) -> str:
    year_only = match in (BirthMatch.SAME_YEAR, BirthMatch.TOO_LITTLE)
    return BirthMatch.SAME_YEAR.value if year_only else match.value
