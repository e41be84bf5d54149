"""The shapes of what the API takes and gives, as JSON Schema (OpenAPI 3.1)."""

from typing import Any

from idp.operators.units import UnitKind
from idp.relying_parties.member_words import member_rows
from idp.relying_parties.metadata import MEMBERS
from idp.relying_parties.states import State
from idp.watching.banners import Kind as BannerKind
from idp.web.api.clients import SETTABLE

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_OBJECT: Schema = {"type": "object"}
_MAYBE_OBJECT: Schema = {"type": ["object", "null"]}


def named(name: str) -> Schema:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def _exactly(needed: dict[str, Schema], **optional: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {**needed, **optional},
        "required": list(needed),
        "additionalProperties": False,
    }


def _page_of(schema: Schema) -> Schema:
    return _exactly({"items": {"type": "array", "items": schema}, "next": _MAYBE})


def _members() -> dict[str, Schema]:
    said = dict(member_rows())
    return {name: {"description": said[name]} if name in said else {} for name in MEMBERS}


_SECRET = {"id": _TEXT, "hint": _TEXT, "created_at": _MOMENT, "expires_at": _MAYBE_MOMENT}
_UNIT = {
    "id": _TEXT,
    "name": _TEXT,
    "name_en": _MAYBE,
    "kind": {"enum": [kind.value for kind in UnitKind]},
    "domains": _TEXTS,
    "version": _NUMBER,
}
_BANNER = {
    "id": _TEXT,
    "kind": {"enum": [kind.value for kind in BannerKind]},
    "vi": _TEXT,
    "en": _TEXT,
    "starts_at": _MOMENT,
    "ends_at": _MOMENT,
    "state": {"enum": ["withdrawn", "over", "running", "coming"]},
}
_CLIENT: Schema = {
    "type": "object",
    "required": ["client_id", "client_name", "state", "version"],
    "properties": {
        **_members(),
        "client_id": _TEXT,
        "client_name": _TEXT,
        "client_id_issued_at": _NUMBER,
        "state": {"enum": [state.value for state in State]},
        "version": _NUMBER,
    },
}

SCHEMAS: dict[str, Schema] = {
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {"type": _TEXT, "title": _TEXT, "status": _NUMBER, "detail": _TEXT},
    },
    "Client": _CLIENT,
    "NewClient": {**_CLIENT, "properties": {**_CLIENT["properties"], "client_secret": _TEXT}},
    "ClientPage": _page_of(named("Client")),
    "ClientMembers": {
        "type": "object",
        "properties": {name: schema for name, schema in _members().items() if name in SETTABLE},
        "additionalProperties": False,
    },
    "Request": _exactly(
        {
            "id": _TEXT,
            "kind": _TEXT,
            "subject": _TEXT,
            "unit": _MAYBE,
            "state": _TEXT,
            "before": _MAYBE_OBJECT,
            "after": _MAYBE_OBJECT,
            "reason": _TEXT,
            "asked_by": _TEXT,
            "asked_at": _MOMENT,
            "decided_by": _MAYBE,
            "decided_at": _MAYBE_MOMENT,
        }
    ),
    "RequestPage": _page_of(named("Request")),
    "Asked": _exactly({"request": named("Request")}, at_once={"type": "boolean"}, client=named("Client")),
    "Version": _exactly({"version": _NUMBER, "at": _MOMENT, "by": _MAYBE, "why": _TEXT, "document": _OBJECT}),
    "VersionPage": _page_of(named("Version")),
    "LintReport": _exactly(
        {
            "client_id": _TEXT,
            "score": {"type": "integer", "minimum": 0, "maximum": 100},
            "broken": {
                "type": "array",
                "items": _exactly(
                    {"id": _TEXT, "weight": _NUMBER, "sentence": _TEXT, "fix": _TEXT, "about": _TEXTS}
                ),
            },
        }
    ),
    "Call": _exactly(
        {
            "at": _MOMENT,
            "method": _TEXT,
            "endpoint": _TEXT,
            "status": _NUMBER,
            "error": _MAYBE,
            "reason": _MAYBE,
            "incident": _MAYBE,
            "milliseconds": _NUMBER,
        }
    ),
    "CallPage": _page_of(named("Call")),
    "Secret": _exactly({**_SECRET, "last_used_on": {"type": ["string", "null"], "format": "date"}}),
    "SecretPage": _page_of(named("Secret")),
    "Rotation": _exactly({}, overlap_days={"type": "integer", "minimum": 0, "maximum": 90}),
    "NewSecret": _exactly(
        {**_SECRET, "client_secret": _TEXT, "older": {"type": "array", "items": _exactly(_SECRET)}}
    ),
    "Unit": _exactly(_UNIT),
    "UnitPage": _page_of(named("Unit")),
    "UnitMembers": _exactly(
        {}, **{name: schema for name, schema in _UNIT.items() if name not in ("id", "version")}
    ),
    "Operator": _exactly({"id": _TEXT, "username": _TEXT, "role": _TEXT, "unit": _MAYBE, "state": _TEXT}),
    "OperatorPage": _page_of(named("Operator")),
    "Key": _exactly(
        {
            "kid": _TEXT,
            "algorithm": _TEXT,
            "state": _TEXT,
            "created_at": _MOMENT,
            "current_since": _MAYBE_MOMENT,
            "public_jwk": _OBJECT,
        }
    ),
    "KeyPage": _page_of(named("Key")),
    "Event": _exactly(
        {
            "id": _NUMBER,
            "at": _MOMENT,
            "name": _TEXT,
            "citizen_id": _MAYBE,
            "client_id": _MAYBE,
            "operator_id": _MAYBE,
            "details": _OBJECT,
        }
    ),
    "EventPage": _page_of(named("Event")),
    "Banner": _exactly(_BANNER),
    "BannerPage": _page_of(named("Banner")),
    "BannerMembers": _exactly(
        {name: schema for name, schema in _BANNER.items() if name not in ("id", "state")}
    ),
}
"""Every schema, by its name."""
