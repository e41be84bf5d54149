"""The grant management endpoint: a client sees what a citizen granted it, and gives it back.

Source: Grant Management for OAuth 2.0, 6. A client sees its own grants and no others: for it those do not exist.
"""

from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749.endpoint import Endpoint

from idp.audit.events.oauth import GrantRevoked
from idp.oauth.access_token import AccessToken
from idp.oauth.client import RegisteredClient
from idp.oauth.consent import DECLINED
from idp.oauth.errors import NO_STORE, ScopeMissing, TokenRefused
from idp.oauth.grant_management import PATH, QUERY_SCOPE, REVOKE_SCOPE, named_grant
from idp.oauth.protected_resource import shown_token
from idp.oauth.records import GrantRecord
from idp.oauth.request import ProtocolRequest, Sender
from idp.oauth.scopes import SCOPES

if TYPE_CHECKING:
    from idp.oauth.server import Provider

Answered = tuple[int, dict[str, Any] | str, list[tuple[str, str]]]

_SCOPE_OF = {"GET": QUERY_SCOPE, "DELETE": REVOKE_SCOPE}


class GrantManagementEndpoint(Endpoint):
    """Answers for one grant, named by the rest of the path."""

    ENDPOINT_NAME = "grant_management"

    server: "Provider"

    def create_endpoint_response(self, request: Any) -> Answered:
        """Answer a request.

        Raises:
            OAuth2Error: The token opens nothing here.
        """
        client = self._client_of(request)
        grant_id = request.path.removeprefix(PATH).removeprefix("/")
        grants = self.server.outside.grants
        found = named_grant(grants, grant_id, client.client_id)
        if found is None:
            return 404, {"error": "not_found", "error_description": "There is no such grant."}, NO_STORE
        if request.method == "GET":
            return 200, granted(found, client), NO_STORE
        grants.revoke(found)
        self.server.outside.record(GrantRevoked(citizen_id=found.citizen_id, client_id=client.client_id))
        return 204, "", NO_STORE[1:]

    def _client_of(self, request: ProtocolRequest) -> RegisteredClient:
        shown = shown_token(request)
        token = self.server.access_tokens.read(shown.text)
        if token is None or not self._is_for_clients_here(token):
            raise TokenRefused(scheme=shown.scheme)
        client = self.server.query_client(token.client_id)
        if client is None or self.server.outside.revoked_tokens.holds(token.jti):
            raise TokenRefused(scheme=shown.scheme)
        request.sender = Sender.of(client.record)
        self.server.senders.at_resource(request, shown, token, client)
        scope = _SCOPE_OF[request.method]
        if scope not in token.scopes:
            raise ScopeMissing(scope, shown.scheme)
        return client

    def _is_for_clients_here(self, token: AccessToken) -> bool:
        # What a citizen let a client have does not speak for the client itself.
        own = token.authorization_id is None and token.claims["sub"] == token.client_id
        return own and self.server.issuer + PATH in token.audience


def granted(grant: GrantRecord, client: RegisteredClient) -> dict[str, Any]:
    """What a grant holds now, as far as the client may still have it.

    Args:
        grant: The citizen's answer.
        client: Whose it is.
    """
    given = {scope for scope, decision in grant.decisions.items() if decision != DECLINED}
    kept = [scope for scope in SCOPES if scope in given and client.policy(scope)]
    interfaces = sorted(scope for scope in given - set(SCOPES) if client.policy(scope))
    scopes: list[dict[str, Any]] = [{"scope": " ".join(kept)}]
    if interfaces:
        scopes.append({"scope": " ".join(interfaces), "resource": client.audiences})
    return {
        "scopes": [entry for entry in scopes if entry["scope"]],
        "claims": list(dict.fromkeys(claim for scope in kept for claim in SCOPES[scope])),
        "authorization_details": grant.authorization_details or [],
    }
