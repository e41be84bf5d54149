"""What a search asks: in the query of an address (RFC 7644, 3.4.2), or in a body of its own (3.4.3)."""

from typing import Any, NamedTuple

from flask import request

from idp.web.scim.answers import body
from idp.web.scim.discovery import MOST
from idp.web.scim.errors import ScimError

SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
_USUAL = 100
_MEMBERS = {
    "schemas",
    "filter",
    "startIndex",
    "count",
    "attributes",
    "excludedAttributes",
    "sortBy",
    "sortOrder",
}


class Question(NamedTuple):
    """Which resources, which page of them, and which of their attributes.

    Args:
        filter: As it was sent; None means all.
        start: The first one, counted from 1.
        most: How many at most; the parameter is called count.
        only: The attributes wanted, separated by commas; None means the usual ones.
        without: The attributes not wanted.
    """

    filter: str | None
    start: int
    most: int
    only: str | None
    without: str | None


def asked() -> Question:
    """The question of this request.

    Raises:
        ScimError: It cannot be understood.
    """
    found = _of_body() if request.method == "POST" else dict(request.args)
    return Question(
        found.get("filter"),
        max(_number(found, "startIndex", 1), 1),
        min(max(_number(found, "count", _USUAL), 0), MOST),
        found.get("attributes"),
        found.get("excludedAttributes"),
    )


def _of_body() -> dict[str, Any]:
    """A search request in the form of a query.

    Raises:
        ScimError: It is none.
    """
    sent = body()
    named = sent.get("schemas")
    if not isinstance(named, list) or SEARCH not in named:
        raise ScimError(400, f"schemas names {SEARCH}.", "invalidSyntax")
    # A directory may ask for an order; lists have one of their own, and the provider says that it does not sort.
    if unknown := sorted(set(sent) - _MEMBERS):
        raise ScimError(400, f"A search request has no member {unknown[0][:40]!r}.", "invalidSyntax")
    for name in ("attributes", "excludedAttributes"):
        if name in sent:
            sent[name] = ",".join(_texts(name, sent[name]))
    if not isinstance(sent.get("filter", ""), str):
        raise ScimError(400, "filter is text.", "invalidFilter")
    return sent


def _texts(name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ScimError(400, f"{name} is a list of names.", "invalidValue")
    return value


def _number(found: dict[str, Any], name: str, usual: int) -> int:
    given = found.get(name, usual)
    digits = str(given).removeprefix("-")
    is_number = not isinstance(given, bool) and isinstance(given, int | str)
    if not is_number or not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise ScimError(400, f"{name} is a whole number.", "invalidValue")
    return int(given)
