"""Moments in tokens of other people: seconds since 1970, or whatever a stranger put there (RFC 7519, 2)."""

from datetime import UTC, datetime


def moment(value: object) -> datetime | None:
    """The moment a claim names; None for anything that names none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
