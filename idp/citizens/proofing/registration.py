"""Registering, first half: who somebody is. One method per step; `securing.py` has the second half."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from idp.audit.events.proofing import (
    DataNoticeRead,
    IdentityChecked,
    IdentityTriesSpent,
    SecondAccountPrevented,
)
from idp.audit.log import AuditLog
from idp.citizens.contacts import Contact, number_index
from idp.citizens.notices import Letters, Notice, Notices
from idp.citizens.one_time_codes import RESEND_AFTER, Accepted, Answer, OneTimeCodes, Purpose, Sending, Sent
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.dossiers import Dossier, Dossiers
from idp.citizens.proofing.progress import Progress
from idp.citizens.proofing.register_word import RegisterWord
from idp.citizens.proofing.tries import Tries, Try
from idp.citizens.proofing.verdict import Verdict
from idp.citizens.proofing.verification import Checked, Verification
from idp.citizens.proofing.waiting import TriesSpent
from idp.clock import Clock
from idp.registry.questions import new_request_id
from idp.store.models import Citizen
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.installation_secrets import InstallationSecrets

NOTICE_VERSION = "2026-11"
"""Grows with every change of meaning in the notice on data processing."""

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Registry:
    """What checking an identity needs: the register, the counts of tries, the accounts there are."""

    verification: Verification
    tries: Tries
    word: RegisterWord
    citizens: Citizens
    installation: InstallationSecrets


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What goes out on the way."""

    codes: OneTimeCodes
    letters: Letters
    notices: Notices


