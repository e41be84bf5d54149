"""Rotating or destroying signing keys out of schedule: one custodian asks, a second person lets it happen."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from idp.keys.rotation import Rotation
from idp.operators.change_requests import Applied, ChangeRequests, Handler, Impossible, Kind, Outcome
from idp.store.models import ChangeRequest, SigningKey

ALL_KEYS = "all"
"""The subject of a request to rotate: keys of every algorithm move on together."""


class KeyRequests:
    """Asks for changes of the ring, and does what was approved."""

    def __init__(self, rotation: Rotation) -> None:
        self._rotation = rotation

    def ring(self) -> Sequence[SigningKey]:
        """Every key of the ring, oldest first."""
        return self._rotation.all()

    def handlers(self) -> dict[str, Handler]:
        """What an approved request does."""
        return {Kind.KEY_ROTATION: self._rotate, Kind.KEY_REVOCATION: self._revoke}

    def rotate_due(self, every: timedelta, by: str) -> bool:
        """Do at once what the schedule says is due. False where nothing is.

        Args:
            every: How long a key signs.
            by: Who asked.
        """
        return self._rotation.rotate_due(every, by) > 0

    def ask_to_rotate(self, requests: ChangeRequests, reason: str, asked_by: str) -> ChangeRequest:
        """Ask to let the next keys sign now.

        Args:
            requests: Where it is asked.
            reason: Why, in words.
            asked_by: The operator who asks.
        """
        keys = self._rotation.all()
        before = {key.algorithm: key.kid for key in keys if key.state == "current"}
        after = {key.algorithm: key.kid for key in keys if key.state == "next"}
        return requests.ask(
            Kind.KEY_ROTATION, ALL_KEYS, before=before, after=after, reason=reason, asked_by=asked_by
        )

    def ask_to_revoke(
        self, requests: ChangeRequests, kid: str, reason: str, asked_by: str
    ) -> ChangeRequest | None:
        """Ask to destroy a key; None where there is none of that name.

        Args:
            requests: Where it is asked.
            kid: Which key.
            reason: Why, in words.
            asked_by: The operator who asks.
        """
        key = next((each for each in self._rotation.all() if each.kid == kid), None)
        if key is None:
            return None
        before: dict[str, Any] = {"algorithm": key.algorithm, "state": key.state}
        after: dict[str, Any] = {"algorithm": key.algorithm, "state": "destroyed"}
        return requests.ask(
            Kind.KEY_REVOCATION, kid, before=before, after=after, reason=reason, asked_by=asked_by
        )

    def _rotate(self, request: ChangeRequest) -> Outcome:
        return Applied(len(self._rotation.rotate(request.asked_by)))

    def _revoke(self, request: ChangeRequest) -> Outcome:
        if self._rotation.revoke(request.subject, request.asked_by):
            return Applied()
        return Impossible((f"There is no key {request.subject} any more.",))
