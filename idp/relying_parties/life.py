"""The life of an application: one table of moves between its states, with the rights they need and what must hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from idp.relying_parties.document import document_of
from idp.relying_parties.faults import Fault
from idp.relying_parties.outcomes import Rejected
from idp.relying_parties.registration import Registrations
from idp.relying_parties.sensitive_changes import needs_two
from idp.relying_parties.states import APPROVED, State
from idp.store.models import Client


class Needs(StrEnum):
    """Rights, by the names `idp/operators/rights.py` has for them."""

    DRAFT = "draft_clients"
    CHANGE = "change_clients"
    APPROVE = "approve_clients"
    SUSPEND = "suspend_clients"
    REMOVE = "remove_clients"


class Must(StrEnum):
    """What must hold before a move."""

    NO_FAULTS = "no_faults"
    """The registration is good by today's rules."""
    COACH_COMPLETE = "coach_complete"
    """The conformance coach has seen everything it wants to see, for those who may not approve themselves."""
    TOLD = "told"
    """Whose it is, who answers for it, and for each scope what it is for, on what ground and how long it is kept."""
    NO_LAW = "no_law"
    """No scope has a legal ground, and none is to administer with: such scopes need a second person."""


@dataclass(frozen=True)
class Move:
    """One way from some states to another."""

    sources: frozenset[State]
    target: State
    needs: Needs
    must: tuple[Must, ...] = ()


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES: dict[str, Move] = {
    "ask": Move(
        _from(State.DRAFT), State.REQUESTED, Needs.DRAFT, (Must.NO_FAULTS, Must.TOLD, Must.COACH_COMPLETE)
    ),
    "withdraw": Move(_from(State.REQUESTED), State.DRAFT, Needs.DRAFT),
    "return": Move(_from(State.REQUESTED), State.DRAFT, Needs.APPROVE),
    "approve": Move(_from(State.REQUESTED), State.TEST, Needs.APPROVE, (Must.NO_FAULTS,)),
    "go_live": Move(_from(State.TEST), State.LIVE, Needs.DRAFT, (Must.NO_FAULTS, Must.TOLD)),
    "live_at_once": Move(
        _from(State.DRAFT), State.LIVE, Needs.APPROVE, (Must.NO_FAULTS, Must.TOLD, Must.NO_LAW)
    ),
    "suspend": Move(_from(State.LIVE), State.SUSPENDED, Needs.SUSPEND),
    "resume": Move(_from(State.SUSPENDED), State.LIVE, Needs.SUSPEND),
    "discard": Move(_from(State.DRAFT), State.RETIRED, Needs.DRAFT),
    "retire": Move(frozenset({State.REQUESTED, *APPROVED}), State.RETIRED, Needs.REMOVE),
}
"""Every move there is. What is not here does not happen."""


@dataclass(frozen=True)
class Actor:
    """Who acts upon one application.

    Args:
        operator_id: The operator.
        rights: What they may do with it, by the names of rights.
        unit: Their own unit, where they act for no other.
    """

    operator_id: str
    rights: frozenset[str]
    unit: str | None = None

    def may(self, right: Needs) -> bool:
        """Whether they have a right."""
        return right.value in self.rights


class Refusal(StrEnum):
    """Why something does not happen."""

    NOT_NOW = "not_now"
    """The application is in another state."""
    NO_RIGHT = "no_right"
    UNTOLD = "untold"
    """It does not say yet what somebody who approves has to know."""
    COACH = "coach"
    LAW = "law"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True)
class Stopped:
    """Nothing happened.

    Args:
        why: The reason.
        faults: What is wrong with the registration, where that is it.
    """

    why: Refusal | None = None
    faults: tuple[Fault, ...] = ()


class Life:
    """Moves applications between states.

    Args:
        registrations: Keeps them.
    """

    def __init__(self, registrations: Registrations) -> None:
        self._registrations = registrations
        self.coach_is_complete: Callable[[str], bool] = lambda _client_id: True
        """Whether the conformance coach has seen everything of an application."""
        self.stopped_by: Callable[[str], str | None] = lambda _client_id: None
        """The unit for which an application was suspended last; None where that was done for the whole province."""
        self.untold: Callable[[dict[str, Any]], tuple[Fault, ...]] = lambda _document: ()
        """What a registration does not say yet that somebody who approves has to know."""

    def moves(self, client: Client, by: Actor) -> list[str]:
        """The moves somebody may make now, whatever else must hold for them."""
        return [name for name, move in MOVES.items() if client.state in move.sources and by.may(move.needs)]

    def stop(self, name: str, client: Client, by: Actor) -> Stopped | None:
        """What keeps somebody from making a move; None where nothing does."""
        move = MOVES[name]
        if client.state not in move.sources:
            return Stopped(Refusal.NOT_NOW)
        if not by.may(move.needs) or (name == "resume" and not self._may_resume(client, by)):
            return Stopped(Refusal.NO_RIGHT)
        return next(self._broken(move, client, by), None)

    def make(self, name: str, client: Client, by: Actor) -> Stopped | None:
        """Make a move. None when it is made.

        Args:
            name: Which, of `MOVES`.
            client: As it is now.
            by: Who acts.
        """
        stopped = self.stop(name, client, by)
        if stopped is not None:
            return stopped
        keep = self._registrations
        if name == "suspend":
            keep.suspend(client.client_id, operator_id=by.operator_id, for_unit=by.unit or None)
        elif name == "resume":
            keep.resume(client.client_id, operator_id=by.operator_id)
        elif not keep.move(client, MOVES[name].target, operator_id=by.operator_id):
            return Stopped(Refusal.OVERTAKEN)
        return None

    def _may_resume(self, client: Client, by: Actor) -> bool:
        """Whether somebody may undo a suspension: a unit only its own."""
        return by.unit is None or self.stopped_by(client.client_id) == by.unit

    def _untold_of(self, client: Client) -> tuple[Fault, ...]:
        return self.untold(self._registrations.history.document(client))

    def _broken(self, move: Move, client: Client, by: Actor) -> Iterator[Stopped]:
        if Must.NO_LAW in move.must and needs_two(document_of(client)):
            yield Stopped(Refusal.LAW)
        if Must.NO_FAULTS in move.must and isinstance(
            read := self._registrations.changed(client, {}), Rejected
        ):
            yield Stopped(faults=read.faults)
        if Must.TOLD in move.must and (missing := self._untold_of(client)):
            yield Stopped(Refusal.UNTOLD, missing)
        needs_coach = Must.COACH_COMPLETE in move.must and not by.may(Needs.APPROVE)
        if needs_coach and not self.coach_is_complete(client.client_id):
            yield Stopped(Refusal.COACH)
