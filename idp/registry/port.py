"""What the provider may ask the population register, whatever it is reached over."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from idp.registry.birth_date import BirthDate
from idp.registry.outcomes import (
    Changes,
    DoesNotRepresent,
    Failure,
    NotAlive,
    NotMatched,
    NotReplaced,
    NumberCancelled,
    Replaced,
    Represents,
    UnderCorrection,
    Verification,
)
from idp.registry.person import ALL_FIELDS, PersonField, PersonRecord
from idp.registry.roles import NoOffice, Office, Organisations


class Document(StrEnum):
    """What kind of number a claim starts from."""

    PERSONAL_NUMBER = "id_no"
    OLD_NUMBER = "old_id"
    PASSPORT = "passport"


@dataclass(frozen=True)
class IdentityClaim:
    """What a person says of themselves."""

    number: str
    name: str
    birth_date: BirthDate
    document: Document = Document.PERSONAL_NUMBER


@dataclass(frozen=True)
class UnnumberedChild:
    """A child whose number has not been given out yet (it may come days after the birth certificate)."""

    name: str
    birth_date: BirthDate


class Acting(StrEnum):
    """On whose behalf a question is asked; the register keeps it, so that the national side can audit."""

    CITIZEN = "cong-dan"
    SYSTEM = "he-thong"


class PopulationRegister(Protocol):
    """The register. No method raises for what the network or the register does: failures are outcomes.

    A `request_id` (at most 40 characters of URL-safe base64) given again within a day gets the same answer again,
    so a verification that was interrupted is retried with the one it began with. Without one, a fresh one is made.
    """

    def verify(
        self, claim: IdentityClaim, *, request_id: str | None = None, acting: Acting = Acting.CITIZEN
    ) -> Verification:
        """Whether the claim agrees with a record; never a value of the record.

        Every outcome but `Unavailable` and `Misconfigured` counts as one try of the person who asked.
        """
        ...

    def attributes(
        self,
        number: str,
        *,
        legal_reference: str,
        fields: Collection[PersonField] = ALL_FIELDS,
        request_id: str | None = None,
        acting: Acting = Acting.CITIZEN,
    ) -> PersonRecord | NotMatched | NotAlive | UnderCorrection | NumberCancelled | Failure:
        """The fields of one person that we are allowed, on the stated legal ground (a citation, not a sentence)."""
        ...

    def organisations(self, number: str, *, legal_reference: str) -> Organisations | NotMatched | Failure:
        """Which organisations a person represents, from the business register, on the stated legal ground."""
        ...

    def office(self, number: str, *, legal_reference: str) -> Office | NoOffice | Failure:
        """Which office a person holds, from the personnel directory, on the stated legal ground."""
        ...

    def represents(
        self, representative: str, represented: str | UnnumberedChild, *, request_id: str | None = None
    ) -> Represents | DoesNotRepresent | Failure:
        """Whether one person may act for another today. Parents stop representing when the child turns 18."""
        ...

    def is_replaced_by(
        self, former: str, current: str, *, request_id: str | None = None
    ) -> Replaced | NotReplaced | Failure:
        """Whether a cancelled number, or an old one of nine digits, belongs to the holder of *current*."""
        ...

    def changes(self, since: str = "") -> Changes | Failure:
        """What happened since the cursor of the last call; an empty cursor starts at the beginning."""
        ...

    def probe(self) -> Failure | None:
        """One harmless authenticated question. None: the register answers us and its signature is good."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...
