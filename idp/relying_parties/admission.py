"""Who may register an application: whoever has an initial access token, or, where that is set, anybody (RFC 7591, 3).

Each network, permission and application registers so often an hour and not more: what is named there is fetched.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Protocol

from idp.crypto.digests import digest
from idp.relying_parties.terms import Terms
from idp.store.repositories.initial_access_tokens import InitialAccessTokens

TRIES = 60
PERIOD = timedelta(hours=1)


class Counts(Protocol):
    """Counts tries; no two callers take the same one."""

    def take(self, key: str, limit: int, per: timedelta) -> bool:
        """Take one of `limit` tries per period; False when none is left."""
        ...


@dataclass(frozen=True)
class Admitted:
    """May register what the terms allow. `invitation_id` is the permission it has, None where none is needed."""

    terms: Terms
    invitation_id: str | None = None


class NotAdmitted(Enum):
    """Why nobody is let in."""

    TOKEN_MISSING = auto()
    TOKEN_REFUSED = auto()
    TOO_MANY = auto()


class Admission:
    """Looks at the door.

    Args:
        tokens: The permissions.
        counts: Counts tries.
        usual: What may be asked for without a permission.
        is_open: Whether none is needed.
    """

    def __init__(self, tokens: InitialAccessTokens, counts: Counts, usual: Terms, *, is_open: bool) -> None:
        self._tokens = tokens
        self._counts = counts
        self._usual = usual
        self._is_open = is_open

    def admit(self, token: str | None, network: str) -> Admitted | NotAdmitted:
        """Whether somebody may register an application. Spends nothing but a try.

        Args:
            token: The initial access token; None where none came.
            network: Where the request comes from.
        """
        if token is not None:
            found = self._tokens.find_open(digest(token))
            if found is None:
                return NotAdmitted.TOKEN_REFUSED
            admitted = Admitted(Terms.read(found.policy), found.id)
        elif self._is_open:
            admitted = Admitted(self._usual)
        else:
            return NotAdmitted.TOKEN_MISSING
        return admitted if self.may_try(admitted.invitation_id or network) else NotAdmitted.TOO_MANY

    def may_try(self, who: str) -> bool:
        """Count a try. False when there were too many lately."""
        return self._counts.take(f"registration:{who}", TRIES, PERIOD)

    def spend(self, admitted: Admitted) -> bool:
        """Take the use of a permission. True for exactly as many callers as it has uses."""
        return admitted.invitation_id is None or self._tokens.spend(admitted.invitation_id)
