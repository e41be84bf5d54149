"""What the register may answer. Expected answers are values; none of them tells which item of a claim was wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from idp.registry.birth_date import Precision
from idp.registry.roles import Relation


@dataclass(frozen=True)
class Verified:
    """A living person with this number, name and birth date exists. It proves the data, not who typed them."""

    request_id: str
    precision: Precision
    """`YEAR` only where the register itself holds no more than the year."""
    checked_at: datetime
    reference: str
    """The pseudonym under which the change feed speaks of this person to us, and to nobody else."""
    masked_number: str | None = None
    """Of a claim by an old nine-digit number: the last digits of the personal number it leads to."""


@dataclass(frozen=True)
class NotMatched:
    """No such person, or not with these data."""

    request_id: str


@dataclass(frozen=True)
class NotEnoughData:
    """The year was given and agrees, but the register holds the whole date: the year alone does not count."""

    request_id: str


@dataclass(frozen=True)
class UnderCorrection:
    """The data agree and the record is being corrected by the police."""

    request_id: str


@dataclass(frozen=True)
class NumberCancelled:
    """The data agree and the number was replaced. The new one is not revealed; the new card is asked for."""

    request_id: str


@dataclass(frozen=True)
class NotAlive:
    """The data agree and the person is dead or declared missing. Neutral words for whoever is asking."""

    request_id: str


class Trouble(StrEnum):
    """Why there is no usable answer. For logs and alerts; citizens read one plain sentence for all of them."""

    NO_ANSWER = "no_answer"
    MAINTENANCE = "maintenance"
    BUSY = "busy"
    GARBAGE = "garbage"
    TOO_LARGE = "too_large"
    BAD_SIGNATURE = "bad_signature"
    OTHER_REQUEST = "other_request"
    SEVERAL_RECORDS = "several_records"
    RESTING = "resting"
    """The circuit breaker spares a register that kept failing."""


@dataclass(frozen=True)
class Unavailable:
    """No usable answer. Says nothing about the person; ask again with the same request id."""

    request_id: str
    trouble: Trouble
    retry_after: timedelta


@dataclass(frozen=True)
class Misconfigured:
    """The register refuses us, not the person: for the operators, never for the citizen to mend."""

    request_id: str
    code: str
    """The register's own code: 003 malformed, 004 procedure, 005 officer, 006 key."""


Failure = Unavailable | Misconfigured
Verification = (
    Verified
    | NotMatched
    | NotEnoughData
    | UnderCorrection
    | NumberCancelled
    | NotAlive
    | Unavailable
    | Misconfigured
)


@dataclass(frozen=True)
class Represents:
    """The register holds such a relation today."""

    request_id: str
    relation: Relation


@dataclass(frozen=True)
class DoesNotRepresent:
    """The register holds none; relations may be missing there, so a desk can still establish one."""

    request_id: str


@dataclass(frozen=True)
class Replaced:
    """The former number leads to the current one."""

    request_id: str


@dataclass(frozen=True)
class NotReplaced:
    """No such link."""

    request_id: str


class ChangeKind(StrEnum):
    """What happened to a person's record."""

    DEATH = "qua_doi"
    MISSING = "mat_tich"
    NUMBER_REPLACED = "doi_so"
    NAME_CHANGED = "doi_ten"
    ADDRESS_MERGED = "dia_chi"


@dataclass(frozen=True)
class Change:
    """One line of the change feed."""

    reference: str
    kind: ChangeKind
    at: datetime


@dataclass(frozen=True)
class Changes:
    """What is new, oldest first, and the cursor to ask with next time."""

    changes: tuple[Change, ...]
    cursor: str
