"""The shapes of what is tried out and asked for: the coach, faults, checks, and permissions to register."""

from idp.oauth.faults import Fault
from idp.operators.change_requests import LONGEST_REASON
from idp.relying_parties.coach_rules import Found
from idp.relying_parties.member_checks import Finding
from idp.relying_parties.redirect_uris import Verdict
from idp.web.api.coach import MOST_MINUTES, USUAL_MINUTES
from idp.web.api.shapes import (
    MAYBE,
    MAYBE_MOMENT,
    MOMENT,
    NUMBER,
    TEXT,
    TEXTS,
    Schema,
    exactly,
    named,
    page_of,
)

_FAULTS: Schema = {"type": "array", "items": {"enum": [fault.value for fault in Fault]}}
_FOUND = exactly(
    {
        "finding": {"enum": [each.value for each in Finding]},
        "verdict": {"enum": [each.value for each in Verdict]},
        "detail": TEXT,
    }
)
_TOKEN: dict[str, Schema] = {
    "id": TEXT,
    "note": TEXT,
    "state": {"enum": ["open", "used", "expired", "revoked"]},
    "scopes": TEXTS,
    "profiles": TEXTS,
    "grant_types": TEXTS,
    "redirect_hosts": TEXTS,
    "uses": NUMBER,
    "uses_left": NUMBER,
    "created_by": MAYBE,
    "created_at": MOMENT,
    "expires_at": MOMENT,
}

SCHEMAS: dict[str, Schema] = {
    "Retirement": exactly({"client_name": TEXT}),
    "Why": exactly({"reason": {"type": "string", "minLength": 1, "maxLength": LONGEST_REASON}}),
    "Check": exactly({"member": TEXT, "address": TEXT, "found": {"type": "array", "items": _FOUND}}),
    "CheckPage": page_of(named("Check")),
    "CoachReport": exactly(
        {
            "client_id": TEXT,
            "is_complete": {"type": "boolean"},
            "checks": {
                "type": "array",
                "items": exactly(
                    {
                        "name": TEXT,
                        "found": {"enum": [each.value for each in Found]},
                        "came": TEXT,
                        "at": MAYBE_MOMENT,
                    }
                ),
            },
        }
    ),
    "Faults": exactly({"faults": _FAULTS, "until": MAYBE_MOMENT}),
    "FaultMembers": exactly(
        {"faults": _FAULTS},
        minutes={"type": "integer", "minimum": 1, "maximum": MOST_MINUTES, "default": USUAL_MINUTES},
    ),
    "RegistrationToken": exactly(_TOKEN),
    "RegistrationTokenPage": page_of(named("RegistrationToken")),
}
"""Every schema, by its name."""
