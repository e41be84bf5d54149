"""The shapes of what watches: figures, incidents, deliveries, the audit log."""

from idp.store.models import DeliveryState
from idp.web.api.shapes import (
    MAYBE,
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
    "JsonLines": TEXT,
    "Release": exactly(
        {"at": MOMENT, "client_id": MAYBE, "name": TEXT, "claims": TEXTS, "scopes": TEXTS, "grounds": TEXTS}
    ),
    "ReleasePage": page_of(named("Release")),
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
        },
        # Of no application: told to who sees all of them.
        register={
            "type": "array",
            "items": exactly(
                {"start": MOMENT, "answered": NUMBER, "silent": NUMBER, "misconfigured": NUMBER}
            ),
        },
        queues={
            "type": "array",
            "items": exactly({"kind": TEXT, "waiting": NUMBER, "oldest": MAYBE_MOMENT, "given_up": NUMBER}),
        },
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
    "IncidentPage": page_of(named("Incident")),
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
}
"""Every schema, by its name."""
