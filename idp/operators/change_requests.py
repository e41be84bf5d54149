"""The two-person rule: one asks, another decides, and only then is it done.

What an approved request does is a handler for its kind, handed in where the services are put together. A handler that
does not return `Applied` has changed nothing, and the request goes on waiting.
"""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from idp.audit.events.requests import (
    ChangeApproved,
    ChangeAsked,
    ChangeRejected,
    ChangeWithdrawn,
    DecisionRefused,
    MoreWanted,
)
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.operators.rights import Right
from idp.store.models import ChangeRequest
from idp.store.repositories.change_requests import OPEN, ChangeRequestRows

OPEN_FOR = timedelta(days=30)
LONGEST_REASON = 1_000
LONGEST_COMMENT = 2_000


class Kind(StrEnum):
    """What needs two people."""

    CLIENT_APPROVAL = "client.approval"
    """A new application asks to be let in."""
    CLIENT_CHANGE = "client.change"
    """An approved application asks for something that was not approved with it."""
    OPERATOR_ROLE = "operator.role"
    KEY_ROTATION = "keys.rotation"
    KEY_REVOCATION = "keys.revocation"
    PERSONAL_EXPORT = "personal.export"


RIGHT_TO_DECIDE: Mapping[Kind, Right] = {
    Kind.CLIENT_APPROVAL: Right.APPROVE_CLIENTS,
    Kind.CLIENT_CHANGE: Right.APPROVE_CLIENTS,
    Kind.OPERATOR_ROLE: Right.DECIDE,
    Kind.KEY_ROTATION: Right.DECIDE,
    Kind.KEY_REVOCATION: Right.DECIDE,
    Kind.PERSONAL_EXPORT: Right.DECIDE,
}
_OF_CLIENTS = (Kind.CLIENT_APPROVAL, Kind.CLIENT_CHANGE)


@dataclass(frozen=True)
class Applied:
    """It was done. `result` is what the deciding page may show, if anything."""

    result: Any = None


class Overtaken:
    """The thing is no longer what the request was made from: nothing was done."""


@dataclass(frozen=True)
class Impossible:
    """Something speaks against it: nothing was done. `reasons` are sentences."""

    reasons: tuple[str, ...]


Outcome = Applied | Overtaken | Impossible
Handler = Callable[[ChangeRequest], Outcome]


class NotDecided(StrEnum):
    """Why there was no decision."""

    UNKNOWN = "unknown"
    OVER = "over"
    """It was decided or withdrawn, or its thirty days are over."""
    OWN = "own"
    """Whoever asked does not decide; and nobody but they may withdraw."""


