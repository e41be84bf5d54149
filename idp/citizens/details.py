"""What is known of a person only because an application may learn it: fetched on demand, kept sealed, told while fresh.

Nobody's religion, household or office is fetched when an account is opened (data minimisation, Law 91/2025/QH15).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

Value = str | list["Value"] | dict[str, "Value"]
"""What JSON can hold, without numbers and nulls."""


class Detail(StrEnum):
    """A kind of it; the value is the claim it becomes."""

    RELIGION = "vn_religion"
    BLOOD_TYPE = "vn_blood_type"
    HOUSEHOLD = "vn_household"
    ORGANISATIONS = "vn_org"
    OFFICE = "vn_official"
    REPRESENTED = "vn_on_behalf_of"


KEPT_UNDER = "details"
"""The member of a sealed identity that holds them."""

ATTRIBUTES_STAY_FRESH_FOR = timedelta(days=30)
ROLES_STAY_FRESH_FOR = timedelta(days=1)
"""Whom somebody acts for changes, and an application acts on it: what is older is fetched again, and not told."""

FRESH_FOR: dict[Detail, timedelta] = {
    Detail.RELIGION: ATTRIBUTES_STAY_FRESH_FOR,
    Detail.BLOOD_TYPE: ATTRIBUTES_STAY_FRESH_FOR,
    Detail.HOUSEHOLD: ROLES_STAY_FRESH_FOR,
    Detail.ORGANISATIONS: ROLES_STAY_FRESH_FOR,
    Detail.OFFICE: ROLES_STAY_FRESH_FOR,
    Detail.REPRESENTED: ROLES_STAY_FRESH_FOR,
}

STILL_TOLD_FOR = timedelta(hours=1)
"""An application that was let in just before something grew too old can still read it."""

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def details_in(claims: Iterable[str]) -> list[Detail]:
    """Those claims that are fetched on demand."""
    return [Detail(claim) for claim in claims if claim in FRESH_FOR]


def missing(identity: Mapping[str, object], wanted: Iterable[Detail], now: datetime) -> list[Detail]:
    """What has to be fetched before it can be told: never fetched, or too long ago. Nothing found counts as fetched.

    Args:
        identity: What an account keeps of a person, opened.
        wanted: What an application may learn.
        now: The present moment.
    """
    fresh = _younger(identity, now, timedelta(0))
    return [detail for detail in wanted if detail not in fresh]


def with_details(
    identity: Mapping[str, object], found: Mapping[Detail, Value], now: datetime
) -> dict[str, object]:
    """An identity with what was fetched just now; what is told no longer is dropped.

    Args:
        identity: What an account keeps of a person, opened.
        found: What the registers said; an empty value where they know nothing.
        now: When they said it.
    """
    fetched = {str(detail): {"at": now.isoformat(), "value": value} for detail, value in found.items()}
    kept = {str(detail): entry for detail, entry in _younger(identity, now).items()}
    return {**identity, KEPT_UNDER: {**kept, **fetched}}


def without_details(identity: Mapping[str, object]) -> dict[str, object]:
    """An identity as it was before anything was fetched for applications."""
    return {name: value for name, value in identity.items() if name != KEPT_UNDER}


def without_detail(identity: Mapping[str, object], detail: Detail) -> dict[str, object]:
    """An identity as if one detail had never been fetched."""
    kept = identity.get(KEPT_UNDER)
    if not isinstance(kept, dict):
        return dict(identity)
    return {**identity, KEPT_UNDER: {name: entry for name, entry in kept.items() if name != detail}}


def told(identity: Mapping[str, object], now: datetime) -> dict[str, Value]:
    """The claims that can be told now: fresh ones, without what has ended since.

    Other people are named in them by `reference`, which no application may see: `idp.oauth.relatives` replaces it.

    Args:
        identity: What an account keeps of a person, opened.
        now: The present moment.
    """
    today = now.astimezone(_HERE).date()
    values = {str(detail): entry["value"] for detail, entry in _younger(identity, now).items()}
    current = {claim: _in_force(value, today) for claim, value in values.items()}
    return {claim: value for claim, value in current.items() if value}


def _younger(
    identity: Mapping[str, object], now: datetime, longer: timedelta = STILL_TOLD_FOR
) -> dict[Detail, dict[str, Value]]:
    kept = identity.get(KEPT_UNDER)
    entries = kept if isinstance(kept, dict) else {}
    return {
        detail: entries[detail]
        for detail, lasts in FRESH_FOR.items()
        if detail in entries and now - datetime.fromisoformat(entries[detail]["at"]) < lasts + longer
    }


def _in_force(value: Value, today: date) -> Value:
    if not isinstance(value, list):
        return value
    return [line for line in value if not _has_ended(line, today)]


def _has_ended(line: Value, today: date) -> bool:
    until = line.get("valid_to") if isinstance(line, dict) else None
    return isinstance(until, str) and date.fromisoformat(until) < today
