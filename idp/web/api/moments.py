"""Moments as they are sent: RFC 3339, with their time zone."""

from datetime import MAXYEAR, datetime

from idp.web.api.problems import refuse


def read_moment(text: object, name: str) -> datetime:
    """A moment.

    Args:
        text: As it was sent.
        name: What it is called, for the refusal.

    Raises:
        Problem: It is none.
    """
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        refuse(400, "bad-parameter", f"{name} must be a moment like 2026-11-22T08:00:00+07:00.")
    if found.tzinfo is None:
        refuse(400, "bad-parameter", f"{name} needs a time zone.")
    if not 1 < found.year < MAXYEAR:
        refuse(400, "bad-parameter", f"{name} is no moment in every time zone.")
    return found
