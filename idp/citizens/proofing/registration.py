"""Registering, first half: who somebody is. One method per step; `securing.py` has the second half."""

import secrets
from dataclasses import dataclass, replace

from idp.audit.events.proofing import DataNoticeRead, IdentityChecked, IdentityTriesSpent, SecondAccountPrevented
from idp.audit.log import AuditLog
from idp.citizens.contacts import Contact, number_index
from idp.citizens.notices import Letters, Notice, Notices
from idp.citizens.one_time_codes import Accepted, Answer, OneTimeCodes, Purpose, Sending, Sent
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

    def __init__(self, dossiers: Dossiers, registry: Registry, mail: Mail, audit: AuditLog, clock: Clock) -> None:
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

    def contact(self, dossier: Dossier, contact: Contact, *, network: str, language: str) -> Dossier | Sending:
        """Choose the phone number or e-mail address to be reached at, and have a code sent there.

        A contact of an account that exists gets a letter that says so instead of a code; the page tells nothing.

        Returns:
            The registration at its next step; or, where no code could be sent, why not.
        """
        is_other = dossier.progress.contact != contact
        owner = dossier.owner if not is_other else f"{dossier.owner}:{secrets.token_hex(4)}"
        del owner
        sending = self._send(dossier, contact, network=network, language=language)
        if not isinstance(sending, Sent) and is_other:
            return sending
        progress = replace(dossier.progress, contact_kind=str(contact.kind), contact_value=contact.value)
        return self._dossiers.move(dossier, progress)

    def resend(self, dossier: Dossier, *, network: str, language: str) -> Sending:
        """Have another code sent to the contact that was chosen."""
        contact = _there(dossier.progress.contact)
        return self._send(dossier, contact, network=network, language=language)

    def confirm(self, dossier: Dossier, typed: str) -> Dossier | Answer:
        """Show that the contact is one's own, by the code that was sent to it."""
        answer = self._mail.codes.check(Purpose.REGISTER, dossier.owner, typed)
        if not isinstance(answer, Accepted):
            return answer
        return self._dossiers.move(
            dossier, replace(dossier.progress, contact_confirmed_at=self._clock().isoformat())
        )
