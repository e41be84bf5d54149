"""Attributes of a user, as they are sent, become what is kept of an operator (RFC 7643, 4.1 and 4.3)."""

from collections.abc import Callable, Mapping
from typing import Any

from idp.web.scim.errors import ScimError
from idp.web.scim.filters import CORE

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
DEPARTMENT = f"{ENTERPRISE}:department".lower()

READ_ONLY = frozenset({"id", "meta", "schemas", "groups"})
"""Given here; what is sent is passed over in whole resources, and refused in changes."""

NOT_KEPT = frozenset(
    {
        *(
            "name displayname nickname profileurl title usertype timezone phonenumbers ims photos addresses"
        ).split(),
        *("entitlements x509certificates").split(),
        *(
            f"{ENTERPRISE}:{name}".lower()
            for name in ("employeeNumber", "costCenter", "organization", "division", "manager")
        ),
    }
)
"""Known to the standard and passed over: what an account does not need is not kept."""

LANGUAGES = ("vi", "en")
Reader = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise invalid("A text is expected.")
    return value


def _maybe_text(value: Any) -> str | None:
    return None if value is None else _text(value)


def truth(value: Any) -> bool:
    """A boolean, also as the text some directories send.

    Raises:
        ScimError: It is neither.
    """
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise invalid("active is true or false.")
    return value


def _one_of_many(value: Any) -> str:
    """The value that counts where a directory may have several: the primary one, else the first."""
    values = value if isinstance(value, list) else [value]
    objects = [{"value": each} if isinstance(each, str) else each for each in values]
    if not objects or not all(isinstance(each, dict) for each in objects):
        raise invalid("A list of objects with a value is expected.")
    primary = [each for each in objects if str(each.get("primary")).lower() == "true"]
    return _text((primary or objects)[0].get("value"))


def _language(value: Any) -> str:
    tag = (_maybe_text(value) or "")[:2].lower()
    return tag if tag in LANGUAGES else LANGUAGES[0]


def _department(value: Any) -> str | None:
    return _maybe_text(value) or None


KEPT: Mapping[str, tuple[str, Reader]] = {
    "username": ("username", _text),
    "externalid": ("external_id", lambda value: _maybe_text(value) or None),
    "active": ("is_active", truth),
    "emails": ("address", _one_of_many),
    "roles": ("role", _one_of_many),
    "preferredlanguage": ("language", _language),
    "locale": ("language", _language),
    DEPARTMENT: ("unit", _department),
}
"""By the small name of an attribute: what it is of an `Entry`, and how it is read."""

MAY_BE_REMOVED: Mapping[str, Any] = {
    "external_id": None,
    "unit": None,
    "language": LANGUAGES[0],
}
"""What is left where an attribute is removed; the others an operator always has."""


def changes_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a whole user says of an operator.

    Args:
        document: The user, as it was sent.

    Raises:
        ScimError: It holds what nobody understands, or what may not be set.
    """
    schemas = next((value for name, value in document.items() if name.lower() == "schemas"), None)
    if not isinstance(schemas, list) or CORE.lower() not in [str(each).lower() for each in schemas]:
        raise ScimError(400, f"schemas must name {CORE}.", "invalidSyntax")
    changes: dict[str, Any] = {}
    for name, value in _flat(document):
        if name not in READ_ONLY:
            changes.update(change_of(name, value))
    return changes


def change_of(name: str, value: Any) -> dict[str, Any]:
    """What one attribute says of an operator; nothing where it is not kept.

    Args:
        name: Small, without the prefix of the core schema.
        value: As it was sent.

    Raises:
        ScimError: There is no such attribute, or it may not be set, or not to this.
    """
    if name in NOT_KEPT:
        return {}
    if name == "password":
        raise ScimError(
            400, "Passwords are chosen by people, behind the link they get by mail.", "mutability"
        )
    if name not in KEPT:
        raise ScimError(400, f"There is no attribute {name[:80]}.", "invalidSyntax")
    member, read = KEPT[name]
    try:
        return {member: read(value)}
    except ScimError as error:
        raise invalid(f"{name}: {error.description}") from None


def invalid(detail: str) -> ScimError:
    """The refusal of a value."""
    return ScimError(400, detail, "invalidValue")


def _flat(document: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Attributes by their small names, those of the extension with its prefix."""
    found: list[tuple[str, Any]] = []
    for name, value in document.items():
        small = name.lower()
        if small == ENTERPRISE.lower():
            if not isinstance(value, dict):
                raise invalid("The enterprise extension is an object.")
            found += [(f"{small}:{each.lower()}", inner) for each, inner in value.items()]
        else:
            found.append((small.removeprefix(f"{CORE.lower()}:"), value))
    return found
