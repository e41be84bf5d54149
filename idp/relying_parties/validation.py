"""A JSON value held against a type: everything that is wrong with it, each with its place.

msgspec alone would stop at the first. The types are msgspec's; `Meta(extra=…)` says two things more: `SHOWN` for text
that people read, `TEXT_IS` for an object that one text may stand for.
"""

from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import FieldInfo, fields

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.scripts import has_hidden_signs

SHOWN = "shown"
"""Marks text that people read: no hidden signs, and no space around it."""

TEXT_IS = "text is"
"""Marks an object that may be sent as one text, and names the member that text is."""

_WORDS = {
    str: "text is expected",
    bool: "true or false is expected",
    int: "a whole number is expected",
    date: "a date like 2027-12-31 is expected",
    list: "a list is expected",
    dict: "an object is expected",
}
_OTHERWISE = "this value has characters or a size that it may not have"
_NO_META = Meta()


class Validation:
    """Holds one document against its type.

    Args:
        faults: What was wrong so far.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def cleaned(self, given: Any, kind: Any, place: str = "") -> Any:
        """A value as `msgspec.convert` will take it, unless there were faults.

        Args:
            given: What JSON gave.
            kind: Its type.
            place: Where it stands, as faults name it.
        """
        if get_origin(kind) in (Union, UnionType):
            if given is None:
                return None
            kind = get_args(kind)[0]
        plain, meta = _parts(kind)
        if isinstance(plain, type) and issubclass(plain, Struct):
            return self._object(_spelled_out(given, meta), plain, place)
        if get_origin(plain) is list:
            return self._list(given, get_args(plain)[0], meta, place)
        if get_origin(plain) is dict:
            name, value = get_args(plain)
            return self._map(given, name, value, place)
        return given if plain is Any else self._single(given, kind, place)

    def _object(self, given: Any, kind: type[Struct], place: str) -> Any:
        if not self._is_a(dict, given, place):
            return None
        cleaned = {}
        for each in _members(kind):
            name = each.encode_name
            at = f"{place}.{name}" if place else name
            if name in given:
                cleaned[name] = self.cleaned(given[name], each.type, at)
            elif each.required:
                self._fault(at, Problem.MISSING)
        return cleaned

    def _list(self, given: Any, kind: Any, meta: Meta, place: str) -> Any:
        if not self._is_a(list, given, place):
            return None
        if meta.max_length is not None and len(given) > meta.max_length:
            return self._fault(place, Problem.TOO_MANY, str(meta.max_length))
        if len(given) < (meta.min_length or 0):
            return self._fault(place, Problem.MALFORMED, _OTHERWISE)
        return [self.cleaned(each, kind, f"{place}[{number}]") for number, each in enumerate(given)]

    def _map(self, given: Any, key: Any, kind: Any, place: str) -> Any:
        if not self._is_a(dict, given, place):
            return None
        return {
            self._single(name, key, f"{place}.{name}"): self.cleaned(value, kind, f"{place}.{name}")
            for name, value in given.items()
        }

    def _single(self, given: Any, kind: Any, place: str) -> Any:
        plain, meta = _parts(kind)
        if isinstance(given, str) and meta.extra and SHOWN in meta.extra:
            if has_hidden_signs(given):
                return self._fault(place, Problem.HIDDEN_SIGNS)
            given = given.strip()
        try:
            convert(given, kind)
        except ValidationError:
            self._fault(place, *_reason(given, plain, meta))
        return given

    def _is_a(self, kind: type, given: Any, place: str) -> bool:
        if not isinstance(given, kind):
            self._fault(place, Problem.WRONG_TYPE, _WORDS[kind])
            return False
        return True

    def _fault(self, place: str, problem: Problem, detail: str = "") -> None:
        fault = Fault(place, problem, detail)
        if fault not in self.faults:
            self.faults.append(fault)


@cache
def _members(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    # To find them, each annotation of the class is read as if it were new.
    return fields(kind)


def _parts(kind: Any) -> tuple[Any, Meta]:
    if get_origin(kind) is Annotated:
        plain, meta = get_args(kind)
        return plain, meta
    return kind, _NO_META


def _spelled_out(given: Any, meta: Meta) -> Any:
    return {meta.extra[TEXT_IS]: given} if isinstance(given, str) and meta.extra else given


def _reason(given: Any, plain: Any, meta: Meta) -> tuple[Problem, str]:
    if get_origin(plain) is Literal:
        *most, last = [repr(value) for value in get_args(plain)]
        return Problem.UNKNOWN_VALUE, f"one of {', '.join(most)} or {last} is expected"
    if plain is date or type(given) is not plain:
        return Problem.WRONG_TYPE, _WORDS[plain]
    if isinstance(given, str) and len(given) < (meta.min_length or 0):
        return Problem.EMPTY, ""
    if isinstance(given, str) and meta.max_length is not None and len(given) > meta.max_length:
        return Problem.TOO_LONG, f"{meta.max_length} characters"
    return Problem.MALFORMED, _OTHERWISE
