"""Operators as other operators see and handle them in the console: `handling.py` says who may.

There is always one active province administrator left, and nobody becomes one without a second person.
"""

import json
from typing import Any

from idp.audit.events.operators import (
    OperatorFactorsRemoved,
    OperatorMoved,
    OperatorResumed,
    OperatorSessionsEnded,
    OperatorSuspended,
)
from idp.operators.change_requests import Applied, Impossible, Outcome, Overtaken
from idp.operators.handling import TOP, Refusal, handles, refused_post, sees
from idp.operators.inviting import invite_to
from idp.operators.letters import NEW_FACTOR, ROLE_CHANGED, ROLES
from idp.operators.links import LinkKind
from idp.operators.parts import Parts
from idp.operators.rights import Holder
from idp.operators.units import tidy
from idp.store.models import ChangeRequest, Operator


class Roster:
    """Sees, moves, suspends and resets operators, each for somebody who has the right to."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._operators = parts.operators

    def seen_by(self, holder: Holder) -> list[Operator]:
        """The operators somebody may see, in the order of their names."""
        return [each for each in self._operators.all() if sees(holder, each)]

    def find(self, holder: Holder, operator_id: str) -> Operator | None:
        """An operator somebody may see."""
        found = self._operators.find(operator_id)
        return found if found is not None and sees(holder, found) else None

    def move(self, holder: Holder, operator: Operator, role: str, unit: str, version: int) -> Refusal | None:
        """Give an operator another role or unit.

        Args:
            holder: Who does it.
            operator: To whom.
            role: Their role from now on.
            unit: The name of their unit from now on; empty for none.
            version: The account's version it is done to.
        """
        unit = tidy(unit)
        if not handles(holder, operator):
            return Refusal.NOT_YOURS
        stays_top = role == TOP == operator.role
        if not stays_top and (refusal := refused_post(holder, role, unit, self._parts.units.names())):
            return refusal
        return self._moved(operator, role, unit or None, version, holder.id)

    def suspend(self, holder: Holder, operator: Operator) -> Refusal | None:
        """Shut an operator out for now; every session ends at once."""
        if not handles(holder, operator):
            return Refusal.NOT_YOURS
        if not operator.is_active:
            return None
        if not self._operators.weaken(operator.id, TOP.value, state="suspended"):
            return Refusal.LAST_ADMINISTRATOR
        self._parts.sessions.end_all_of(operator.id)
        self._parts.links.end_all_of(operator.id)
        self._parts.audit.record(OperatorSuspended(about=operator.id, operator_id=holder.id))
        return None

    def resume(self, holder: Holder, operator: Operator) -> Refusal | None:
        """Let a suspended operator in again."""
        if not handles(holder, operator):
            return Refusal.NOT_YOURS
        if not operator.is_active:
            self._operators.change(operator.id, state="active")
            self._parts.audit.record(OperatorResumed(about=operator.id, operator_id=holder.id))
        return None

    def end_sessions(self, holder: Holder, operator: Operator) -> Refusal | None:
        """End every session of an operator at once."""
        if not handles(holder, operator):
            return Refusal.NOT_YOURS
        self._parts.sessions.end_all_of(operator.id)
        self._parts.audit.record(OperatorSessionsEnded(about=operator.id, operator_id=holder.id))
        return None

    def reset_factor(self, holder: Holder, operator: Operator) -> Refusal | None:
        """Take an operator's second factors away, and send a link to set up a new one."""
        if not handles(holder, operator):
            return Refusal.NOT_YOURS
        address = self._parts.addresses.of(operator)
        if address is None:
            return Refusal.NO_ADDRESS
        if not operator.is_enrolled:
            return invite_to(self._parts, operator, holder.id)
        self._operators.change(operator.id, totp_sealed=None, totp_last_step=None)
        self._operators.forget_passkeys(operator.id)
        self._parts.sessions.end_all_of(operator.id)
        link, secret = self._parts.links.to_account(LinkKind.FACTOR, operator, address, holder.id)
        self._parts.links.send(link, secret, NEW_FACTOR, username=operator.username)
        self._parts.audit.record(
            OperatorFactorsRemoved(about=operator.id, invitation_id=link.id, operator_id=holder.id)
        )
        return None

    def promote(self, request: ChangeRequest) -> Outcome:
        """Make a province administrator of somebody, as two people want; see `promotion`."""
        operator = self._operators.find(request.subject)
        if operator is None or not operator.is_active:
            return Impossible(("This operator is gone or suspended.",))
        if {"role": operator.role, "unit": operator.unit} != request.before:
            return Overtaken()
        refusal = self._moved(operator, TOP.value, operator.unit, operator.version, request.decided_by)
        return Applied() if refusal is None else Overtaken()

    def _moved(
        self, operator: Operator, role: str, unit: str | None, version: int | None, by: str | None
    ) -> Refusal | None:
        before = {"role": operator.role, "unit": operator.unit}
        after = {"role": role, "unit": unit}
        members = tuple(name for name in after if before[name] != after[name])
        if version != operator.version:
            return Refusal.OVERTAKEN
        if not members:
            return None
        if role == TOP:
            if not self._operators.change_version(operator.id, version, **after):
                return Refusal.OVERTAKEN
        elif not self._operators.weaken(operator.id, TOP.value, version, **after):
            return Refusal.LAST_ADMINISTRATOR if before["role"] == TOP else Refusal.OVERTAKEN
        self._parts.sessions.end_all_of(operator.id)
        self._parts.audit.record(
            OperatorMoved(
                about=operator.id,
                members=members,
                before=tuple(json.dumps(before[name], ensure_ascii=False) for name in members),
                after=tuple(json.dumps(after[name], ensure_ascii=False) for name in members),
                operator_id=by,
            )
        )
        language = operator.locale if operator.locale in ROLES[role] else "vi"
        self._parts.notices.send(
            operator, ROLE_CHANGED, username=operator.username, role=ROLES[role][language], unit=unit or "–"
        )
        return None


def promotion(operator: Operator) -> dict[str, Any]:
    """What `ChangeRequests.ask` is to be told when somebody shall become a province administrator."""
    return {
        "subject": operator.id,
        "unit": operator.unit,
        "before": {"role": operator.role, "unit": operator.unit},
        "after": {"role": TOP.value, "unit": operator.unit},
    }
