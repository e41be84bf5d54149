"""Asks the register again about claims that wait; called by the worker, with ever longer pauses."""

from typing import Any

from idp.citizens.proofing.verdict import Verdict
from idp.citizens.proofing.verification import Checked, Verification
from idp.citizens.proofing.waiting import WaitingVerifications
from idp.outbound.delivery import Deliverer, DeliveryFailed, Send
from idp.outbound.outbox import Parcel
from idp.store.repositories.citizens import Citizens


class VerificationRetry(Deliverer):
    """Delivers a question to the register. Its answer is written in the transaction that notes the delivery."""

    def __init__(self, waiting: WaitingVerifications, verification: Verification, citizens: Citizens) -> None:
        self._waiting = waiting
        self._verification = verification
        self._citizens = citizens

    def prepare(self, parcel: Parcel) -> Send:
        """Look the claim up. One that was settled meanwhile, or whose account was closed, needs no question."""
        row = self._waiting.found(parcel.payload["citizen_id"], parcel.payload["request_id"])
        if row is None:
            return lambda: None
        citizen = self._citizens.find(row.citizen_id)
        if citizen is None or not citizen.is_active:
            self._waiting.forget(row)
            return lambda: None
        claim, request_id = self._waiting.claim_of(row), row.request_id
        self._waiting.count_try(row.citizen_id)

        def ask() -> Checked:
            checked = self._verification.check(claim, request_id)
            if checked.verdict is Verdict.WAITING:
                raise DeliveryFailed(checked.trouble or "no_answer")
            return checked

        return ask

    def delivered(self, parcel: Parcel, result: Any) -> None:
        """Write what the register said."""
        citizen = self._citizens.find(parcel.payload["citizen_id"])
        if isinstance(result, Checked) and citizen is not None and citizen.is_active:
            self._waiting.settle(citizen, result)
