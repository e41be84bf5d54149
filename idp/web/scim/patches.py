"""Changes of a user by PATCH (RFC 7644, 3.5.2), also in the ways Entra ID and Okta write them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from idp.operators.directory import Entry
from idp.web.scim.attributes import ENTERPRISE, KEPT, MAY_BE_REMOVED, NOT_KEPT, READ_ONLY, change_of, invalid
from idp.web.scim.errors import ScimError
from idp.web.scim.filters import plain_name, read_filter

SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_MOST, _LONGEST = 100, 500
_PATH = re.compile(r"((?:urn:[\w:.-]+:)?[A-Za-z][\w$-]*)(?:\[(.*)\])?(?:\.([A-Za-z][\w$-]*))?", re.DOTALL)
_OF_MANY = {"emails": "address", "roles": "role"}


def patched(entry: Entry, document: Mapping[str, Any]) -> Entry:
    """What a directory says of somebody after its changes.

    Args:
        entry: What is kept now.
        document: The body of the request.

    Raises:
        ScimError: A change is not understood, or not to be made.
    """
    for operation in operations(document):
        entry = _after(operation, entry)
    return entry


def operations(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The operations of a request, each with small names of members, as far as their form goes.

    Args:
        document: The body of the request.

    Raises:
        ScimError: It has another form.
    """
    members = {name.lower(): value for name, value in document.items()}
    schemas, listed = members.get("schemas"), members.get("operations")
    if not isinstance(schemas, list) or SCHEMA not in schemas:
        raise ScimError(400, f"schemas must name {SCHEMA}.", "invalidSyntax")
    if not isinstance(listed, list) or not 1 <= len(listed) <= _MOST:
        raise ScimError(400, f"Operations must be a list of 1 to {_MOST}.", "invalidSyntax")
    for operation in listed:
        if not isinstance(operation, dict):
            raise ScimError(400, "An operation is an object.", "invalidSyntax")
        small = {name.lower(): value for name, value in operation.items()}
        kind, path = str(small.get("op")).lower(), small.get("path")
        if kind not in ("add", "replace", "remove"):
            raise ScimError(400, "op is add, replace or remove.", "invalidSyntax")
        if path is not None and not isinstance(path, str):
            raise ScimError(400, "path is a text.", "invalidPath")
        if kind == "remove" and path is None:
            raise ScimError(400, "remove needs a path.", "noTarget")
        if kind != "remove" and "value" not in small:
            raise invalid(f"{kind} needs a value.")
        if kind != "remove" and path is None and not isinstance(small["value"], dict):
            raise invalid("Without a path the value is an object of attributes.")
        yield {**small, "op": kind}


def _after(operation: Mapping[str, Any], entry: Entry) -> Entry:
    path = operation.get("path")
    if operation["op"] == "remove":
        return _without(str(path), entry)
    if path is None:
        return _with_all(operation["value"], entry)
    return _with(path, operation["value"], entry)


def _with_all(values: Mapping[str, Any], entry: Entry) -> Entry:
    for name, value in values.items():
        entry = _with(name, value, entry)
    return entry


def _with(path: str, value: Any, entry: Entry) -> Entry:
    if path.lower() == ENTERPRISE.lower():
        if not isinstance(value, dict):
            raise invalid("The enterprise extension is an object.")
        return _with_all({f"{ENTERPRISE}:{name}": inner for name, inner in value.items()}, entry)
    name, inside = _target(path, entry)
    if inside is not None and inside != "value":
        return entry  # a type or a label of a value: one value is kept, without any
    return replace(entry, **change_of(name, value))


def _without(path: str, entry: Entry) -> Entry:
    if path.lower() == ENTERPRISE.lower():
        return replace(entry, unit=None)
    name, _inside = _target(path, entry)
    if name in NOT_KEPT:
        return entry
    member = KEPT[name][0]
    if member not in MAY_BE_REMOVED:
        raise invalid(f"{name}: an operator always has one. Replace it, or set active to false.")
    return replace(entry, **{member: MAY_BE_REMOVED[member]})


def _target(path: str, entry: Entry) -> tuple[str, str | None]:
    """The attribute a path leads to, and which part of it.

    Raises:
        ScimError: It leads nowhere, or to what cannot be changed.
    """
    found = _PATH.fullmatch(path.strip()[:_LONGEST])
    if found is None:
        raise ScimError(400, "This path is not understood.", "invalidPath")
    name, chosen, inside = plain_name(found[1]), found[2], found[3]
    if name in READ_ONLY:
        raise ScimError(400, f"{name} is given here.", "mutability")
    if name not in KEPT and name not in NOT_KEPT and name != "password":
        raise ScimError(400, f"There is no attribute {name[:80]}.", "invalidPath")
    is_of_many = name in _OF_MANY
    if name in KEPT and not is_of_many and (chosen is not None or inside is not None):
        raise ScimError(400, f"{name} has no parts.", "invalidPath")
    if is_of_many and chosen is not None and not _is_chosen(chosen, getattr(entry, _OF_MANY[name])):
        raise ScimError(400, "No value is meant by this path: one is kept, of the type work.", "noTarget")
    return name, inside.lower() if inside else None


def _is_chosen(chosen: str, kept: str | None) -> bool:
    """Whether the one value there is, is among those a path speaks of."""
    for name, value in read_filter(chosen):
        fits = {
            "type": str(value).lower() == "work",
            "primary": str(value).lower() == "true",
            "value": value == kept,
        }
        if not fits.get(name, False):
            return False
    return True
