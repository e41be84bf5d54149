"""Officers as a resource of our own (RFC 7643, 3 and 7): how they are read, changed, found and told."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from idp.citizens.officers import Entry
from idp.store.models import Officer
from idp.web.api.door import SCIM_PATH
from idp.web.current import services
from idp.web.scim.attributes import READ_ONLY, invalid, truth
from idp.web.scim.errors import ScimError
from idp.web.scim.filters import Term, plain_name
from idp.web.scim.patches import operations

OFFICER = "urn:sen-id:params:scim:schemas:2.0:Officer"
NUMBER = "identitynumber"
MEMBERS: Mapping[str, str] = {
    "externalid": "external_id",
    "unit": "unit",
    "title": "title",
    "active": "is_active",
    NUMBER: "number",
}
"""By the small name of an attribute: what it is of an `Entry`."""

_MAY_BE_REMOVED = ("externalid", "title")
_COMPARED = {"id": "id", "externalid": "external_id", "unit": "unit", "active": "state"}


def location(officer: Officer) -> str:
    """The address of an officer."""
    return f"{services().provider.issuer}{SCIM_PATH}/Officers/{officer.id}"


def version(officer: Officer) -> str:
    """The version of an officer, as an entity tag has it (RFC 7644, 3.14)."""
    return f'W/"{officer.version}"'


def entry_of(officer: Officer) -> Entry:
    """What is kept of an officer; the number is not."""
    return Entry(officer.unit, officer.title, officer.external_id, officer.is_active)


def document(officer: Officer) -> dict[str, Any]:
    """An officer as they are told: never with the number."""
    told = {
        "schemas": [OFFICER],
        "id": officer.id,
        "externalId": officer.external_id,
        "unit": officer.unit,
        "title": officer.title,
        "active": officer.is_active,
        "meta": {
            "resourceType": "Officer",
            "created": officer.created_at.isoformat(),
            "lastModified": officer.updated_at.isoformat(),
            "location": location(officer),
            "version": version(officer),
        },
    }
    return {name: value for name, value in told.items() if value is not None}


def said(entry: Entry, sent: Mapping[str, Any]) -> Entry:
    """What a whole officer says (RFC 7644, 3.3 and 3.5.1); what is left out stays as it is.

    Args:
        entry: What is kept now.
        sent: The officer, as it was sent.

    Raises:
        ScimError: It holds what nobody understands.
    """
    schemas = next((value for name, value in sent.items() if name.lower() == "schemas"), None)
    if not isinstance(schemas, list) or OFFICER.lower() not in [str(each).lower() for each in schemas]:
        raise ScimError(400, f"schemas must name {OFFICER}.", "invalidSyntax")
    for name, value in sent.items():
        if plain_name(name, OFFICER) not in READ_ONLY:
            entry = _with(name, value, entry)
    return entry


def patched(entry: Entry, sent: Mapping[str, Any]) -> Entry:
    """What is said of an officer after some changes (RFC 7644, 3.5.2).

    Raises:
        ScimError: A change is not understood, or not to be made.
    """
    for operation in operations(sent):
        path = operation.get("path")
        changes = operation["value"] if path is None else {path: operation.get("value")}
        for name, value in changes.items():
            small = plain_name(name.strip(), OFFICER)
            if small in READ_ONLY:
                raise ScimError(400, f"{small} is given here.", "mutability")
            if small not in MEMBERS:
                raise ScimError(400, f"There is no attribute {name[:80]}.", "invalidPath")
            if operation["op"] == "remove" and small not in _MAY_BE_REMOVED:
                raise invalid(f"{small}: an officer always has one. Replace it, or set active to false.")
            entry = _with(small, value if operation["op"] != "remove" else None, entry)
    return entry


def columns_meant(terms: Iterable[Term]) -> dict[str, object] | None:
    """The columns a filter compares; None where nobody can be meant.

    Raises:
        ScimError: An attribute is not one that can be compared.
    """
    found: dict[str, object] = {}
    for name, value in terms:
        if name not in _COMPARED:
            raise ScimError(400, "Officers are found by externalId, unit, active and id.", "invalidFilter")
        column, wanted = _COMPARED[name], value
        if name == "active":
            wanted = "active" if truth(value) else "inactive"
        if not isinstance(wanted, str) or found.get(column, wanted) != wanted:
            return None
        found[column] = wanted
    return found


def _with(name: str, value: Any, entry: Entry) -> Entry:
    small = plain_name(name, OFFICER)
    if small not in MEMBERS:
        raise ScimError(400, f"There is no attribute {name[:80]}.", "invalidSyntax")
    if small == "active":
        return replace(entry, is_active=truth(value))
    is_nothing = value is None and small in _MAY_BE_REMOVED
    if not is_nothing and not isinstance(value, str):
        raise invalid(f"{small}: a text is expected.")
    changed: dict[str, Any] = {MEMBERS[small]: value}
    return replace(entry, **changed)
