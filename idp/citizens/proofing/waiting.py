"""Verification that waits: the register was silent, so the account was opened with nothing behind it yet.

The claim is kept sealed and asked about again, by the worker (`retry.py`) and from the account page.
"""

from dataclasses import dataclass
from datetime import timedelta

from idp.audit.events.proofing import IdentityChecked, IdentityTriesSpent, SecondAccountPrevented
from idp.audit.log import AuditLog
from idp.citizens.contacts import number_index
from idp.citizens.notices import Notice, Notices
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.register_word import RegisterWord, Word
from idp.citizens.proofing.tries import Tries, Try
from idp.citizens.proofing.verdict import Verdict
from idp.citizens.proofing.verification import Checked, Verification, assurance_of
from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.outbound.outbox import Outbox
from idp.registry.questions import new_request_id
from idp.store.models import Citizen, PendingVerification
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.pending_verifications import PendingVerifications

KIND = "verification"
"""What the outbox calls such parcels."""

KEEP_ASKING = timedelta(days=30)
_WHERE = "pending_verification.claim_sealed"


@dataclass(frozen=True)
class TriesSpent:
    """Too many claims today; the answer is not told."""


@dataclass(frozen=True)
class Settled:
    """What became of a claim of somebody who has an account."""

    verdict: Verdict
    tries_left: int
    is_second_account: bool = False


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What settling a claim needs around it."""

    verification: Verification
    word: RegisterWord
    tries: Tries
    installation: InstallationSecrets
    notices: Notices
    audit: AuditLog


class WaitingVerifications:
    """Keeps claims that wait, and settles them."""

    def __init__(
        self, rows: PendingVerifications, outbox: Outbox, desk: Desk, sealer: Sealer, clock: Clock
    ) -> None:
        self._rows = rows
        self._outbox = outbox
        self._desk = desk
        self._sealer = sealer
        self._clock = clock

    def put_off(self, citizen_id: str, claim: Claim, checked_id: str, after: timedelta) -> None:
        """Let a claim wait, and have the worker ask again."""
        self._rows.keep(citizen_id, self._sealer.seal_json(claim.kept(), _WHERE), checked_id)
        self._outbox.add(
            KIND,
            {"citizen_id": citizen_id, "request_id": checked_id},
            not_before=self._clock() + after,
            keep_trying=KEEP_ASKING,
        )

    def is_waiting(self, citizen: Citizen) -> bool:
        """Whether a claim of a citizen waits."""
        return self._rows.find(citizen.id) is not None

    def claim_of(self, row: PendingVerification) -> Claim:
        """What a citizen said of themselves."""
        return Claim.of(self._sealer.open_json(row.claim_sealed, _WHERE))

    def verify(self, citizen: Citizen, claim: Claim, *, network: str) -> Settled | TriesSpent:
        """Verify somebody who has an account: a claim from the account page.

        Args:
            citizen: Whose account; one that is verified already is left as it is.
            claim: What they say of themselves.
            network: Where it comes from.
        """
        attempt = self._try(citizen, claim, network)
        checked = self._asked(citizen, claim, new_request_id(), attempt)
        if isinstance(checked, TriesSpent):
            return checked
        if checked.verdict is Verdict.WAITING:
            self.put_off(citizen.id, claim, checked.request_id, checked.ask_again_after)
        return self._settle(citizen, checked, self._desk.tries.left(attempt))

    def verify_again(self, citizen: Citizen, *, network: str) -> Settled | TriesSpent | None:
        """Ask about the claim that waits, now. None when none waits, or the worker was quicker."""
        row = self._rows.find(citizen.id)
        if row is None:
            return None
        claim = self.claim_of(row)
        attempt = self._try(citizen, claim, network)
        checked = self._asked(citizen, claim, row.request_id, attempt)
        if isinstance(checked, TriesSpent):
            return checked
        left = self._desk.tries.left(attempt)
        if checked.verdict is Verdict.WAITING:
            return Settled(checked.verdict, left)
        return self._settle(citizen, checked, left) if self._rows.finish(citizen.id, row.request_id) else None

    def found(self, citizen_id: str, request_id: str) -> PendingVerification | None:
        """The claim that waits for the answer to one question."""
        row = self._rows.find(citizen_id)
        return row if row is not None and row.request_id == request_id else None

    def forget(self, row: PendingVerification) -> None:
        """Forget a claim nobody needs an answer to any more."""
        self._rows.finish(row.citizen_id, row.request_id)

    def count_try(self, citizen_id: str) -> None:
        """Note that the register was silent once more."""
        self._rows.count_try(citizen_id)

    def settle(self, citizen: Citizen, checked: Checked) -> Settled | None:
        """Write what the register said of a claim that waited, and tell the citizen. Once only, then None."""
        if not self._rows.finish(citizen.id, checked.request_id):
            return None
        self._note(citizen, checked)
        settled = self._settle(citizen, checked, 0)
        if not settled.verdict.is_match or settled.is_second_account:
            self._desk.notices.tell(citizen, Notice.VERIFICATION_FAILED)
        return settled

    def _try(self, citizen: Citizen, claim: Claim, network: str) -> Try:
        return Try(number_index(claim.number, self._desk.installation), citizen.id, network)

    def _asked(self, citizen: Citizen, claim: Claim, request_id: str, attempt: Try) -> Checked | TriesSpent:
        if self._desk.tries.left(attempt) == 0:
            return self._spent(citizen)
        # Asked before anything is written: the register may take seconds, and a write lock is everybody's.
        checked = self._desk.verification.check(claim, request_id)
        if checked.verdict.counts and not self._desk.tries.take(attempt, is_match=checked.verdict.is_match):
            return self._spent(citizen)
        self._note(citizen, checked)
        return checked

    def _settle(self, citizen: Citizen, checked: Checked, left: int) -> Settled:
        if not checked.verdict.is_match:
            return Settled(checked.verdict, left)
        word = Word(checked.identity, assurance_of(checked.verdict), checked.request_id)
        owner = self._desk.word.owner_of(word.identity["number"])
        if owner is None and self._desk.word.give(citizen, word):
            self._desk.notices.tell(citizen, Notice.VERIFICATION_DONE)
            return Settled(checked.verdict, left)
        if owner is not None and owner.id != citizen.id:
            self._tell_owner(owner)
            return Settled(checked.verdict, left, is_second_account=True)
        return Settled(checked.verdict, left)

    def _tell_owner(self, owner: Citizen) -> None:
        self._desk.notices.tell(owner, Notice.SECOND_REGISTRATION)
        self._desk.audit.record(SecondAccountPrevented(citizen_id=owner.id, by="number"))

    def _spent(self, citizen: Citizen) -> TriesSpent:
        self._desk.audit.record(IdentityTriesSpent(citizen_id=citizen.id))
        return TriesSpent()

    def _note(self, citizen: Citizen, checked: Checked) -> None:
        self._desk.audit.record(
            IdentityChecked(
                verdict=str(checked.verdict),
                request_id=checked.request_id,
                citizen_id=citizen.id,
                trouble=checked.trouble,
            )
        )
