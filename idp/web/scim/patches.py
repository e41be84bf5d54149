"""Changes of a user by PATCH (RFC 7644, 3.5.2), also in the ways Entra ID and Okta write them."""

import re
from collections.abc import Mapping
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
    members = {name.lower(): value for name, value in document.items()}
    schemas, operations = members.get("schemas"), members.get("operations")
    if not isinstance(schemas, list) or SCHEMA not in schemas:
        raise ScimError(400, f"schemas must name {SCHEMA}.", "invalidSyntax")
    if not isinstance(operations, list) or not 1 <= len(operations) <= _MOST:
        raise ScimError(400, f"Operations must be a list of 1 to {_MOST}.", "invalidSyntax")
    for operation in operations:
        if not isinstance(operation, dict):
            raise ScimError(400, "An operation is an object.", "invalidSyntax")
        entry = _after({name.lower(): value for name, value in operation.items()}, entry)
    return entry


def _after(operation: Mapping[str, Any], entry: Entry) -> Entry:
    kind, path = str(operation.get("op")).lower(), operation.get("path")
    if kind not in ("add", "replace", "remove"):
        raise ScimError(400, "op is add, replace or remove.", "invalidSyntax")
    if path is not None and not isinstance(path, str):
        raise ScimError(400, "path is a text.", "invalidPath")
    if kind == "remove":
        if path is None:
            raise ScimError(400, "remove needs a path.", "noTarget")
        return _without(path, entry)
    if "value" not in operation:
        raise invalid(f"{kind} needs a value.")
    value = operation["value"]
    if path is None:
        if not isinstance(value, dict):
            raise invalid("Without a path the value is an object of attributes.")
        return _with_all(value, entry)
    return _with(path, value, entry)


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
