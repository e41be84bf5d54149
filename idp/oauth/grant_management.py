"""Grants that a client manages by name: it makes, widens and replaces them by authorization requests.

A citizen has one grant at a client: all they let it have. Its name is `grant_id`; looking at it and giving it back
is for `endpoints/grant_management.py`. Source: Grant Management for OAuth 2.0 (FAPI working group), 5.
"""

import re
from dataclasses import dataclass

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error, UnauthorizedClientError

from idp.oauth.client import RegisteredClient
from idp.oauth.ports import ManagedGrants
from idp.oauth.records import GrantRecord
from idp.oauth.request import ProtocolRequest

CREATE, MERGE, REPLACE = "create", "merge", "replace"
QUERY_SCOPE, REVOKE_SCOPE = "grant_management_query", "grant_management_revoke"
SCOPES = (QUERY_SCOPE, REVOKE_SCOPE)
"""Scopes of a client's own tokens that open the endpoint."""

PATH = "/oauth/grants"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")

METADATA = {
    "grant_management_actions_supported": ["query", "revoke", CREATE, MERGE, REPLACE],
    "grant_management_action_required": False,
}
"""Members of the discovery document, beside the endpoint."""

_ACTION, _ID = "grant_management_action", "grant_id"


class InvalidGrantId(OAuth2Error):
    """A grant that is not there, or not this client's and this citizen's."""

    error = "invalid_grant_id"
    description = "The grant_id names no grant of this client and citizen that is in force."


@dataclass(frozen=True)
class Management:
    """What an authorization request does to a grant.

    Args:
        action: `create`, `merge` or `replace`; None for a client that manages no grants.
        grant_id: The grant to change.
        owner: The citizen who gave it.
    """

    action: str | None = None
    grant_id: str | None = None
    owner: str | None = None

    @property
    def begins_anew(self) -> bool:
        """Whether what was agreed to before counts no more: then the citizen is asked about everything."""
        return self.action in (CREATE, REPLACE)

    def concerns(self, citizen_id: str) -> bool:
        """Whether it is for this citizen to decide."""
        return self.owner in (None, citizen_id)


UNMANAGED = Management()


def read_management(request: ProtocolRequest, client: RegisteredClient, grants: ManagedGrants) -> Management:
    """What a request does to a grant. Nothing is looked up for one that does nothing.

    Args:
        request: An authorization request.
        client: Who asks.
        grants: The grants there are.

    Raises:
        InvalidRequestError: The parameters do not go together.
        UnauthorizedClientError: The client cannot prove who it is.
        InvalidGrantId: There is no such grant.
    """
    action, grant_id = request.get(_ACTION), request.get(_ID)
    if action is None and grant_id is None:
        return UNMANAGED
    if action not in (CREATE, MERGE, REPLACE):
        raise InvalidRequestError("The grant_management_action is missing, or not create, merge or replace.")
    if client.is_public:
        raise UnauthorizedClientError("A grant_management_action needs a client that authenticates.")
    if (grant_id is None) != (action == CREATE):
        raise InvalidRequestError(
            "The grant_management_action create takes no grant_id; merge and replace need one."
        )
    if grant_id is None:
        return Management(action)
    found = named_grant(grants, grant_id, client.client_id)
    if found is None:
        raise InvalidGrantId
    return Management(action, grant_id, found.citizen_id)


def named_grant(grants: ManagedGrants, grant_id: str, client_id: str) -> GrantRecord | None:
    """A client's grant by its name; None where there is none, and for what can be no name."""
    return grants.find(grant_id, client_id) if _NAME.fullmatch(grant_id) else None
