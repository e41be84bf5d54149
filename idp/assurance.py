"""Two axes that are never mixed: how sure we are who somebody is, and how strongly they signed in.

Source: Decree 69/2024/NĐ-CP, Art. 20 (authentication levels); OpenID Connect Core 2 (`acr`); RFC 8176 (`amr`).
"""

from collections.abc import Iterable
from enum import IntEnum, StrEnum


class AuthenticationLevel(IntEnum):
    """How strongly a citizen signed in (Decree 69/2024, Art. 20). The provider itself reaches ONE and TWO."""

    ONE = 1
    TWO = 2
    THREE = 3
    FOUR = 4


OWN_LEVELS = (AuthenticationLevel.ONE, AuthenticationLevel.TWO)
"""What can be reached without an upstream provider that asserts more."""


class IdentityAssurance(StrEnum):
    """How sure we are that the account belongs to the person it names, weakest first."""

    SELF_DECLARED = "tu_khai"
    MATCHED_BY_YEAR = "doi_chieu_nam_sinh"
    MATCHED = "doi_chieu_dan_cu"
    VNEID_1 = "muc_do_1"
    VNEID_2 = "muc_do_2"
    AT_DESK = "tai_quay"

    @property
    def is_verified(self) -> bool:
        """Whether the population register, VNeID or an officer stands behind the identity."""
        return self is not IdentityAssurance.SELF_DECLARED


CHECKED_CLAIMS = (
    "name",
    "family_name",
    "middle_name",
    "given_name",
    "birthdate",
    "gender",
    "address",
    "vn_address",
    "vn_personal_id",
)
"""Claims that whoever stands behind an identity has looked at; they can be told together with who did, and how."""


def acr_uri(issuer: str, level: AuthenticationLevel) -> str:
    """The canonical `acr` value of a level: a URI under the issuer."""
    return f"{issuer}/acr/{int(level)}"


def supported_acr_values(issuer: str) -> list[str]:
    """What discovery advertises: the levels the provider itself can return, by URI and by alias."""
    return [acr_uri(issuer, level) for level in OWN_LEVELS] + [f"LoA{int(level)}" for level in OWN_LEVELS]


def parse_acr(value: str, issuer: str) -> AuthenticationLevel | None:
    """The level a requested `acr` value means, or None for a value we do not know.

    Args:
        value: The issuer's URI, its alias (`LoA2`) or the bare number (`2`).
        issuer: The issuer identifier, without a trailing slash.
    """
    for level in AuthenticationLevel:
        if value in (acr_uri(issuer, level), f"LoA{int(level)}", str(int(level))):
            return level
    return None


def returned_acr(requested: Iterable[str], reached: AuthenticationLevel, issuer: str) -> str:
    """The `acr` value to return: the first requested spelling that was reached, else the URI of the level.

    Args:
        requested: The spellings the client asked for, best first.
        reached: The level of the browser session.
        issuer: The issuer identifier.
    """
    for value in requested:
        level = parse_acr(value, issuer)
        if level is not None and level <= reached:
            return value
    return acr_uri(issuer, reached)
