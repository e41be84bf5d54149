"""The shapes of what the API takes and gives, as JSON Schema (OpenAPI 3.1)."""

from idp.operators.rights import Role
from idp.operators.units import UnitKind
from idp.relying_parties.member_words import member_rows
from idp.relying_parties.metadata import MEMBERS
from idp.relying_parties.states import State
from idp.watching.banners import Kind as BannerKind
from idp.web.api import breach_schemas, sandbox_schemas, watching_schemas
from idp.web.api.clients import SETTABLE
from idp.web.api.shapes import (
    MAYBE,
    MAYBE_MOMENT,
    MAYBE_OBJECT,
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


def _members() -> dict[str, Schema]:
    said = dict(member_rows())
    return {name: {"description": said[name]} if name in said else {} for name in MEMBERS}


_SECRET = {"id": TEXT, "hint": TEXT, "created_at": MOMENT, "expires_at": MAYBE_MOMENT}
_UNIT = {
    "id": TEXT,
    "name": TEXT,
    "name_en": MAYBE,
    "kind": {"enum": [kind.value for kind in UnitKind]},
    "domains": TEXTS,
    "version": NUMBER,
}
_BANNER = {
    "id": TEXT,
    "kind": {"enum": [kind.value for kind in BannerKind]},
    "vi": TEXT,
    "en": TEXT,
    "starts_at": MOMENT,
    "ends_at": MOMENT,
    "state": {"enum": ["withdrawn", "over", "running", "coming"]},
}
_CLIENT: Schema = {
    "type": "object",
    "required": ["client_id", "client_name", "state", "version", "updated_at"],
    "properties": {
        **_members(),
        "client_id": TEXT,
        "client_name": TEXT,
        "client_id_issued_at": NUMBER,
        "state": {"enum": [state.value for state in State]},
        "version": NUMBER,
        "updated_at": MOMENT,
    },
}

SCHEMAS: dict[str, Schema] = {
    **watching_schemas.SCHEMAS,
    **breach_schemas.SCHEMAS,
    **sandbox_schemas.SCHEMAS,
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT},
    },
    "Client": _CLIENT,
    "NewClient": {**_CLIENT, "properties": {**_CLIENT["properties"], "client_secret": TEXT}},
    "ClientPage": page_of(named("Client")),
    "ClientMembers": {
        "type": "object",
        "properties": {name: schema for name, schema in _members().items() if name in SETTABLE},
        "additionalProperties": False,
    },
    "Request": exactly(
        {
            "id": TEXT,
            "kind": TEXT,
            "subject": TEXT,
            "unit": MAYBE,
            "state": TEXT,
            "before": MAYBE_OBJECT,
            "after": MAYBE_OBJECT,
            "reason": TEXT,
            "asked_by": TEXT,
            "asked_at": MOMENT,
            "decided_by": MAYBE,
            "decided_at": MAYBE_MOMENT,
        }
    ),
    "RequestPage": page_of(named("Request")),
    "Asked": exactly({"request": named("Request")}, at_once={"type": "boolean"}, client=named("Client")),
    "Version": exactly({"version": NUMBER, "at": MOMENT, "by": MAYBE, "why": TEXT, "document": OBJECT}),
    "VersionPage": page_of(named("Version")),
    "LintReport": exactly(
        {
            "client_id": TEXT,
            "score": {"type": "integer", "minimum": 0, "maximum": 100},
            "broken": {
                "type": "array",
                "items": exactly(
                    {"id": TEXT, "weight": NUMBER, "sentence": TEXT, "fix": TEXT, "about": TEXTS}
                ),
            },
        }
    ),
    "Call": exactly(
        {
            "at": MOMENT,
            "method": TEXT,
            "endpoint": TEXT,
            "status": NUMBER,
            "error": MAYBE,
            "reason": MAYBE,
            "incident": MAYBE,
            "milliseconds": NUMBER,
        }
    ),
    "CallPage": page_of(named("Call")),
    "Secret": exactly({**_SECRET, "last_used_on": {"type": ["string", "null"], "format": "date"}}),
    "SecretPage": page_of(named("Secret")),
    "Rotation": exactly({}, overlap_days={"type": "integer", "minimum": 0, "maximum": 90}),
    "NewSecret": exactly(
        {**_SECRET, "client_secret": TEXT, "older": {"type": "array", "items": exactly(_SECRET)}}
    ),
    "Unit": exactly(_UNIT),
    "UnitPage": page_of(named("Unit")),
    "UnitMembers": exactly(
        {}, **{name: schema for name, schema in _UNIT.items() if name not in ("id", "version")}
    ),
    "Operator": exactly(
        {
            "id": TEXT,
            "username": TEXT,
            "role": TEXT,
            "unit": MAYBE,
            "state": TEXT,
            "version": NUMBER,
            "enrolled": {"type": "boolean"},
        }
    ),
    "OperatorPost": exactly({}, role={"enum": [role.value for role in Role]}, unit=MAYBE),
    "OperatorPage": page_of(named("Operator")),
    "Invitation": exactly({"id": TEXT, "role": TEXT, "unit": MAYBE, "expires_at": MOMENT}),
    "InvitationPage": page_of(named("Invitation")),
    "InvitationMembers": exactly(
        {"address": TEXT, "role": {"enum": [role.value for role in Role]}},
        unit=TEXT,
        language={"enum": ["vi", "en"]},
    ),
    "Key": exactly(
        {
            "kid": TEXT,
            "algorithm": TEXT,
            "state": TEXT,
            "created_at": MOMENT,
            "current_since": MAYBE_MOMENT,
            "public_jwk": OBJECT,
        }
    ),
    "KeyPage": page_of(named("Key")),
    "Banner": exactly(_BANNER),
    "BannerPage": page_of(named("Banner")),
    "BannerMembers": exactly(
        {name: schema for name, schema in _BANNER.items() if name not in ("id", "state")}
    ),
}
"""Every schema, by its name."""
