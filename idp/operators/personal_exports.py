"""A copy of what is recorded about one person: one asks, a second person agrees, then the first one takes it."""

from collections.abc import Sequence
from datetime import timedelta

from idp.clock import Clock
from idp.operators.change_requests import Applied, ChangeRequests, Handler, Kind, Outcome
from idp.store.models import ChangeRequest

OPEN_FOR = timedelta(days=7)
"""How long a copy may be taken after the second person agreed."""

RELEASES = "releases_of_twelve_months"


class PersonalExports:
    """Asks for copies, and says who may take one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """What an approved request does: nothing by itself, it opens a door for its asker."""
        return {Kind.PERSONAL_EXPORT: _agreed}

    def ask(self, requests: ChangeRequests, citizen_id: str, reason: str, asked_by: str) -> ChangeRequest:
        """Ask for a copy of every release of one person's data.

        Args:
            requests: Where it is asked.
            citizen_id: Whose.
            reason: Why, in words.
            asked_by: The operator who asks.
        """
        return requests.ask(
            Kind.PERSONAL_EXPORT,
            citizen_id,
            before={"export": None},
            after={"export": RELEASES},
            reason=reason,
            asked_by=asked_by,
        )

    def about(self, requests: ChangeRequests, citizen_id: str) -> Sequence[ChangeRequest]:
        """What was asked about one person, the latest first."""
        kinds = [Kind.PERSONAL_EXPORT]
        waiting, past = requests.open(kinds, citizen_id), requests.past(kinds=kinds, subject=citizen_id)
        return [*reversed(waiting), *past]

    def may_take(self, request: ChangeRequest, operator_id: str) -> bool:
        """Whether somebody may take the copy: whoever asked, for some days after the other's word."""
        return (
            request.kind == Kind.PERSONAL_EXPORT
            and request.state == "approved"
            and request.asked_by == operator_id
            and request.decided_at is not None
            and self._clock() < request.decided_at + OPEN_FOR
        )


def _agreed(_request: ChangeRequest) -> Outcome:
    return Applied()
