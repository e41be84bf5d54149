"""Registering, second half: what opens the account. One method per step; the last of them opens it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from idp.citizens import totp
from idp.citizens.contacts import Contact
from idp.citizens.entrance import Browser, Entered, Entrance
from idp.citizens.notices import Notice
from idp.citizens.one_time_codes import RESEND_AFTER, Accepted, Answer, NotACode, Purpose, Sending, Sent
from idp.citizens.password_policy import (
    ALONE,
    WITH_SECOND_FACTOR,
    Owner,
    PasswordPolicy,
    Refusal,
    may_stand_alone,
)
from idp.citizens.proofing.dossiers import Dossier, Dossiers
from idp.citizens.proofing.flow import Step, due
from idp.citizens.proofing.opening import Opening
from idp.citizens.proofing.progress import LATER, SMS, TOTP, Progress
from idp.citizens.proofing.registration import Mail
from idp.citizens.sessions import Proof, Stay
from idp.clock import Clock
from idp.crypto.passwords import Passwords
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.installation_secrets import InstallationSecrets

SIGNED_IN_WITHIN = timedelta(hours=1)
"""Whoever chose the password longer ago signs in with it: a session says when it was typed, and must not lie."""


@dataclass(frozen=True)
class Way:
    """What the account is opened on the way to."""

    language: str
    client_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What passwords and factors are judged and kept with."""

    policy: PasswordPolicy
    passwords: Passwords
    citizens: Citizens
    installation: InstallationSecrets


class CodeDiffers:
    """The app does not show what it should: another key, or a clock that is wrong."""


class SignInAgain:
    """The account is there; the password was chosen too long ago to count as typed just now."""


