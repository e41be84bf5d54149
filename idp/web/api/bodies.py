"""Bodies of requests: a JSON object with the members that are understood, and no others."""

from collections.abc import Collection
from typing import Any

from flask import request

from idp.web.api.problems import refuse

_TYPES = ("application/json", "application/merge-patch+json")


def body(members: Collection[str], needed: Collection[str] = ()) -> dict[str, Any]:
    """The body of the running request.

    Args:
        members: What may be in it. Anything else is refused, not ignored: a misspelt member must not pass for done.
        needed: What must be.

    Raises:
        Problem: It is something else.
    """
    if request.mimetype not in _TYPES:
        refuse(415, "not-json", "Send application/json.")
    found = request.get_json(silent=True, force=True)
    if not isinstance(found, dict):
        refuse(400, "not-json", "The body must be a JSON object.")
    if unknown := sorted(set(found) - set(members)):
        refuse(
            422, "unknown-member", f"Not understood, or not to be set: {', '.join(unknown)}.", members=unknown
        )
    if missing := sorted(set(needed) - set(found)):
        refuse(422, "missing-member", f"Missing: {', '.join(missing)}.", members=missing)
    return found
