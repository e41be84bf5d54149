"""Units: the departments, communes and shared platforms that applications and operators belong to."""

import json
import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from idp.audit.events.operators import UnitAdded, UnitChanged
from idp.audit.log import AuditLog
from idp.plain_names import has_markup, is_plain
from idp.spreadsheets import is_formula
from idp.store.models import Unit
from idp.store.repositories.units import Units

LONGEST_NAME = 120
MOST_DOMAINS = 20
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{4,253}}$){_LABEL}(?:\.{_LABEL})*\.[a-z][a-z0-9-]*[a-z0-9]")


class UnitKind(StrEnum):
    """What a unit is."""

    DEPARTMENT = "department"
    COMMUNE = "commune"
    PLATFORM = "platform"


class NotKept(StrEnum):
    """Why a unit was not added or changed; the value is a sentence for the command line."""

    BAD_NAME = f"A unit has a name of 1 to {LONGEST_NAME} Latin letters, digits and usual punctuation, without < and >."
    FORMULA = "A unit's name does not begin with =, +, - or @: a spreadsheet would run it."
    TAKEN = "A unit of that name is there already."
    BAD_KIND = "A unit is a department, a commune or a platform."
    BAD_DOMAIN = f"A unit has at most {MOST_DOMAINS} domains, each a host name without scheme and path."
    TAKEN_DOMAIN = "Another unit has one of these domains."
    UNKNOWN = "There is no unit of that name."
    OVERTAKEN = "Somebody else has just changed this unit."


@dataclass(frozen=True)
class Wish:
    """What is known of a unit, as typed.

    Args:
        name: In Vietnamese; applications and operators name it so.
        name_en: In English.
        kind: A `UnitKind`.
        domains: Its own host names. A mail address there belongs to it.
    """

    name: str
    name_en: str = ""
    kind: str = UnitKind.DEPARTMENT.value
    domains: tuple[str, ...] = ()


class UnitDirectory:
    """The list of units."""

    def __init__(self, rows: Units, audit: AuditLog) -> None:
        self._rows = rows
        self._audit = audit

    def all(self) -> Sequence[Unit]:
        """Every unit, in the order of their names."""
        return self._rows.all()

    def names(self) -> list[str]:
        """The names that registrations may use."""
        return [unit.name for unit in self._rows.all()]

    def find(self, unit_id: str) -> Unit | None:
        """A unit by its identifier."""
        return self._rows.find(unit_id)

    def by_name(self, name: str) -> Unit | None:
        """A unit by its Vietnamese name."""
        return self._rows.by_name(name)

    def add(self, wish: Wish, *, operator_id: str | None = None, by: str | None = None) -> Unit | NotKept:
        """Add a unit.

        Args:
            wish: What it is.
            operator_id: Who adds it; nobody where the command line does.
            by: `client` where a registration named it.
        """
        columns = self._columns(wish)
        if isinstance(columns, NotKept):
            return columns
        unit_id = str(uuid.uuid4())
        if not self._rows.add(id=unit_id, **columns):
            return NotKept.TAKEN
        kept = self._rows.find(unit_id)
        if kept is None:
            return NotKept.UNKNOWN
        self._audit.record(
            UnitAdded(unit_id=unit_id, unit=kept.name, kind=kept.kind, operator_id=operator_id, by=by)
        )
        return kept

    def change(
        self, unit: Unit, wish: Wish, version: int, *, operator_id: str | None = None
    ) -> Unit | NotKept:
        """Change a unit that is still the version it was; what names it names it anew."""
        columns = self._columns(wish, unit)
        if isinstance(columns, NotKept):
            return columns
        before = {name: getattr(unit, name) for name in columns}
        members = tuple(name for name in columns if before[name] != columns[name])
        if version == unit.version and not members:
            return unit
        if not self._rows.change(unit.id, version, **columns):
            return NotKept.OVERTAKEN
        if "name" in members:
            self._rows.rename(str(before["name"]), str(columns["name"]))
        self._audit.record(
            UnitChanged(
                unit_id=unit.id,
                members=members,
                before=tuple(json.dumps(before[name], ensure_ascii=False) for name in members),
                after=tuple(json.dumps(columns[name], ensure_ascii=False) for name in members),
                operator_id=operator_id,
            )
        )
        return unit

    def make_missing(self, name: str, *, operator_id: str | None = None) -> None:
        """Make the unit that a registration names, if it is not in the list yet."""
        if name and self._rows.by_name(name) is None:
            self.add(Wish(name), operator_id=operator_id, by="client")

    def of_address(self, address: str) -> Unit | None:
        """The unit whose domain a mail address is in."""
        domain = address.rpartition("@")[2].lower()
        return next((unit for unit in self._rows.all() if domain in unit.domains), None)

    def _columns(self, wish: Wish, unit: Unit | None = None) -> dict[str, object] | NotKept:
        name, name_en = tidy(wish.name), tidy(wish.name_en)
        if (wrong := _wrong_name(name, name_en)) is not None:
            return wrong
        if wish.kind not in {*UnitKind}:
            return NotKept.BAD_KIND
        domains = _domains(wish.domains)
        if domains is None:
            return NotKept.BAD_DOMAIN
        others = [each for each in self._rows.all() if unit is None or each.id != unit.id]
        if any(each.name == name for each in others):
            return NotKept.TAKEN
        if any(domain in each.domains for each in others for domain in domains):
            return NotKept.TAKEN_DOMAIN
        return {"name": name, "name_en": name_en or None, "kind": wish.kind, "domains": domains}


def tidy(name: str) -> str:
    """A name as it is kept: composed letters (NFC), single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _wrong_name(name: str, name_en: str) -> NotKept | None:
    if is_formula(name) or is_formula(name_en):
        return NotKept.FORMULA
    return None if name and _can_be_shown(name) and _can_be_shown(name_en) else NotKept.BAD_NAME


def _can_be_shown(name: str) -> bool:
    # Citizens read it where they agree to something: what looks like another unit's name would be another name.
    return len(name) <= LONGEST_NAME and is_plain(name) and not has_markup(name)


def _domains(typed: Iterable[str]) -> list[str] | None:
    found = list(dict.fromkeys(each.strip().lower().rstrip(".") for each in typed if each.strip()))
    if len(found) > MOST_DOMAINS or not all(_DOMAIN.fullmatch(each) for each in found):
        return None
    return found
