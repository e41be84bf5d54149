"""Bodies of requests: a JSON object with the members that are understood, and no others."""

from collections.abc import Callable, Collection
from typing import Any

from flask import request

from idp.oauth.readable import is_readable
from idp.relying_parties.faults import Fault
from idp.relying_parties.sent_document import read_document
from idp.web.api.door import program
from idp.web.api.problems import refuse
from idp.web.refused_members import note_beyond
from idp.web.unit_of_work import settle_only

_Note = Callable[[str, list[str]], None]
_TYPES = ("application/json", "application/merge-patch+json")


def read_object() -> dict[str, Any] | None:
    """The JSON object that was sent; None where it is none that can be read and kept."""
    found = read_document(request.get_data())
    return None if isinstance(found, Fault) or not is_readable(found) else found


def body(members: Collection[str], needed: Collection[str] = (), note: _Note = note_beyond) -> dict[str, Any]:
    """The body of the running request.

    Args:
        members: What may be in it. Anything else is refused, not ignored: a misspelt member must not pass for done.
        needed: What must be.
        note: Records who sent which members beyond them.

    Raises:
        Problem: It is something else.
    """
    if request.mimetype not in _TYPES:
        refuse(415, "not-json", "Send application/json.")
    found = read_object()
    if found is None:
        refuse(400, "not-json", "The body must be one JSON object of at most 64 KiB, no name twice, no NUL.")
    if unknown := sorted(set(found) - set(members)):
        settle_only(lambda: note(program().id, unknown))
        refuse(
            422, "unknown-member", f"Not understood, or not to be set: {', '.join(unknown)}.", members=unknown
        )
    if missing := sorted(set(needed) - set(found)):
        refuse(422, "missing-member", f"Missing: {', '.join(missing)}.", members=missing)
    return found