class Securing:
    """The steps from the password to the open account."""

    def __init__(
        self,
        *,
        dossiers: Dossiers,
        keys: Keys,
        mail: Mail,
        opening: Opening,
        entrance: Entrance,
        clock: Clock,
    ) -> None:
        self._dossiers = dossiers
        self._keys = keys
        self._mail = mail
        self._opening = opening
        self._entrance = entrance
        self._clock = clock

    def least_length(self, dossier: Dossier) -> int:
        """How long the password has to be, given what was chosen beside it."""
        return ALONE if dossier.progress.factor == LATER else WITH_SECOND_FACTOR

    def password(self, dossier: Dossier, password: str, way: Way) -> Dossier | Refusal:
        """Choose the password. Eight characters do where a second factor follows; see `factor`."""
        progress = dossier.progress
        refusal = self._keys.policy.check(password, _owner(progress), at_least=self.least_length(dossier))
        if refusal is not None:
            return refusal
        chosen = replace(
            progress,
            password_hash=self._keys.passwords.hash(password),
            password_stands_alone=may_stand_alone(password),
            password_at=self._clock().isoformat(),
        )
        return self._complete(dossier, chosen, way)

    def factor(self, dossier: Dossier, choice: str, way: Way) -> Dossier:
        """Choose the second factor, or put it off: then the password has to be one that may stand alone.

        Raises:
            ValueError: No such choice.
        """
        if choice not in (TOTP, SMS, LATER):
            raise ValueError("no such second factor")
        progress = dossier.progress
        chosen = replace(
            progress,
            factor=choice,
            totp_key=(progress.totp_key or totp.new_key()) if choice == TOTP else None,
            # The phone that was confirmed as contact needs no second code.
            phone_confirmed=choice == SMS and progress.contact_kind == "phone",
        )
        return self._complete(dossier, chosen, way)

    def authenticator(self, dossier: Dossier, typed: str, way: Way) -> Dossier | CodeDiffers | NotACode:
        """Show that the app has the key, by the code it shows now. That code is spent with it."""
        code = totp.typed_code(typed)
        if code is None:
            return NotACode()
        steps = totp.steps_of(dossier.progress.totp_key or "", code, self._clock())
        if not steps:
            return CodeDiffers()
        return self._complete(dossier, replace(dossier.progress, totp_step=max(steps)), way)

    def phone(self, dossier: Dossier, phone: Contact, *, network: str, language: str) -> Dossier | Sending:
        """Choose the phone that codes by SMS go to, and have one sent there. As neutral as the first contact."""
        is_other = dossier.progress.phone != phone
        sending = self._send(dossier, phone, network=network, language=language)
        if not isinstance(sending, Sent) and is_other:
            return sending
        return self._dossiers.move(dossier, replace(dossier.progress, phone_value=phone.value))

    def resend(self, dossier: Dossier, *, network: str, language: str) -> Sending:
        """Have another code sent to that phone."""
        return self._send(dossier, _there(dossier.progress.phone), network=network, language=language)

    def resend_at(self, dossier: Dossier) -> datetime | None:
        """When another code may be asked for."""
        last = self._mail.codes.last_sent_at(
            Purpose.ADD_PHONE, dossier.code_owner(_there(dossier.progress.phone))
        )
        return last + RESEND_AFTER if last else None

    def confirm_phone(self, dossier: Dossier, typed: str, way: Way) -> Dossier | Answer:
        """Show that the phone is one's own."""
        owner = dossier.code_owner(_there(dossier.progress.phone))
        answer = self._mail.codes.check(Purpose.ADD_PHONE, owner, typed)
        if not isinstance(answer, Accepted):
            return answer
        return self._complete(dossier, replace(dossier.progress, phone_confirmed=True), way)

    def keep_codes(self, dossier: Dossier, browser: Browser) -> Entered | SignInAgain:
        """Note that the recovery codes were saved or printed, forget them, and sign the citizen in."""
        progress = dossier.progress
        citizen = self._keys.citizens.find(progress.citizen_id or "")
        self._dossiers.move(dossier, replace(progress, printed_codes=(), codes_kept=True))
        chosen_at = progress.chose_password_at()
        is_recent = chosen_at is not None and self._clock() - chosen_at <= SIGNED_IN_WITHIN
        if citizen is None or not citizen.is_active or not is_recent:
            return SignInAgain()
        return self._entrance.open(citizen, Proof(_methods(progress)), browser, Stay.ORDINARY)

    def _complete(self, dossier: Dossier, progress: Progress, way: Way) -> Dossier:
        """Take the step; open the account if it was the last that was missing."""
        if due(progress) is Step.OPENING:
            # Moved first: of two tabs that complete the same registration, only one gets as far as opening.
            dossier = self._dossiers.move(dossier, progress)
            progress = self._opening.open(dossier, progress, language=way.language, client_id=way.client_id)
        return self._dossiers.move(dossier, progress)

    def _send(self, dossier: Dossier, phone: Contact, *, network: str, language: str) -> Sending:
        owner = self._keys.citizens.with_contact(phone.index(self._keys.installation))
        codes, code_owner = self._mail.codes, dossier.code_owner(phone)
        if owner is None:
            return codes.send(phone, Purpose.ADD_PHONE, code_owner, network=network, language=language)
        sending = codes.pretend(phone.value, Purpose.ADD_PHONE, code_owner, network=network)
        if isinstance(sending, Sent):
            self._mail.letters.notify(phone.value, str(Notice.ACCOUNT_EXISTS), owner.locale, {})
        return sending


def _methods(progress: Progress) -> tuple[str, ...]:
    if not progress.has_second_factor:
        return ("pwd",)
    return ("pwd", "otp") if progress.factor == TOTP else ("pwd", "sms")


def _owner(progress: Progress) -> Owner:
    claim = progress.claim
    return Owner(
        name=claim.name if claim else "",
        number=claim.number if claim else "",
        birth_date=str(claim.birth_date) if claim else "",
        contacts=tuple(value for value in (progress.contact_value, progress.phone_value) if value),
    )


def _there(phone: Contact | None) -> Contact:
    if phone is None:
        raise ValueError("the step was taken before there was a phone")
    return phone
