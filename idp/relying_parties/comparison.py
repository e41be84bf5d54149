"""Two or three registrations side by side, member by member and ground by ground."""

from dataclasses import dataclass
from typing import Any

FOLLOWS = frozenset({"client_name#vi", "kind", "client_id", "state", "client_id_issued_at"})
"""Members that say what another one says, or that nobody edits."""

SCOPE = "scope."
"""Before the name of a scope: the ground it is registered with, or that it has none."""


def flat(document: dict[str, Any]) -> dict[str, Any]:
    """The members that people compare: each scope, with its ground, is one."""
    grounds = document.get("scope_policy") or {}
    scopes = str(document.get("scope") or "").split()
    plain = {
        name: value
        for name, value in document.items()
        if name not in ("scope", "scope_policy") and name not in FOLLOWS and value is not None
    }
    return {**plain, **{f"{SCOPE}{scope}": grounds.get(scope) or {} for scope in scopes}}


def unflat(members: dict[str, Any]) -> dict[str, Any]:
    """The members as they are registered; None for those that are to be taken away."""
    plain = {name: value for name, value in members.items() if not name.startswith(SCOPE)}
    grounds = {
        name.removeprefix(SCOPE): ground
        for name, ground in members.items()
        if name.startswith(SCOPE) and ground is not None
    }
    return {
        **plain,
        "scope": " ".join(grounds) or None,
        "scope_policy": {scope: ground for scope, ground in grounds.items() if ground} or None,
    }


@dataclass(frozen=True)
class Difference:
    """One member of which two registrations say different things; None where it is absent."""

    member: str
    before: Any
    after: Any


def differences_of(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What differs between two registrations.

    Args:
        before: A document.
        after: Another.
    """
    one, other = flat(before), flat(after)
    names = [name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]
    return [Difference(name, one.get(name), other.get(name)) for name in names]


@dataclass(frozen=True)
class Clash:
    """One member that I or somebody else has changed since the version I began from."""

    member: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def usual(self) -> str | None:
        """Whose value to propose: of whoever changed it alone; None where both did."""
        if self.mine == self.base:
            return "theirs"
        return "mine" if self.theirs == self.base else None


def clashes(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> list[Clash]:
    """Everything that two people have changed since the same version.

    Args:
        base: The document both began from.
        mine: As it would be by me alone.
        theirs: As it is now.
    """
    one, two, three = flat(base), flat(mine), flat(theirs)
    names = dict.fromkeys([*one, *two, *three])
    found = [Clash(name, one.get(name), two.get(name), three.get(name)) for name in names]
    return [each for each in found if each.mine != each.theirs]


def merged(theirs: dict[str, Any], found: list[Clash], mine: frozenset[str]) -> dict[str, Any]:
    """The members to save: theirs, and mine where I chose so.

    Args:
        theirs: The document as it is now.
        found: Where they differ.
        mine: The members I chose to have as I typed them.
    """
    members: dict[str, Any] = flat(theirs)
    members.update({each.member: each.mine for each in found if each.member in mine})
    return unflat(members)
