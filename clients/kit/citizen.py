"""Who is signed in here, and what the provider vouched for when they came in."""

from dataclasses import asdict, dataclass, field
from typing import Any

from flask import session


@dataclass(frozen=True)
class Citizen:
    """A signed-in citizen.

    Args:
        sub: Their identifier at this department; another department sees another one.
        sid: The name of the provider's session, for back-channel logout.
        level: How strongly they signed in (1 to 4).
        facts: What UserInfo said. What is not known is missing.
    """

    sub: str
    sid: str | None = None
    level: int = 1
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str | None:
        """Their name, if this application may know it."""
        return self.facts.get("name")

    @property
    def verified(self) -> frozenset[str]:
        """The facts that the population register stands behind (OpenID Connect for Identity Assurance)."""
        element = self.facts.get("verified_claims") or {}
        return frozenset(element.get("claims") or ())


def current_citizen() -> Citizen | None:
    """Whoever is signed in."""
    kept = session.get("citizen")
    return Citizen(**kept) if kept else None


def signed_in_citizen() -> Citizen:
    """Whoever is signed in, on a page for signed-in citizens (`sign_in.required`)."""
    citizen = current_citizen()
    if citizen is None:
        raise RuntimeError("a page for citizens was reached without one")
    return citizen


def keep_citizen(citizen: Citizen) -> None:
    """Sign a citizen in, in a session that was just begun."""
    session["citizen"] = asdict(citizen)
