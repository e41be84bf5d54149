"""What a registration has come to so far; kept sealed between one page and the next."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Self

from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.verdict import Verdict

TOTP, SMS, LATER = "totp", "sms", "later"
"""The choices of a second factor."""


@dataclass(frozen=True)
class Progress:
    """Everything entered and found out, as JSON holds it. Nothing here outlives the registration but what opens."""

    contact_kind: str | None = None
    contact_value: str | None = None
    contact_is_taken: bool = False
    contact_confirmed_at: str | None = None
    notice_version: str | None = None
    claim_entered: dict[str, Any] | None = None
    request_id: str | None = None
    verdict_given: str | None = None
    reference: str | None = None
    identity: dict[str, Any] | None = None
    register_contacts: tuple[str, ...] = ()
    is_duplicate: bool = False
    result_accepted: bool = False
    password_hash: str | None = None
    password_stands_alone: bool = False
    password_at: str | None = None
    factor: str | None = None
    totp_key: str | None = None
    totp_step: int | None = None
    phone_value: str | None = None
    phone_is_taken: bool = False
    phone_confirmed: bool = False
    citizen_id: str | None = None
    printed_codes: tuple[str, ...] = ()
    codes_kept: bool = False

    @property
    def contact(self) -> Contact | None:
        """The contact that is or was confirmed."""
        if self.contact_kind is None or self.contact_value is None:
            return None
        return Contact(ContactKind(self.contact_kind), self.contact_value)

    @property
    def phone(self) -> Contact | None:
        """The phone that codes by SMS would go to."""
        if self.contact_kind == ContactKind.PHONE and self.contact_value:
            return self.contact
        return Contact(ContactKind.PHONE, self.phone_value) if self.phone_value else None

    @property
    def claim(self) -> Claim | None:
        """The claim that was entered last."""
        return Claim.of(self.claim_entered) if self.claim_entered else None

    @property
    def verdict(self) -> Verdict | None:
        """What became of it."""
        return Verdict(self.verdict_given) if self.verdict_given else None

    @property
    def has_second_factor(self) -> bool:
        """Whether one was added and shown to work."""
        return self.totp_step is not None or (self.factor == SMS and self.phone_confirmed)

    @property
    def is_open(self) -> bool:
        """Whether the account exists."""
        return self.citizen_id is not None

    def chose_password_at(self) -> datetime | None:
        """When the password was chosen."""
        return datetime.fromisoformat(self.password_at) if self.password_at else None

    def kept(self) -> dict[str, Any]:
        """As JSON holds it, without what is not there."""
        return {key: value for key, value in asdict(self).items() if value not in (None, False, ())}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """From what was kept. A field of an older version is left out."""
        known = {field.name for field in fields(cls)}
        read: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in kept.items()
            if key in known
        }
        return cls(**read)
