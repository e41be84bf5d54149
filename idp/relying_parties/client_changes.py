"""What operators do to registrations: drafts, requests, and changes of what has been approved.

Who may not approve makes drafts. What has been approved is changed at once only where nobody else needs to look at it;
everything else waits for a second person, who sees the difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from idp.relying_parties.comparison import FOLLOWS
from idp.relying_parties.document import PERSONAL
from idp.relying_parties.history import History
from idp.relying_parties.life import Actor, Life, Needs, Refusal, Stopped
from idp.relying_parties.outcomes import Changed, Conflict, NotFound, Registered, Rejected
from idp.relying_parties.registration import Registrations
from idp.relying_parties.sensitive_changes import needs_two, sensitive
from idp.relying_parties.states import APPROVED, State
from idp.store.models import ChangeRequest, Client
from idp.store.repositories.clients import Clients

APPROVAL, CHANGE = "client.approval", "client.change"
"""Kinds of requests, as `idp/operators/change_requests.py` names them."""

_DATA = frozenset({"scope", "scope_policy"})
_NOT_SHOWN = frozenset({*PERSONAL, *FOLLOWS})
"""People are in no request, nor what only repeats another member."""


class SecondPerson(Protocol):
    """Asks a second person; `ChangeRequests` by shape."""

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
        """Ask for an act that needs a second person."""

    def open(self, kinds: Sequence[str] | None = None, subject: str | None = None) -> Sequence[ChangeRequest]:
        """Those that wait for a decision."""

    def withdraw(self, id_: str, by: str) -> object:
        """Take a request back."""


@dataclass(frozen=True)
class Created:
    """A new application, wherever its life begins."""

    client: Client
    secret: str | None
    request: ChangeRequest | None = None


@dataclass(frozen=True)
class Asked:
    """A second person has been asked. `at_once` says whether harmless parts of the change are there already."""

    request: ChangeRequest
    at_once: bool = False


Saved = Changed | Asked | Rejected | Conflict | NotFound | Stopped


class ClientChanges:
    """Does what operators ask for, or asks a second person."""

    def __init__(
        self, registrations: Registrations, clients: Clients, life: Life, second: SecondPerson
    ) -> None:
        self._registrations = registrations
        self._clients = clients
        self._second = second
        self.life = life

    @property
    def history(self) -> History:
        """Every version of every registration."""
        return self._registrations.history

    def create(
        self, document: dict[str, Any], by: Actor, why: str = "", *, at_once: bool = True
    ) -> Created | Rejected:
        """Make an application: live where that is theirs to say and nothing is missing, else a draft or a request.

        Args:
            document: Members of a registration.
            by: Who acts.
            why: For the history, and for a second person.
            at_once: Whether it may be live without a further word.
        """
        document = {**document, **({"unit": by.unit} if by.unit is not None else {})}
        may_approve = by.may(Needs.APPROVE)
        needs_second = may_approve and needs_two(document)
        is_ready = at_once and may_approve and not needs_second and not self.life.untold(document)
        state = State.LIVE if is_ready else State.DRAFT
        made = self._registrations.register(document, operator_id=by.operator_id, state=state, why=why)
        if not isinstance(made, Registered):
            return made
        if not needs_second:
            return Created(made.client, made.secret)
        asked = self.submit(made.client, by, why)
        request = asked.request if isinstance(asked, Asked) else None
        return Created(self._clients.find(made.client.client_id) or made.client, made.secret, request)

    def submit(self, client: Client, by: Actor, reason: str = "") -> Asked | Stopped:
        """Ask for the approval of a draft."""
        if (stopped := self.life.make("ask", client, by)) is not None:
            return stopped
        client = self._clients.find(client.client_id) or client
        asked = self._second.ask(
            APPROVAL,
            client.client_id,
            unit=client.unit or None,
            base_version=client.version,
            before={},
            after=self._shown(client),
            reason=reason,
            asked_by=by.operator_id,
        )
        return Asked(asked)

    def save(self, client: Client, changes: dict[str, Any], version: int, by: Actor, why: str = "") -> Saved:
        """Change members of a registration, or ask a second person for it.

        Args:
            client: As it is now.
            changes: Members and their new values; None takes a member away.
            version: The version the change was made from.
            by: Who acts.
            why: For the history, and for a second person.
        """
        if client.version != version:
            return Conflict(client)
        if (stopped := self._edit_stopped(client, by)) is not None:
            return stopped
        if by.unit is not None:
            changes = {name: value for name, value in changes.items() if name != "unit"}
        whole = self._registrations.changed(client, changes)
        if isinstance(whole, Rejected):
            return whole
        before, after = self._whole(client), whole.written()
        waiting = self._needing_approval(client, before, after, by)
        if not waiting:
            return self._registrations.change(client, changes, version, operator_id=by.operator_id, why=why)
        return self._split(client, changes, waiting, by, why)

    def restore(self, client: Client, number: int, version: int, by: Actor, why: str = "") -> Saved:
        """Go back to an earlier version, by the same rules as any other change.

        Args:
            client: As it is now.
            number: The version to go back to.
            version: The version the choice was made from.
            by: Who acts.
            why: For the history.
        """
        earlier = self.history.at(client, number)
        if earlier is None or earlier.number != number:
            return NotFound()
        now = self.history.now(client).document
        changes = {name: earlier.document.get(name) for name in {*now, *earlier.document}}
        del changes["client_id"]
        return self.save(client, {**changes, "kind": None}, version, by, why)

    def approve(self, request: ChangeRequest) -> Changed | Conflict | NotFound | Stopped:
        """What an approved request does: the handler of both kinds. Nothing is changed unless it is `Changed`."""
        client = self._clients.find(request.subject)
        if client is None:
            return NotFound()
        if request.kind == APPROVAL:
            return self._let_in(client, request)
        now, before, after = self._whole(client), request.before or {}, request.after or {}
        if client.version != request.base_version and any(now.get(name) != before[name] for name in before):
            return Conflict(client)
        if client.state not in APPROVED:
            return Stopped(Refusal.NOT_NOW)
        outcome = self._registrations.change(
            client, after, client.version, operator_id=request.asked_by, why=request.reason
        )
        return Stopped(faults=outcome.faults) if isinstance(outcome, Rejected) else outcome

    def returned(self, request: ChangeRequest) -> None:
        """A request for approval is over without one: what it was about is a draft again."""
        client = self._clients.find(request.subject) if request.kind == APPROVAL else None
        if client is not None and client.state == State.REQUESTED and request.state != "approved":
            by = request.decided_by or request.asked_by
            self._registrations.move(client, State.DRAFT, operator_id=by)

    def return_forgotten(self) -> int:
        """Let applications be drafts again whose request nobody decided in time; how many."""
        waiting = {request.subject for request in self._second.open([APPROVAL])}
        forgotten = [
            client for client in self._clients.all(State.REQUESTED) if client.client_id not in waiting
        ]
        return sum(self._registrations.move(client, State.DRAFT) for client in forgotten)

    def waiting_for(self, client: Client) -> Sequence[ChangeRequest]:
        """The open requests about an application."""
        return self._second.open([APPROVAL, CHANGE], client.client_id)

    def may_edit(self, client: Client, by: Actor) -> bool:
        """Whether somebody may change members of a registration, now or once it is not being decided on."""
        needed = Needs.CHANGE if client.state in APPROVED else Needs.DRAFT
        return by.may(needed)

    def _edit_stopped(self, client: Client, by: Actor) -> Stopped | None:
        if client.state in (State.REQUESTED, State.RETIRED):
            return Stopped(Refusal.NOT_NOW)
        return None if self.may_edit(client, by) else Stopped(Refusal.NO_RIGHT)

    def _needing_approval(
        self, client: Client, before: dict[str, Any], after: dict[str, Any], by: Actor
    ) -> frozenset[str]:
        if client.state not in APPROVED:
            return frozenset()
        is_own_to_say = by.may(Needs.APPROVE) and not needs_two(before) and not needs_two(after)
        return frozenset() if is_own_to_say else sensitive(before, after)

    def _split(
        self, client: Client, changes: dict[str, Any], waiting: frozenset[str], by: Actor, why: str
    ) -> Saved:
        """Do what is harmless at once, and ask for the rest; ask for all of it where it belongs together."""
        harmless = {name: value for name, value in changes.items() if name not in waiting}
        apart = self._registrations.changed(client, harmless)
        at_once, first = False, client.version
        if not isinstance(apart, Rejected):
            done = self._registrations.replace(
                client, apart, client.version, operator_id=by.operator_id, why=why
            )
            if not isinstance(done, Changed):
                return done
            at_once, client = done.client.version != first, done.client
        now = self._whole(client)
        rest = self._registrations.changed(client, changes)
        after = rest.written() if not isinstance(rest, Rejected) else {**now, **changes}
        names = {each for each in {*now, *after} if now.get(each) != after.get(each)} - _NOT_SHOWN
        if names & _DATA:
            names |= _DATA  # a ground means nothing without its scope
        request = self._second.ask(
            CHANGE,
            client.client_id,
            unit=client.unit or None,
            base_version=client.version,
            before={name: now.get(name) for name in names},
            after={name: after.get(name) for name in names},
            reason=why,
            asked_by=by.operator_id,
        )
        return Asked(request, at_once)

    def _whole(self, client: Client) -> dict[str, Any]:
        """A registration with what is usual filled in, as a change of it would leave it."""
        whole = self._registrations.changed(client, {})
        return self.history.document(client) if isinstance(whole, Rejected) else whole.written()

    def _let_in(self, client: Client, request: ChangeRequest) -> Changed | Conflict | Stopped:
        is_same = client.version == request.base_version or self._shown(client) == request.after
        if not is_same:
            return Conflict(client)
        by = Actor(request.decided_by or "", frozenset({Needs.APPROVE.value}))
        stopped = self.life.make("approve", client, by)
        return stopped or Changed(self._clients.find(client.client_id) or client)

    def _shown(self, client: Client) -> dict[str, Any]:
        document = self.history.document(client)
        return {name: value for name, value in document.items() if name not in _NOT_SHOWN}
