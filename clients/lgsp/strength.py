"""Step-up: what is not for everybody's eyes needs a strong and recent sign-in, and says so (RFC 9470)."""

import time
from typing import NoReturn

from clients.kit.session_store import Clock
from clients.lgsp.access_tokens import SECONDS_OF_LEEWAY, Caller, Refused

ERROR = "insufficient_user_authentication"


class Strength:
    """How strongly, and how lately, a citizen must have signed in.

    Args:
        issuer: Whose words `acr` is written in.
        level: The authentication level.
        max_age: The most seconds since they signed in.
    """

    def __init__(self, issuer: str, level: int, max_age: int) -> None:
        self._level = level
        self._max_age = max_age
        # The provider may use either spelling (its metadata lists both).
        self._known = {
            spelling: number
            for number in range(1, 5)
            for spelling in (f"{issuer}/acr/{number}", f"LoA{number}")
        }

    def demand(self, caller: Caller, clock: Clock = time.time) -> None:
        """Let a citizen's call pass that is strong and recent enough.

        Raises:
            Refused: It is not; the challenge says what would be (RFC 9470, 3).
        """
        if self._known.get(caller.acr, 0) < self._level:
            self._challenge("a stronger sign-in is needed")
        if (
            caller.authenticated_at is None
            or clock() - caller.authenticated_at > self._max_age + SECONDS_OF_LEEWAY
        ):
            self._challenge("a more recent sign-in is needed")

    def _challenge(self, description: str) -> NoReturn:
        demands = {"acr_values": f"LoA{self._level}", "max_age": str(self._max_age)}
        raise Refused(401, ERROR, description, demands=demands)
