"""The OpenAPI 3.1 document of the API, made from the table of operations."""

import re
from typing import Any

from idp.operators.machine_rights import ALL_UNITS, SCOPES, scope_for
from idp.web.api.clients import LONGEST_REASON
from idp.web.api.door import PATH
from idp.web.api.operation import REASON, Operation
from idp.web.api.operations import OPERATIONS
from idp.web.api.schemas import SCHEMAS
from idp.web.api.shapes import named

VERSION = "1.0"
_QUERY: dict[str, dict[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    "since": {"type": "string", "format": "date-time"},
    "until": {"type": "string", "format": "date-time"},
    "days": {"type": "string", "enum": ["1", "7", "30"], "default": "7"},
    "below": {"type": "integer", "minimum": 0, "maximum": 999},
    "q": {"type": "string", "maxLength": 100},
    REASON: {"type": "string", "maxLength": LONGEST_REASON},
}
_REFUSALS = {
    "400": "What was sent cannot be read.",
    "401": "An access token for this API is needed.",
    "403": "The token lacks the scope.",
    "404": "There is no such thing, or none you may see.",
    "429": "Too many calls; see Retry-After.",
}
_REFUSALS_OF_CHANGES = {
    "409": "Not in the present state.",
    "412": "It was changed meanwhile.",
    "415": "Send application/json.",
    "422": "Something that was sent is not right; nothing was changed.",
    "428": "Send If-Match.",
}


def document(issuer: str) -> dict[str, Any]:
    """The whole document.

    Args:
        issuer: The provider's address.
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(_template(operation.path), {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sen ID administrative API",
            "version": VERSION,
            "description": (
                "Tokens come from the token endpoint by client_credentials with private_key_jwt, for the resource "
                f"{issuer}{PATH}. A program acts for its own unit; with {ALL_UNITS} for all."
            ),
        },
        "servers": [{"url": f"{issuer}{PATH}"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "token": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": f"{issuer}/oauth/token",
                            "scopes": dict.fromkeys(SCOPES, ""),
                        }
                    },
                }
            },
        },
    }


def _template(path: str) -> str:
    return re.sub(r"<(\w+)>", r"{\1}", path)


def _operation(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "security": [{"token": [scope_for(operation.right)]}],
        "parameters": list(_parameters(operation)),
        "responses": _responses(operation),
    }
    if operation.body:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": named(operation.body)}},
        }
    return found


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    in_path = [_parameter(name, "path", required=True) for name in re.findall(r"<(\w+)>", operation.path)]
    in_query = [_parameter(name, "query") for name in operation.query]
    headers = []
    if operation.needs_version:
        headers.append(_parameter("If-Match", "header", required=True))
    if operation.method == "POST":
        headers.append(_parameter("Idempotency-Key", "header"))
    headers += [_parameter(name, "header") for name in operation.headers]
    return [*in_path, *in_query, *headers]


def _parameter(name: str, where: str, *, required: bool = False) -> dict[str, Any]:
    schema = _QUERY.get(name, {"type": "string"})
    return {"name": name, "in": where, "required": required, "schema": schema}


def _responses(operation: Operation) -> dict[str, Any]:
    good: dict[str, Any] = {"description": operation.summary}
    if operation.answer:
        good["content"] = {operation.media: {"schema": named(operation.answer)}}
    refusals = {**_REFUSALS, **(_REFUSALS_OF_CHANGES if operation.changes else {})}
    problem = {"application/problem+json": {"schema": named("Problem")}}
    responses = {status: {"description": said, "content": problem} for status, said in refusals.items()}
    if operation.also is not None:
        responses[str(operation.also)] = {
            "description": "A person has to approve it first.",
            "content": {"application/json": {"schema": named("Asked")}},
        }
    return {str(operation.status): good, **responses}
