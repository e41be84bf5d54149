"""Opens the account that a registration leads to, exactly once."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from idp.assurance import IdentityAssurance
from idp.audit.events.proofing import AccountOpened
from idp.audit.log import AuditLog
from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.notices import EMAIL_SEALED, PHONE_SEALED, Letters, Notice
from idp.citizens.proofing.dossiers import Dossier
from idp.citizens.proofing.progress import LATER, SMS, Progress
from idp.citizens.proofing.register_word import RegisterWord, Word
from idp.citizens.proofing.verdict import Verdict
from idp.citizens.proofing.verification import assurance_of
from idp.citizens.proofing.waiting import WaitingVerifications
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import TOTP_SEALED
from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store.models import Citizen
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.installation_secrets import InstallationSecrets

ASK_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Where an account and what belongs to it are kept."""

    citizens: Citizens
    installation: InstallationSecrets
    word: RegisterWord
    waiting: WaitingVerifications
    printed: PrintedCodes
    sealer: Sealer


class Opening:
    """Makes citizens out of registrations."""

    def __init__(self, archive: Archive, letters: Letters, audit: AuditLog, clock: Clock) -> None:
        self._archive = archive
        self._letters = letters
        self._audit = audit
        self._clock = clock

    def open(self, dossier: Dossier, progress: Progress, *, language: str, client_id: str | None) -> Progress:
        """Open the account, if the person has none.

        Args:
            dossier: The registration.
            progress: Everything that was entered, with the step that completes it.
            language: The language of messages from now on.
            client_id: The application somebody registers for.

        Returns:
            What is left of the registration: the recovery codes to show. Or the registration marked as a duplicate,
            when an account of the person or with the contact has come to be.
        """
        word = _word(progress)
        if progress.is_duplicate or (word and self._archive.word.owner_of(word.identity["number"])):
            return replace(progress, is_duplicate=True)
        citizen = self._citizen(progress, word, language)
        if not self._archive.citizens.add(citizen):
            return replace(progress, is_duplicate=True)
        self._follow_up(citizen, progress, word)
        self._audit.record(
            AccountOpened(
                citizen_id=citizen.id,
                registration_id=dossier.id,
                assurance=citizen.assurance,
                factor=progress.factor or LATER,
                client_id=client_id,
            )
        )
        return _remainder(progress, citizen.id, self._archive.printed.renew(citizen.id))

    def _follow_up(self, citizen: Citizen, progress: Progress, word: Word | None) -> None:
        if word is not None:
            self._archive.word.note(citizen.id, word)
        elif progress.verdict is Verdict.WAITING and progress.claim and progress.request_id:
            self._archive.waiting.put_off(citizen.id, progress.claim, progress.request_id, ASK_AGAIN_AFTER)
        # Whoever the register would write to learns of it: a match shows that the data are right, not who typed them.
        own = {progress.contact_value, progress.phone_value}
        for address in progress.register_contacts:
            if address not in own:
                self._letters.notify(address, str(Notice.REGISTERED_ELSEWHERE), citizen.locale, {})

    def _citizen(self, progress: Progress, word: Word | None, language: str) -> Citizen:
        now = self._clock()
        verified = {**self._archive.word.columns(word), "verified_at": now} if word else {}
        key = progress.totp_key if progress.totp_step is not None else None
        return Citizen(
            id=str(uuid.uuid4()),
            password_hash=progress.password_hash,
            password_changed_at=progress.chose_password_at(),
            totp_sealed=self._archive.sealer.seal_text(key, TOTP_SEALED) if key else None,
            totp_last_step=progress.totp_step,
            sms_factor=progress.factor == SMS and progress.phone_confirmed,
            locale=language,
            created_at=now,
            updated_at=now,
            **{"assurance": str(IdentityAssurance.SELF_DECLARED), **verified},
            **self._contacts(progress),
        )

    def _contacts(self, progress: Progress) -> dict[str, str | bytes]:
        columns: dict[str, str | bytes] = {}
        phone = progress.phone if progress.phone_confirmed else None
        for contact in (progress.contact, phone):
            if contact is not None:
                columns |= self._columns_of(contact)
        return columns

    def _columns_of(self, contact: Contact) -> dict[str, str | bytes]:
        index, seal = contact.index(self._archive.installation), self._archive.sealer.seal_text
        if contact.kind is ContactKind.PHONE:
            return {"phone_index": index, "phone_sealed": seal(contact.value, PHONE_SEALED)}
        return {"email_index": index, "email_sealed": seal(contact.value, EMAIL_SEALED)}


def _word(progress: Progress) -> Word | None:
    verdict = progress.verdict
    if verdict is None or not verdict.is_match or not progress.identity:
        return None
    return Word(progress.identity, assurance_of(verdict), progress.request_id or "")


def _remainder(progress: Progress, citizen_id: str, printed_codes: tuple[str, ...]) -> Progress:
    """What the last pages show. Everything else is forgotten here: the account has it now."""
    return Progress(
        citizen_id=citizen_id,
        printed_codes=printed_codes,
        verdict_given=progress.verdict_given,
        factor=progress.factor,
        totp_step=progress.totp_step,
        phone_confirmed=progress.phone_confirmed,
        password_at=progress.password_at,
    )
