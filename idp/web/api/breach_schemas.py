"""The shapes of breaches of personal data."""

from idp.watching.breaches import LONGEST_NOTE, LONGEST_TITLE
from idp.web.admin.breach_form import KINDS
from idp.web.api.shapes import (
    MAYBE_MOMENT,
    MOMENT,
    NUMBER,
    OBJECT,
    TEXT,
    TEXTS,
    Schema,
    exactly,
    named,
    page_of,
)

_MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
_TITLE: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TITLE}
_NAMES: Schema = {"type": "array", "items": {"enum": list(KINDS)}}

SCHEMAS: dict[str, Schema] = {
    "Breach": exactly(
        {
            "id": TEXT,
            "title": TEXT,
            "scope": OBJECT,
            "known_at": MOMENT,
            "reported_at": MAYBE_MOMENT,
            "closed_at": MAYBE_MOMENT,
            "first_word_seconds_left": NUMBER,
            "report_seconds_left": NUMBER,
            "people": _MAYBE_NUMBER,
            "events": _MAYBE_NUMBER,
            "version": NUMBER,
        }
    ),
    "BreachPage": page_of(named("Breach")),
    "BreachMembers": exactly(
        {"title": _TITLE, "known_at": MOMENT, "since": MOMENT, "until": MOMENT}, clients=TEXTS, names=_NAMES
    ),
    "BreachChanges": exactly({}, title=_TITLE, since=MOMENT, until=MOMENT, clients=TEXTS, names=_NAMES),
    "Note": exactly({"text": {"type": "string", "minLength": 1, "maxLength": LONGEST_NOTE}}),
    "KeptNote": exactly({"id": NUMBER, "at": MOMENT, "by": TEXT, "text": TEXT}),
    "NotePage": page_of(named("KeptNote")),
    "Notice": exactly({"vi": TEXT, "en": TEXT}),
}
"""Every schema, by its name."""