class Registration:
    """The steps from the contact to the result of the identity check."""

    def __init__(
        self, dossiers: Dossiers, registry: Registry, mail: Mail, audit: AuditLog, clock: Clock
    ) -> None:
        self._dossiers = dossiers
        self._registry = registry
        self._mail = mail
        self._audit = audit
        self._clock = clock

    def begin(self) -> tuple[Dossier, str]:
        """A new registration, and the value of its cookie."""
        return self._dossiers.begin()

    def find(self, cookie: str | None) -> Dossier | None:
        """The registration behind a cookie."""
        return self._dossiers.find(cookie)

    def forget(self, dossier: Dossier) -> None:
        """Forget what was entered: somebody else may sit at this device next."""
        self._dossiers.forget(dossier)

    def contact(
        self, dossier: Dossier, contact: Contact, *, network: str, language: str
    ) -> Dossier | Sending:
        """Choose the phone number or e-mail address to be reached at, and have a code sent there.

        A contact of an account that exists gets a letter that says so instead of a code; the page tells nothing.

        Returns:
            The registration at its next step; or, where no code could be sent, why not.
        """
        is_other = dossier.progress.contact != contact
        sending = self._send(dossier, contact, network=network, language=language)
        if not isinstance(sending, Sent) and is_other:
            return sending
        progress = replace(dossier.progress, contact_kind=str(contact.kind), contact_value=contact.value)
        return self._dossiers.move(dossier, progress)

    def resend(self, dossier: Dossier, *, network: str, language: str) -> Sending:
        """Have another code sent to the contact that was chosen."""
        return self._send(dossier, _there(dossier.progress.contact), network=network, language=language)

    def resend_at(self, dossier: Dossier) -> datetime | None:
        """When another code may be asked for."""
        last = self._mail.codes.last_sent_at(
            Purpose.REGISTER, dossier.code_owner(_there(dossier.progress.contact))
        )
        return last + RESEND_AFTER if last else None

    def confirm(self, dossier: Dossier, typed: str) -> Dossier | Answer:
        """Show that the contact is one's own, by the code that was sent to it."""
        owner = dossier.code_owner(_there(dossier.progress.contact))
        answer = self._mail.codes.check(Purpose.REGISTER, owner, typed)
        if not isinstance(answer, Accepted):
            return answer
        confirmed = replace(dossier.progress, contact_confirmed_at=self._clock().isoformat())
        return self._dossiers.move(dossier, confirmed)

    def read_notice(self, dossier: Dossier, language: str) -> Dossier:
        """Note that the notice on data processing was read."""
        self._audit.record(
            DataNoticeRead(registration_id=dossier.id, version=NOTICE_VERSION, language=language)
        )
        return self._dossiers.move(dossier, replace(dossier.progress, notice_version=NOTICE_VERSION))

    def identify(self, dossier: Dossier, claim: Claim, *, network: str) -> Dossier | TriesSpent:
        """Put a claim of identity to the register.

        The same claim again, from a page that was sent twice, is answered as before and costs no try.

        Args:
            dossier: The registration.
            claim: What somebody says of themselves.
            network: Where it comes from.
        """
        progress = dossier.progress
        is_same = progress.claim == claim
        if is_same and progress.verdict not in (None, Verdict.WAITING):
            return dossier
        attempt = self._try(progress, claim, network)
        if self._registry.tries.left(attempt) == 0:
            return self._spent(dossier)
        # Asked before anything is written: the register may take seconds, and a write lock is everybody's.
        asked = progress.request_id if is_same else None
        checked = self._registry.verification.check(claim, asked or new_request_id())
        if checked.verdict.counts and not self._registry.tries.take(
            attempt, is_match=checked.verdict.is_match
        ):
            return self._spent(dossier)
        return self._dossiers.move(dossier, self._learned(dossier, claim, checked))

    def tries_left(self, dossier: Dossier, *, network: str) -> int:
        """How many claims may still be tried today."""
        claim = dossier.progress.claim
        return self._registry.tries.left(self._try(dossier.progress, claim, network)) if claim else 0

    def accept_result(self, dossier: Dossier) -> Dossier:
        """Go on with what became of the claim: verified, or with nothing behind the account yet.

        Raises:
            ValueError: With this verdict nobody goes on.
        """
        verdict = dossier.progress.verdict
        if verdict is None or not (verdict.is_match or verdict.may_go_on_unverified):
            raise ValueError(f"nobody goes on after {verdict}")
        return self._dossiers.move(dossier, replace(dossier.progress, result_accepted=True))

    def _send(self, dossier: Dossier, contact: Contact, *, network: str, language: str) -> Sending:
        codes, code_owner = self._mail.codes, dossier.code_owner(contact)
        owner = self._registry.citizens.with_contact(contact.index(self._registry.installation))
        if owner is None:
            return codes.send(contact, Purpose.REGISTER, code_owner, network=network, language=language)
        sending = codes.pretend(contact.value, Purpose.REGISTER, code_owner, network=network)
        if isinstance(sending, Sent):
            self._mail.letters.notify(contact.value, str(Notice.ACCOUNT_EXISTS), owner.locale, {})
            self._prevented(dossier, owner, "contact")
        return sending

    def _learned(self, dossier: Dossier, claim: Claim, checked: Checked) -> Progress:
        reference = new_reference()
        owner = self._registry.word.owner_of(claim.number) if checked.verdict.is_match else None
        self._audit.record(
            IdentityChecked(
                verdict=str(checked.verdict),
                request_id=checked.request_id,
                registration_id=dossier.id,
                trouble=checked.trouble,
                reference=reference,
            )
        )
        if owner is not None:
            self._mail.notices.tell(owner, Notice.SECOND_REGISTRATION)
            self._prevented(dossier, owner, "number")
        return replace(
            dossier.progress,
            claim_entered=claim.kept(),
            request_id=checked.request_id,
            verdict_given=str(checked.verdict),
            reference=reference,
            identity=checked.identity or None,
            register_contacts=tuple(contact.value for contact in checked.register_contacts),
            is_duplicate=owner is not None,
        )

    def _prevented(self, dossier: Dossier, owner: Citizen, by: str) -> None:
        self._audit.record(SecondAccountPrevented(citizen_id=owner.id, registration_id=dossier.id, by=by))

    def _try(self, progress: Progress, claim: Claim, network: str) -> Try:
        installation = self._registry.installation
        asker = _there(progress.contact).index(installation)
        return Try(number_index(claim.number, installation), asker, network)

    def _spent(self, dossier: Dossier) -> TriesSpent:
        self._audit.record(IdentityTriesSpent(registration_id=dossier.id))
        return TriesSpent()


def new_reference() -> str:
    """A code like `7F3A-2KM9` that a citizen can read out at a desk; the audit log leads from it to the question."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _there(contact: Contact | None) -> Contact:
    if contact is None:
        raise ValueError("the step was taken before there was a contact")
    return contact
