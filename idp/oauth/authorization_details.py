"""Authorization details: the one act an application may do for a citizen, said in members, not in a scope (RFC 9396).

A type is a row of `TYPES`: what its objects must hold. Its words for the consent page are in
`web/citizen/authorization_details_words.py`, under the same name. The resource server enforces what was granted.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from idp.oauth.client import RegisteredClient
from idp.oauth.errors import InvalidAuthorizationDetails

Detail = dict[str, Any]

PARAMETER = "authorization_details"
MEMBER = "authorization_details_types"
LONGEST = 8_192
MOST_DETAILS = 5
MOST_LOCATIONS = 5
LONGEST_TEXT = 120

_LISTS = ("locations", "actions")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")


@dataclass(frozen=True, kw_only=True)
class DetailType:
    """One type of authorization details.

    Args:
        name: The value of `type`.
        members: Every other member it knows, and whether a value will do.
        needed: Those it cannot do without.
        one_of: Of these it has exactly one.
    """

    name: str
    members: Mapping[str, Callable[[Any], bool]]
    needed: tuple[str, ...]
    one_of: tuple[str, ...] = ()

    def fault(self, detail: Detail) -> str | None:
        """What is wrong with an object of this type, in words that repeat nothing of it."""
        if set(detail) - {"type", *self.members}:
            return f"the type {self.name} has no such member as was sent"
        for name in self.needed:
            if name not in detail:
                return f"{name} is missing"
        if self.one_of and len(detail.keys() & set(self.one_of)) != 1:
            return f"exactly one of {' and '.join(self.one_of)} is needed"
        return next(
            (
                f"{name} is malformed"
                for name, is_good in self.members.items()
                if not _is_fine(detail, name, is_good)
            ),
            None,
        )


def _is_fine(detail: Detail, name: str, is_good: Callable[[Any], bool]) -> bool:
    return name not in detail or is_good(detail[name])


def _is_text(value: Any) -> bool:
    # Signs that cannot be printed could make a citizen read something else than what is granted.
    return (
        isinstance(value, str)
        and 0 < len(value.strip()) <= len(value) <= LONGEST_TEXT
        and value.isprintable()
    )


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def _is_locations(value: Any) -> bool:
    is_list = isinstance(value, list) and 0 < len(value) <= MOST_LOCATIONS
    return is_list and all(isinstance(each, str) for each in value) and len(set(value)) == len(value)


def _is_submission(value: Any) -> bool:
    return bool(value == ["submit"])


TYPES: dict[str, DetailType] = {
    kind.name: kind
    for kind in (
        DetailType(
            name="nop_ho_so",  # nộp hồ sơ: submit a dossier on a citizen's behalf
            members={
                "procedure": _is_text,
                "dossier_id": _is_code,
                "dossier_code": _is_code,
                "locations": _is_locations,
                "actions": _is_submission,
                "unit": _is_text,
            },
            needed=("procedure", "locations", "actions", "unit"),
            one_of=("dossier_id", "dossier_code"),
        ),
    )
}
"""Every type this provider knows, by its name."""


def parse_details(text: str, client: RegisteredClient) -> list[Detail]:
    """Read the parameter.

    Args:
        text: JSON: a list of objects.
        client: Who asks; it may ask for the types it is registered for, at interfaces it is registered for.

    Raises:
        InvalidAuthorizationDetails: Anything about it is not as its type says (RFC 9396, 5).
    """
    details = _objects(text)
    for detail in details:
        kind = TYPES.get(detail["type"]) if isinstance(detail.get("type"), str) else None
        if kind is None:
            raise _refused("a type is missing or unknown")
        if kind.name not in client.registered(MEMBER, []):
            raise _refused(f"the client is not registered for the type {kind.name}")
        if (fault := kind.fault(detail)) is not None:
            raise _refused(fault)
        if not set(detail["locations"]) <= set(client.audiences):
            raise _refused("locations names an interface that is not registered for the client")
    return details


def narrowed(granted: Iterable[Detail], asked: Iterable[Detail]) -> list[Detail]:
    """What a token request asks for, of what was granted.

    Args:
        granted: What the citizen agreed to.
        asked: The same, or less: fewer objects, or objects with fewer locations and actions.

    Raises:
        InvalidAuthorizationDetails: It asks for more (RFC 9396, 6).
    """
    known, wanted = list(granted), list(asked)
    if not all(any(_covers(each, detail) for each in known) for detail in wanted):
        raise _refused("something was asked for that was not granted")
    return wanted


def details_at(
    details: Iterable[Detail] | None, audience: Collection[str], types: Collection[str]
) -> list[Detail]:
    """The details that say something to whom a token is meant for.

    Args:
        details: What was granted, or the part of it that was asked for.
        audience: Whom the token is meant for.
        types: What the client is still registered for.
    """
    return [
        detail
        for detail in details or ()
        if detail["type"] in types and not set(audience).isdisjoint(detail["locations"])
    ]


def _covers(granted: Detail, asked: Detail) -> bool:
    rest = {name for name in {*granted, *asked} if name not in _LISTS}
    is_same = all(granted.get(name) == asked.get(name) for name in rest)
    return is_same and all(set(asked.get(name, ())) <= set(granted.get(name, ())) for name in _LISTS)


def _objects(text: str) -> list[Detail]:
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    details = found if isinstance(found, list) else []
    if not 0 < len(details) <= MOST_DETAILS or not all(isinstance(each, dict) for each in details):
        raise _refused(f"a JSON list of 1 to {MOST_DETAILS} objects is expected")
    return details


def _refused(reason: str) -> InvalidAuthorizationDetails:
    return InvalidAuthorizationDetails(f"authorization_details: {reason}.")
