"""Claims that speak of other people: each is named by a pairwise reference, as the citizen is by a pairwise `sub`.

Inside the house such a person has a `reference`; it is replaced for one application, or left out, and never told.
"""

from collections.abc import Callable
from typing import Any

Refer = Callable[[str], str]
"""Makes of an inner reference the one an application is told."""

_IN_A_MEMBER = {"vn_household": "members"}
_ITSELF_A_LIST = frozenset({"vn_on_behalf_of"})


def with_references(name: str, value: Any, refer: Refer | None) -> Any:
    """A claim as an application may read it; claims about nobody else stay as they are.

    Args:
        name: The claim.
        value: What is known, other people by `reference`.
        refer: Without it, the people are told without any name.
    """
    if name in _ITSELF_A_LIST and isinstance(value, list):
        return [_named(person, refer) for person in value if isinstance(person, dict)]
    if name in _IN_A_MEMBER and isinstance(value, dict):
        member = _IN_A_MEMBER[name]
        people = value.get(member, [])
        return {**value, member: [_named(person, refer) for person in people if isinstance(person, dict)]}
    return value


def _named(person: dict[str, Any], refer: Refer | None) -> dict[str, Any]:
    known = {key: value for key, value in person.items() if key != "reference"}
    reference = person.get("reference")
    return {"sub": refer(reference), **known} if refer and isinstance(reference, str) else known
