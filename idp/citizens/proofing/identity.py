"""What an account keeps of a person, as the population register stores it. Sealed at rest.

Only what an application can be given on a recorded ground is asked for and kept: no religion, no blood group, no
relatives. The register's spelling is kept as it is, trimmed.
"""

from dataclasses import asdict
from typing import Any

from idp.citizens.contacts import Contact, read
from idp.citizens.proofing.claim import Claim
from idp.registry.outcomes import Verified
from idp.registry.person import PersonField, PersonRecord

LEGAL_REFERENCE = "Luật Căn cước 26/2023/QH15, Điều 10; Nghị định 69/2024/NĐ-CP"
"""The ground on which the register is asked for the fields below."""

FIELDS = (
    PersonField.NAME,
    PersonField.BIRTH_DATE,
    PersonField.GENDER,
    PersonField.NUMBER,
    PersonField.OLD_NUMBER,
    PersonField.NATIONALITY,
    PersonField.ETHNICITY,
    PersonField.MARITAL_STATUS,
    PersonField.BIRTH_REGISTRATION,
    PersonField.HOME_TOWN,
    PersonField.PERMANENT_ADDRESS,
    PersonField.PHONE,
    PersonField.EMAIL,
)
"""Phone and e-mail are asked for to warn the person there, and are not kept."""

_AS_STORED = (
    "family_name",
    "middle_name",
    "given_name",
    "old_number",
    "nationality",
    "ethnicity",
    "marital_status",
    "birth_registration",
    "home_town",
)


def identity_of(record: PersonRecord, verified: Verified, claim: Claim) -> dict[str, Any]:
    """What to keep.

    Args:
        record: What the register released.
        verified: Its word on the claim.
        claim: What was claimed and has matched: it stands in where the register released nothing.
    """
    stored = {name: _trimmed(getattr(record, name)) for name in _AS_STORED}
    identity = {
        "number": claim.number,
        "name": _trimmed(record.name) or claim.name,
        "birthdate": str(record.birth_date or claim.birth_date),
        "gender": str(record.gender) if record.gender else None,
        "permanent_address": asdict(record.permanent_address) if record.permanent_address else None,
        "reference": verified.reference,
        "as_of": record.as_of.isoformat(),
        **stored,
    }
    return {key: value for key, value in identity.items() if value is not None}


def contacts_of(record: PersonRecord) -> tuple[Contact, ...]:
    """How the register would reach the person: to be told that an account was opened in their name."""
    read_ones = (read(value) for value in (record.phone, record.email) if value)
    return tuple(contact for contact in read_ones if isinstance(contact, Contact))


def _trimmed(value: str | None) -> str | None:
    return value.strip() if value is not None else None
