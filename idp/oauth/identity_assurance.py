"""`verified_claims`: claims together with who checked them, how and when, as far as an application asked and may know.

What cannot be met is left out and never an error; an element that would lack what it needs is left out as a whole.
Source: OpenID Connect for Identity Assurance 1.0, 5 (requests), 6 (answers) and 8 (metadata); OpenID Identity
Assurance Schema Definition 1.0; OpenID Connect Core, 5.5.1.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from idp.assurance import CHECKED_CLAIMS
from idp.oauth.derived_claims import DERIVED_CLAIMS

CLAIM = "verified_claims"

VERIFIED_CLAIMS = (*CHECKED_CLAIMS, *DERIVED_CLAIMS)
"""What may stand inside: what the register, VNeID or an officer at a desk has looked at."""

METADATA: dict[str, Any] = {
    "verified_claims_supported": True,
    "trust_frameworks_supported": ["vn_nd69_2024", "vn_qd_tinh"],
    "evidence_supported": ["electronic_record", "vouch", "document"],
    "electronic_records_supported": ["population_register"],
    "documents_supported": ["idcard"],
    "documents_check_methods_supported": ["pvp", "vcrypt"],
    "claims_in_verified_claims_supported": list(VERIFIED_CLAIMS),
}
"""Members of the discovery document."""

_WISHES = frozenset({"essential", "purpose"})
_CONDITIONS = frozenset({"value", "values", "max_age"})
_DEEPEST = 12
_NEEDED = ("trust_framework", "type", "check_method")
"""What the schema demands wherever it belongs: asked for or not, it stands in every answer."""

Requested = dict[str, Any] | list[dict[str, Any]]
"""One request for verified claims, or several with requirements of their own."""


class _Unmet(Exception):
    """A requirement that what we know does not meet."""


@dataclass(frozen=True)
class Asked:
    """What an application wants inside, at one place.

    Args:
        requested: Its requests; None when it asked for no more than the element.
        tellable: What it may know besides what it is given anyway.
        languages: The languages it prefers, best first (`claims_locales`).
        now: The present moment.
    """

    requested: Requested | None
    tellable: frozenset[str]
    languages: tuple[str, ...]
    now: datetime


def read_requested(member: Any) -> Requested | None:
    """The requests in the `verified_claims` member of a `claims` parameter; None where there are no particulars."""
    if not member or not isinstance(member, dict | list):
        return None
    if _is_deeper(member, _DEEPEST):
        return []  # nothing we know has so many parts
    return member if isinstance(member, dict) else [entry for entry in member if isinstance(entry, dict)]


def claims_inside(requested: Requested | None) -> tuple[str, ...]:
    """The claims that are asked for by name inside of requests."""
    asked = (_object(entry.get("claims")) for entry in _each(requested))
    return tuple(
        name for name in dict.fromkeys(n for names in asked for n in names) if name in VERIFIED_CLAIMS
    )


def verified(
    element: Any, given: Mapping[str, Any], asked: Asked, value_of: Callable[[Mapping[str, Any], str], Any]
) -> dict[str, Any] | list[dict[str, Any]] | None:
    """The answer: an element for each request that can be met, one alone for a request that stood alone.

    Args:
        element: Everything known: `verification`, and `claims` by name.
        given: What the application is given outside of the element at this place.
        asked: What it wants inside.
        value_of: Reads a claim, derived ones too, from those of the element.
    """
    if not isinstance(element, dict) or not isinstance(element.get("claims"), dict):
        return None
    source = _Source(element, given, asked, value_of)
    if isinstance(asked.requested, list):
        return [found for entry in asked.requested if (found := source.answer(entry))] or None
    return source.answer(asked.requested)


class _Source:
    """What is known of one citizen, for one application."""

    def __init__(
        self,
        element: Mapping[str, Any],
        given: Mapping[str, Any],
        asked: Asked,
        value_of: Callable[[Mapping[str, Any], str], Any],
    ) -> None:
        self._claims, self._given, self._asked = element["claims"], given, asked
        self._verification = _in_language(_object(element.get("verification")), asked.languages)
        self._value_of = value_of

    def answer(self, request: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """The element for one request, or None when it cannot be met. Without particulars it is told as a whole."""
        claims = self._inside(request.get("claims") if request else None)
        if not claims or "trust_framework" not in self._verification:
            return None
        try:
            return {"verification": self._shown(request), "claims": claims}
        except _Unmet:
            return None

    def _shown(self, request: Mapping[str, Any] | None) -> Any:
        if not request:
            return self._verification
        return self._members(self._verification, _object(request.get("verification")))

    def _inside(self, wanted: Any) -> dict[str, Any]:
        names = _object(wanted) or dict.fromkeys(self._given)
        values = {
            name: self._value_of(self._claims, name)
            for name in VERIFIED_CLAIMS
            if name in names and (name in self._given or name in self._asked.tellable)
        }
        return {
            name: value
            for name, value in values.items()
            if value not in (None, "", {}) and self._meets(value, names[name])
        }

    def _project(self, known: Any, wanted: Any) -> Any:
        """The part of what is known that is wanted.

        Raises:
            _Unmet: A requirement is not met.
        """
        if isinstance(wanted, list) and wanted:
            return self._filtered(known, [entry for entry in wanted if isinstance(entry, dict)])
        if not isinstance(wanted, dict) or not set(wanted) - _CONDITIONS - _WISHES:
            if isinstance(wanted, dict) and not self._meets(known, wanted):
                raise _Unmet
            return known
        if not isinstance(known, dict):
            raise _Unmet
        return self._members(known, wanted)

    def _members(self, known: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        shown = {name: known[name] for name in _NEEDED if name in known}
        for name, each in wanted.items():
            if name in known:
                shown[name] = self._project(known[name], each)
            elif _requires_something(each):
                raise _Unmet
        return shown

    def _filtered(self, known: Any, filters: list[dict[str, Any]]) -> list[Any]:
        # Each entry of the request is a filter and a template at once; together they are linked by "or".
        entries = known if isinstance(known, list) else []
        shown = [found for entry in entries if (found := self._first_fit(entry, filters))]
        if not shown:
            raise _Unmet
        return shown

    def _first_fit(self, entry: Any, filters: Iterable[dict[str, Any]]) -> Any:
        for each in filters:
            try:
                return self._project(entry, each)
            except _Unmet:
                continue
        return None

    def _meets(self, value: Any, wanted: Any) -> bool:
        conditions = _object(wanted)
        if "value" in conditions and not _is_same(value, conditions["value"]):
            return False
        if "values" in conditions:
            several = conditions["values"]
            if not isinstance(several, list) or not any(_is_same(value, each) for each in several):
                return False
        return "max_age" not in conditions or self._is_young(value, conditions["max_age"])

    def _is_young(self, value: Any, most: Any) -> bool:
        moment = _last_second(value)
        is_number = isinstance(most, int | float) and not isinstance(most, bool)
        return is_number and moment is not None and (self._asked.now - moment).total_seconds() <= most


def _object(member: Any) -> dict[str, Any]:
    return member if isinstance(member, dict) else {}


def _each(requested: Requested | None) -> list[dict[str, Any]]:
    return requested if isinstance(requested, list) else [requested or {}]


def _is_deeper(member: Any, most: int) -> bool:
    inside = member.values() if isinstance(member, dict) else member if isinstance(member, list) else ()
    return most < 0 or any(_is_deeper(each, most - 1) for each in inside)


def _requires_something(wanted: Any) -> bool:
    """Whether a condition stands anywhere in it: what we do not know cannot meet one."""
    if isinstance(wanted, list):
        return any(_requires_something(each) for each in wanted)
    if not isinstance(wanted, dict):
        return False
    return bool(_CONDITIONS & set(wanted)) or any(_requires_something(each) for each in wanted.values())


def _is_same(known: Any, wanted: Any) -> bool:
    # In JSON true is not 1, as it is in Python.
    return type(known) is type(wanted) and bool(known == wanted)


def _last_second(value: Any) -> datetime | None:
    """The moment a date or timestamp stands for; of a date, its last second."""
    try:
        text = str(value)
        moment = datetime.fromisoformat(text if "T" in text else f"{text}T23:59:59Z")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _in_language(known: Any, languages: tuple[str, ...]) -> Any:
    """What is known with each name in the first language that is preferred; `name#en` holds the English one."""
    if isinstance(known, list):
        return [_in_language(each, languages) for each in known]
    if not isinstance(known, dict):
        return known
    best = next((tag for tag in languages if tag in ("vi", "en")), "vi")
    plain = {name: value for name, value in known.items() if "#" not in name}
    chosen = {name: known.get(f"{name}#{best}", value) for name, value in plain.items()}
    return {name: _in_language(value, languages) for name, value in chosen.items()}
