"""What this SCIM service can do, and what its resources look like (RFC 7643, 5 to 7; RFC 7644, 4)."""

from typing import Any

from idp.operators.rights import Role
from idp.web.scim.attributes import ENTERPRISE
from idp.web.scim.filters import CORE
from idp.web.scim.officers import OFFICER

MOST = 200
_OF_SCHEMAS = "urn:ietf:params:scim:schemas:core:2.0"


def service_provider_config(base: str) -> dict[str, Any]:
    """What is supported.

    Args:
        base: The address of the service.
    """
    return {
        "schemas": [f"{_OF_SCHEMAS}:ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        "changePassword": {"supported": False},
        "sort": {"supported": False},
        "etag": {"supported": True},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "OAuth 2.0",
                "description": "An access token of the client_credentials grant "
                "with the scope sen:operators.write (users) or sen:officers.write (officers).",
                "specUri": "https://www.rfc-editor.org/info/rfc6750",
                "primary": True,
            }
        ],
        "meta": _meta("ServiceProviderConfig", f"{base}/ServiceProviderConfig"),
    }


def resource_types(base: str) -> list[dict[str, Any]]:
    """The kinds of resources: users and officers."""
    return [
        {
            "schemas": [f"{_OF_SCHEMAS}:ResourceType"],
            "id": "User",
            "name": "User",
            "endpoint": "/Users",
            "description": "Operators of the console and of the developers' desk.",
            "schema": CORE,
            "schemaExtensions": [{"schema": ENTERPRISE, "required": False}],
            "meta": _meta("ResourceType", f"{base}/ResourceTypes/User"),
        },
        {
            "schemas": [f"{_OF_SCHEMAS}:ResourceType"],
            "id": "Officer",
            "name": "Officer",
            "endpoint": "/Officers",
            "description": "Officials, who are citizens here: applications are told of their office.",
            "schema": OFFICER,
            "schemaExtensions": [],
            "meta": _meta("ResourceType", f"{base}/ResourceTypes/Officer"),
        },
    ]


def schemas(base: str) -> list[dict[str, Any]]:
    """The attributes that are kept, and no others."""
    return [
        {
            "schemas": [f"{_OF_SCHEMAS}:Schema"],
            "id": identifier,
            "name": name,
            "description": said,
            "attributes": attributes,
            "meta": _meta("Schema", f"{base}/Schemas/{identifier}"),
        }
        for identifier, name, said, attributes in (
            (CORE, "User", "An operator.", _CORE_ATTRIBUTES),
            (ENTERPRISE, "EnterpriseUser", "Where an operator works.", _ENTERPRISE_ATTRIBUTES),
            (OFFICER, "Officer", "An official.", _OFFICER_ATTRIBUTES),
        )
    ]


def _meta(kind: str, address: str) -> dict[str, str]:
    return {"resourceType": kind, "location": address}


def _attribute(name: str, said: str, **changed: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": "string",
        "multiValued": False,
        "description": said,
        "required": False,
        "caseExact": False,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
        **changed,
    }


_CORE_ATTRIBUTES = [
    _attribute(
        "userName",
        "What they sign in with: 1 to 64 small letters, digits, dots, hyphens or underscores.",
        required=True,
        uniqueness="server",
    ),
    _attribute("active", "Whether they may sign in. Setting it to false ends every session.", type="boolean"),
    _attribute("preferredLanguage", "The language of mail to them: vi or en."),
    _attribute(
        "emails",
        "One mail address; the link to enrol goes there.",
        type="complex",
        multiValued=True,
        required=True,
        subAttributes=[
            _attribute("value", "The address.", required=True, uniqueness="server"),
            _attribute("type", "Always work.", canonicalValues=["work"], mutability="readOnly"),
            _attribute("primary", "Always true.", type="boolean", mutability="readOnly"),
        ],
    ),
    _attribute(
        "roles",
        "One role. A province administrator is made by two people in the console, never here.",
        type="complex",
        multiValued=True,
        subAttributes=[
            _attribute("value", "The role.", required=True, canonicalValues=[role.value for role in Role]),
            _attribute("primary", "Always true.", type="boolean", mutability="readOnly"),
        ],
    ),
]
_ENTERPRISE_ATTRIBUTES = [_attribute("department", "The Vietnamese name of a unit that is in the list.")]
_OFFICER_ATTRIBUTES = [
    _attribute(
        "identityNumber",
        "The twelve digits of the person. Kept as a blind index only; it cannot change.",
        required=True,
        mutability="immutable",
        returned="never",
        uniqueness="server",
    ),
    _attribute("unit", "The Vietnamese name of a unit that is in the list.", required=True, caseExact=True),
    _attribute("title", "What they are there."),
    _attribute(
        "active", "Whether they hold the office. Setting it to false ends it at once.", type="boolean"
    ),
]