class ChangeRequests:
    """Asked for by one, decided by another, once.

    Args:
        rows: Where requests are kept.
        handlers: What an approved request of each kind does; looked up at the decision.
        audit: The log.
        clock: The time.
    """

    def __init__(
        self, rows: ChangeRequestRows, handlers: Mapping[str, Handler], audit: AuditLog, clock: Clock
    ) -> None:
        self._rows = rows
        self._handlers = handlers
        self._audit = audit
        self._clock = clock
        self.on_ask: list[Callable[[ChangeRequest], None]] = []
        """Called with every new request, in the same transaction."""
        self.on_decision: list[Callable[[ChangeRequest], None]] = []
        """Called with every request that was decided or withdrawn, in the same transaction."""

    def ask(
        self,
        kind: str,
        subject: str,
        *,
        unit: str | None = None,
        base_version: int | None = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
        asked_by: str,
    ) -> ChangeRequest:
        """Ask for an act that needs a second person.

        Args:
            kind: A `Kind`.
            subject: What it is about: the identifier of an application, key or account, or `what:identifier`.
            unit: Whose it is.
            base_version: The version it was made from, where the thing has versions.
            before: The members it changes, as they are; nothing personal.
            after: The same members, as they would be.
            reason: Why, in words.
            asked_by: The operator who asks.
        """
        now = self._clock()
        request = ChangeRequest(
            id=str(uuid.uuid4()),
            kind=Kind(kind).value,
            subject=subject,
            unit=unit,
            base_version=base_version,
            before=before,
            after=after,
            reason=reason[:LONGEST_REASON],
            state=OPEN,
            asked_by=asked_by,
            asked_at=now,
            comments=[],
            expires_at=now + OPEN_FOR,
        )
        self._rows.add(request)
        self._audit.record(_asked(request))
        for listener in self.on_ask:
            listener(request)
        return request

    def find(self, id_: str) -> ChangeRequest | None:
        """A request, decided or not."""
        return self._rows.find(id_)

    def open(self, kinds: Sequence[str] | None = None, subject: str | None = None) -> Sequence[ChangeRequest]:
        """Those that wait for a decision, the oldest first: of some kinds, about one thing."""
        return self._rows.open(kinds, subject)

    def past(
        self,
        *,
        kinds: Sequence[str] | None = None,
        subject: str | None = None,
        before: datetime | None = None,
        most: int = 50,
    ) -> Sequence[ChangeRequest]:
        """Those that are decided, withdrawn or expired, the latest first."""
        return self._rows.past(kinds=kinds, subject=subject, before=before, most=most)

    def count_open(self) -> int:
        """How many wait for a decision."""
        return self._rows.count_open()

    def state_of(self, request: ChangeRequest) -> str:
        """The state as people see it: an open request whose thirty days are over is `expired`."""
        return "expired" if request.state == OPEN and not self.is_open(request) else request.state

    def is_open(self, request: ChangeRequest) -> bool:
        """Whether a request waits for a decision."""
        return request.state == OPEN and request.expires_at > self._clock()

    def approve(self, id_: str, by: str, comment: str = "") -> Outcome | NotDecided:
        """Approve a request and do what it asks for.

        Args:
            id_: Which.
            by: The operator who decides; never the one who asked.
            comment: What they say about it.
        """
        decided = self._settle(id_, by, "approved", comment)
        if isinstance(decided, NotDecided):
            return decided
        outcome = self._handlers[decided.kind](decided)
        if not isinstance(outcome, Applied):
            self._rows.reopen(id_, "approved")
            return outcome
        self._audit.record(ChangeApproved(**_named(decided, by)))
        self._tell(decided)
        return outcome

    def reject(self, id_: str, by: str, comment: str) -> ChangeRequest | NotDecided:
        """Refuse a request."""
        decided = self._settle(id_, by, "rejected", comment)
        if not isinstance(decided, NotDecided):
            self._audit.record(ChangeRejected(**_named(decided, by)))
            self._tell(decided)
        return decided

    def want_more(self, id_: str, by: str, comment: str) -> ChangeRequest | NotDecided:
        """Send a request back: whoever asked may ask anew with what is missing."""
        decided = self._settle(id_, by, "more_wanted", comment)
        if not isinstance(decided, NotDecided):
            self._audit.record(MoreWanted(**_named(decided, by)))
            self._tell(decided)
        return decided

    def withdraw(self, id_: str, by: str) -> ChangeRequest | NotDecided:
        """Take a request back; only whoever asked may."""
        decided = self._settle(id_, by, "withdrawn", "", is_asker=True)
        if not isinstance(decided, NotDecided):
            self._audit.record(ChangeWithdrawn(**_named(decided, by)))
            self._tell(decided)
        return decided

    def _settle(
        self, id_: str, by: str, state: str, comment: str, *, is_asker: bool = False
    ) -> ChangeRequest | NotDecided:
        now = self._clock()
        said = [{"by": by, "at": now.isoformat(), "text": comment[:LONGEST_COMMENT]}] if comment else []
        columns = {"state": state, "decided_by": by, "decided_at": now, "comments": said}
        request = self._rows.find(id_)
        if request is None:
            return NotDecided.UNKNOWN
        if self._rows.settle(id_, by, is_asker=is_asker, **columns):
            return request
        if (request.asked_by == by) is not is_asker:
            self._audit.record(DecisionRefused(**_named(request, by), reason=NotDecided.OWN.value))
            return NotDecided.OWN
        return NotDecided.OVER

    def _tell(self, request: ChangeRequest) -> None:
        for listener in self.on_decision:
            listener(request)


def _asked(request: ChangeRequest) -> ChangeAsked:
    members = tuple(sorted({*(request.before or {}), *(request.after or {})}))
    return ChangeAsked(
        **_named(request, request.asked_by),
        members=members,
        before=_texts(request.before, members),
        after=_texts(request.after, members),
    )


def _named(request: ChangeRequest, by: str) -> dict[str, Any]:
    about = {"client_id": request.subject} if request.kind in _OF_CLIENTS else {}
    if request.kind == Kind.PERSONAL_EXPORT and ":" not in request.subject:
        about = {"citizen_id": request.subject}
    return {
        "operator_id": by,
        "request_id": request.id,
        "kind": request.kind,
        "subject": request.subject,
        **about,
    }


def _texts(values: dict[str, Any] | None, members: tuple[str, ...]) -> tuple[str, ...]:
    known = values or {}
    return tuple(json.dumps(known.get(name), ensure_ascii=False, sort_keys=True)[:2_000] for name in members)
