"""Copies of what is recorded about citizens: one asks, a second person agrees, then the first one takes it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from idp.clock import Clock
from idp.operators.change_requests import Applied, ChangeRequests, Handler, Kind, Outcome
from idp.store.models import ChangeRequest

OPEN_FOR = timedelta(days=7)
"""How long a copy may be taken after the second person agreed."""

RELEASES = "releases_of_twelve_months"
"""What goes out: every release of one person's data. The request is about the account."""
AFFECTED = "people_of_a_breach"
"""What goes out: whom a breach affects."""
RECORDS = "audit_records"
"""What goes out: records of the audit log, those about citizens among them."""
THE_LOG = "audit:log"
"""The subject of requests for records of the log."""


def of_breach(breach_id: str) -> str:
    """The subject of requests for the list of those a breach affects."""
    return f"breach:{breach_id}"


class PersonalExports:
    """Asks for copies, and says who may take one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """What an approved request does: nothing by itself, it opens a door for its asker."""
        return {Kind.PERSONAL_EXPORT: _agreed}

    def ask(
        self, requests: ChangeRequests, subject: str, goes_out: Mapping[str, Any], reason: str, asked_by: str
    ) -> ChangeRequest:
        """Ask for a copy; while the same one of the same person waits, that is the request.

        Args:
            requests: Where it is asked.
            subject: The account, `of_breach` of a breach, or `THE_LOG`.
            goes_out: What the second person decides on: `export` says what it is, the rest how much of it.
            reason: Why, in words.
            asked_by: The operator who asks.
        """
        for each in requests.open([Kind.PERSONAL_EXPORT], subject):
            if each.asked_by == asked_by and each.after == dict(goes_out) and requests.is_open(each):
                return each
        return requests.ask(
            Kind.PERSONAL_EXPORT, subject, after=dict(goes_out), reason=reason, asked_by=asked_by
        )

    def about(self, requests: ChangeRequests, subject: str) -> Sequence[ChangeRequest]:
        """What was asked about one account or breach, or of the log, the latest first."""
        kinds = [Kind.PERSONAL_EXPORT]
        waiting, past = requests.open(kinds, subject), requests.past(kinds=kinds, subject=subject)
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
