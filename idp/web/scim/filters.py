"""Filters: which resources, or which value of many, are meant (RFC 7644, 3.4.2.2).

Understood are `eq` and `and`: what personnel directories ask before they add or change somebody.
"""

import json
import re
from typing import Any, NamedTuple

from idp.web.scim.errors import ScimError

LONGEST = 1_000
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
_NAME = r'[A-Za-z][\w$-]*(?:\[[^\]"]*(?:"[^"]*"[^\]"]*)*\])?(?:\.[A-Za-z][\w$-]*)?'
_ATTRIBUTE = rf"(?:urn:[\w:.-]+:)?{_NAME}"
_TERM = re.compile(
    rf'\s*({_ATTRIBUTE})\s+(\w+)\s+("(?:[^"\\]|\\.)*"|true|false|null|-?[\d.]+)\s*', re.IGNORECASE
)
_AND = re.compile(r"and\s", re.IGNORECASE)


class Term(NamedTuple):
    """One comparison for equality. The name is small and has no prefix of the core schema."""

    name: str
    value: Any


def read_filter(text: str, schema: str = CORE) -> list[Term]:
    """The comparisons all of which must hold.

    Args:
        text: As it was sent.
        schema: Whose attributes may be named without a prefix.

    Raises:
        ScimError: It is something else.
    """
    if len(text) > LONGEST:
        raise _not_understood()
    terms, place = [], 0
    while True:
        found = _TERM.match(text, place)
        if found is None or found[2].lower() != "eq":
            raise _not_understood()
        terms.append(Term(plain_name(found[1], schema), _value(found[3])))
        place = found.end()
        if place == len(text):
            return terms
        joined = _AND.match(text, place)
        if joined is None:
            raise _not_understood()
        place = joined.end()


def plain_name(name: str, schema: str = CORE) -> str:
    """The name of an attribute, small, without the prefix of its schema (RFC 7644, 3.10)."""
    small = name.lower()
    return small.removeprefix(f"{schema.lower()}:")


def _value(text: str) -> Any:
    try:
        return json.loads(text if text.startswith('"') else text.lower())
    except ValueError:
        raise _not_understood() from None


def _not_understood() -> ScimError:
    return ScimError(
        400, "A filter compares attributes by eq, joined by and: see the documentation.", "invalidFilter"
    )
