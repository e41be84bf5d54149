"""The shapes of what watches: figures, incidents, deliveries, the audit log, breaches."""

from idp.store.models import DeliveryState
from idp.web.api.shapes import (
    MAYBE,
    MAYBE_MOMENT,
    MOMENT,
    NUMBER,
    OBJECT,
    TEXT,
    Schema,
    exactly,
    named,
    page_of,
)

_MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
_SLOTS: Schema = {
    "type": "array",
    "items": exactly({"start": MOMENT, "succeeded": NUMBER, "refused": NUMBER, "accounts": NUMBER}),
}
_COUNTS: Schema = {"type": "object", "additionalProperties": NUMBER}

SCHEMAS: dict[str, Schema] = {
    "Event": exactly(
        {
            "id": NUMBER,
            "at": MOMENT,
            "name": TEXT,
            "citizen_id": MAYBE,
            "client_id": MAYBE,
            "operator_id": MAYBE,
            "details": OBJECT,
        }
    ),
    "EventPage": page_of(named("Event")),
    "AuditCheck": exactly(
        {
            "id": TEXT,
            "asked_by": MAYBE,
            "asked_at": MOMENT,
            "finished_at": MAYBE_MOMENT,
            "records": NUMBER,
            "chains": NUMBER,
            "checkpoints": NUMBER,
            "faults": NUMBER,
            "findings": {
                "type": "array",
                "items": exactly({"writer": TEXT, "sequence": NUMBER, "what": TEXT}),
            },
        }
    ),
    "AuditCheckPage": page_of(named("AuditCheck")),
    "Figures": exactly(
        {
            "counted_at": MAYBE_MOMENT,
            "success_rate": {"type": ["number", "null"]},
            "hours": _SLOTS,
            "days": _SLOTS,
            "details": {"type": "object", "additionalProperties": _COUNTS},
            "clients": {
                "type": "array",
                "items": exactly(
                    {
                        "client_id": TEXT,
                        "succeeded": NUMBER,
                        "refused": NUMBER,
                        "entered": NUMBER,
                        "not_told": NUMBER,
                    }
                ),
            },
        }
    ),
    "Incident": exactly(
        {
            "code": TEXT,
            "at": MOMENT,
            "endpoint": TEXT,
            "client_id": MAYBE,
            "reason": TEXT,
            "expected": MAYBE,
            "received": MAYBE,
        }
    ),
    "Delivery": exactly(
        {
            "id": TEXT,
            "client_id": MAYBE,
            "state": {"enum": [state.value for state in DeliveryState]},
            "created_at": MOMENT,
            "tries": {
                "type": "array",
                "items": exactly({"attempt": NUMBER, "at": MOMENT, "reason": MAYBE}),
            },
        }
    ),
    "DeliveryPage": page_of(named("Delivery")),
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
        }
    ),
    "BreachPage": page_of(named("Breach")),
}
"""Every schema, by its name."""
