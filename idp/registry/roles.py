"""What somebody is to others: in a household, by law for a person, for an organisation, in an office.

Other people come as the pseudonyms under which the register speaks of them to us; their numbers never do.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Relation(StrEnum):
    """By what right one person acts for another."""

    FATHER = "cha"
    MOTHER = "me"
    GUARDIAN = "giam_ho"
    HOUSEHOLD_HEAD = "chu_ho"


@dataclass(frozen=True)
class Member:
    """Another member of a household, and what they are to its head."""

    reference: str
    relation_to_head: str


@dataclass(frozen=True)
class Household:
    """What somebody is to the head of their household, and who else belongs to it."""

    relation_to_head: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Represented:
    """Somebody whom another may act for by law. `valid_to` is the last day of it, where it has one."""

    reference: str
    relation: Relation
    valid_to: date | None = None


class OrganisationRole(StrEnum):
    """As what a person acts for an organisation."""

    LEGAL_REPRESENTATIVE = "dai_dien_phap_luat"
    AUTHORISED = "duoc_uy_quyen"
    EMPLOYEE = "nhan_vien"


class OrganisationIdType(StrEnum):
    """What kind of identifier an organisation has."""

    TAX_NUMBER = "mst"
    UNIT_CODE = "mdd"
    VNEID = "vneid_org"


@dataclass(frozen=True)
class Organisation:
    """An organisation a person may act for. `valid_to` is the last day of it, where it has one."""

    id: str
    id_type: OrganisationIdType
    name: str
    role: OrganisationRole
    valid_to: date | None = None


@dataclass(frozen=True)
class Organisations:
    """All of a person's; an empty list is an answer, too."""

    request_id: str
    listed: tuple[Organisation, ...]


@dataclass(frozen=True)
class Office:
    """An official's place: the code and name of the unit (Decision 20/2020), the title, what they may do there."""

    request_id: str
    unit_code: str
    unit: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class NoOffice:
    """The directory lists nobody of that number."""

    request_id: str
