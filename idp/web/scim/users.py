"""Operators as users (RFC 7643, 4.1): how they are told, which a filter means, and which parts are asked for."""

from collections.abc import Collection, Sequence
from typing import Any

from idp.operators.directory import Entry, PersonnelDirectory
from idp.store.models import Operator
from idp.web.api.door import SCIM_PATH
from idp.web.current import services
from idp.web.scim.attributes import ENTERPRISE, truth
from idp.web.scim.errors import ScimError
from idp.web.scim.filters import CORE, Term, plain_name

_ALWAYS = ("schemas", "id")


def directory() -> PersonnelDirectory:
    """Where operators are kept for personnel directories."""
    return services().operator_desk.directory


def location(operator: Operator) -> str:
    """The address of a user."""
    return f"{services().provider.issuer}{SCIM_PATH}/Users/{operator.id}"


def version(operator: Operator) -> str:
    """The version of a user, as an entity tag has it (RFC 7644, 3.14)."""
    return f'W/"{operator.version}"'


def document(operator: Operator) -> dict[str, Any]:
    """A user as it is told. There are no names: an account does not need them."""
    entry: Entry = directory().entry(operator)
    told: dict[str, Any] = {
        "schemas": [CORE, ENTERPRISE],
        "id": operator.id,
        "userName": entry.username,
        "active": entry.is_active,
        "preferredLanguage": entry.language,
        "roles": [{"value": entry.role, "primary": True}],
        "meta": {
            "resourceType": "User",
            "created": operator.created_at.isoformat(),
            "lastModified": operator.updated_at.isoformat(),
            "location": location(operator),
            "version": version(operator),
        },
    }
    if entry.external_id:
        told["externalId"] = entry.external_id
    if entry.address:
        told["emails"] = [{"value": entry.address, "type": "work", "primary": True}]
    if entry.unit:
        told[ENTERPRISE] = {"department": entry.unit}
    return told


def meant(operators: Sequence[Operator], terms: Collection[Term]) -> list[Operator]:
    """The operators of whom every comparison holds.

    Raises:
        ScimError: An attribute is not one that can be compared.
    """
    found = list(operators)
    for name, value in terms:
        found = [each for each in found if _holds(name, each, value)] if found else found
        _comparable(name)
    return found


def _comparable(name: str) -> str:
    is_address = name in ("emails", "emails.value") or (
        name.startswith("emails[") and name.endswith("].value")
    )
    known = "emails" if is_address else name
    if known not in ("id", "username", "externalid", "active", "emails"):
        raise ScimError(
            400, "Users are found by userName, externalId, emails, active and id.", "invalidFilter"
        )
    return known


def _holds(name: str, operator: Operator, value: Any) -> bool:
    match _comparable(name):
        case "active":
            return operator.is_active is truth(value)
        case "id":
            return bool(operator.id == value)
        case "externalid":
            return bool(operator.external_id and operator.external_id == value)
        case "username":
            return operator.username == str(value).lower()
        case _:
            wanted = directory().index(str(value))
            return wanted is not None and operator.email_digest == wanted


def projected(
    told: dict[str, Any], only: str | None, without: str | None, schema: str = CORE
) -> dict[str, Any]:
    """The parts of a resource that are asked for (RFC 7644, 3.9).

    Args:
        told: The whole resource.
        only: The parameter `attributes`.
        without: The parameter `excludedAttributes`.
        schema: Whose attributes may be named without a prefix.
    """
    if only:
        wanted = _names(only, schema)
        return {name: _kept(name, value, wanted) for name, value in told.items() if _is_named(name, wanted)}
    if without:
        unwanted = _names(without, schema)
        return {
            name: value for name, value in told.items() if name in _ALWAYS or name.lower() not in unwanted
        }
    return told


def _names(listed: str, schema: str) -> frozenset[str]:
    return frozenset(plain_name(each.strip(), schema) for each in listed[:2_000].split(",") if each.strip())


def _is_named(name: str, wanted: frozenset[str]) -> bool:
    small = name.lower()
    return (
        name in _ALWAYS
        or small in wanted
        or any(each.startswith((f"{small}.", f"{small}:")) for each in wanted)
    )


def _kept(name: str, value: Any, wanted: frozenset[str]) -> Any:
    """A value with the parts of it that are asked for."""
    small = name.lower()
    parts = {each[len(small) + 1 :] for each in wanted if each.startswith((f"{small}.", f"{small}:"))}
    if not parts or small in wanted:
        return value
    if isinstance(value, list):
        return [{key: part for key, part in each.items() if key.lower() in parts} for each in value]
    return (
        {key: part for key, part in value.items() if key.lower() in parts}
        if isinstance(value, dict)
        else value
    )
