"""Grant management at the authorization and the token endpoint (Grant Management for OAuth 2.0, 5.2 to 5.5)."""

from dataclasses import replace
from typing import Any

from idp.oauth.grant_management import read_management


class GrantManagement:
    """Reads `grant_management_action` and `grant_id`, and names the grant where tokens are issued."""

    def __call__(self, grant: Any) -> None:
        """Hook into a grant."""
        grant.register_hook("after_validate_authorization_request_payload", self.check_authorization)
        grant.register_hook("after_create_token_response", self.name_grant)

    def check_authorization(self, grant: Any, _result: object) -> None:
        """Settle what an authorization request does to a grant.

        Raises:
            OAuth2Error: It cannot be done.
        """
        grant.management = read_management(grant.request, grant.client, grant.server.outside.grants)
        if grant.management.begins_anew:
            grant.asked = replace(grant.asked, prompts=grant.asked.prompts | {"consent"})

    def name_grant(self, grant: Any, response: tuple[int, dict[str, Any], Any]) -> None:
        """Add the grant's name to a token response."""
        if (grant_id := grant.authorization.grant_id) is not None:
            response[1]["grant_id"] = grant_id
