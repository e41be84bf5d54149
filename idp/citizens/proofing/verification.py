"""Puts a claim of identity to the population register and says what became of it.

A match proves that such a person exists, not that it is they who typed it: it gives the assurance
`doi_chieu_dan_cu`, below everything that shows possession of the identity.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from idp.assurance import IdentityAssurance
from idp.citizens.contacts import Contact
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.identity import FIELDS, LEGAL_REFERENCE, contacts_of, identity_of
from idp.citizens.proofing.verdict import Verdict
from idp.clock import Clock
from idp.registry.birth_date import Precision
from idp.registry.outcomes import (
    Misconfigured,
    NotAlive,
    NotEnoughData,
    NotMatched,
    NumberCancelled,
    Unavailable,
    UnderCorrection,
    Verified,
)
from idp.registry.person import PersonRecord
from idp.registry.port import PopulationRegister

YOUNGEST = 14
"""Years from which somebody may hold an account; below, a parent or guardian acts (Law 26/2023; Decree 69/2024)."""

OF_AGE = 18
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_LATER = timedelta(minutes=5)


@dataclass(frozen=True)
class Checked:
    """What became of a claim."""

    verdict: Verdict
    request_id: str
    identity: dict[str, Any] = field(default_factory=dict)
    register_contacts: tuple[Contact, ...] = ()
    trouble: str | None = None
    ask_again_after: timedelta = _LATER


class Verification:
    """Asks the register."""

    def __init__(self, register: PopulationRegister, clock: Clock) -> None:
        self._register = register
        self._clock = clock

    def today(self) -> date:
        """The date where our citizens live."""
        return local_date(self._clock())

    def check(self, claim: Claim, request_id: str) -> Checked:
        """Ask about a claim. Takes as long as the register takes, so nothing may be written before.

        Args:
            claim: What somebody says of themselves.
            request_id: Our name for the question; given again, it gets the same answer. Asked again later it is
                still the citizen who asks, so the question stays the same to the letter.
        """
        if claim.birth_date.age_on(self.today()) < YOUNGEST:
            return Checked(Verdict.TOO_YOUNG, request_id)
        answer = self._register.verify(claim.for_register(), request_id=request_id)
        match answer:
            case Verified():
                return self._fetched(claim, answer)
            case Unavailable(trouble=trouble, retry_after=after):
                return Checked(Verdict.WAITING, request_id, trouble=str(trouble), ask_again_after=after)
            case Misconfigured(code=code):
                return Checked(Verdict.WAITING, request_id, trouble=f"misconfigured_{code}")
            case refusal:
                return Checked(_REFUSALS[type(refusal)], request_id)

    def _fetched(self, claim: Claim, verified: Verified) -> Checked:
        record = self._register.attributes(claim.number, legal_reference=LEGAL_REFERENCE, fields=FIELDS)
        if not isinstance(record, PersonRecord):
            trouble = record.trouble if isinstance(record, Unavailable) else type(record).__name__
            return Checked(Verdict.WAITING, verified.request_id, trouble=f"attributes_{trouble}".lower())
        is_year = verified.precision is Precision.YEAR
        return Checked(
            Verdict.MATCHED_BY_YEAR if is_year else Verdict.MATCHED,
            verified.request_id,
            identity_of(record, verified, claim),
            contacts_of(record),
        )


_REFUSALS: dict[type, Verdict] = {
    NotMatched: Verdict.NOT_MATCHED,
    NotEnoughData: Verdict.NOT_ENOUGH,
    UnderCorrection: Verdict.CORRECTING,
    NumberCancelled: Verdict.CANCELLED,
    NotAlive: Verdict.STOPPED,
}


def assurance_of(verdict: Verdict) -> IdentityAssurance:
    """How sure a verdict makes us."""
    match verdict:
        case Verdict.MATCHED:
            return IdentityAssurance.MATCHED
        case Verdict.MATCHED_BY_YEAR:
            return IdentityAssurance.MATCHED_BY_YEAR
        case _:
            return IdentityAssurance.SELF_DECLARED


def local_date(at: datetime) -> date:
    """The date of a moment where our citizens live."""
    return at.astimezone(HERE).date()
