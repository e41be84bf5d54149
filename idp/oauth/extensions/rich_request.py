"""Rich authorization requests: `authorization_details` at the authorization endpoint and the token endpoint.

Source: RFC 9396, 3 and 6. The types are in `authorization_details.py`.
"""

from typing import TYPE_CHECKING, Any

from idp.oauth.authorization_details import PARAMETER, narrowed, parse_details

if TYPE_CHECKING:
    from idp.oauth.grants.code_request import CodeRequest
    from idp.oauth.grants.issuing import CitizenGrant


class RichRequest:
    """Reads what an application wants to do for the citizen."""

    def __call__(self, grant: Any) -> None:
        """Hook into a grant."""
        grant.register_hook("after_validate_authorization_request_payload", self.check_authorization)
        grant.register_hook("before_create_token_response", self.check_token)

    def check_authorization(self, grant: "CodeRequest", _result: object) -> None:
        """Read the details of an authorization request.

        Raises:
            InvalidAuthorizationDetails: They cannot be granted, whatever the citizen says.
        """
        text = grant.request.get(PARAMETER)
        grant.details = parse_details(text, grant.client) if text is not None else []

    def check_token(self, grant: "CitizenGrant") -> None:
        """Read the details of a token request: of those that were granted, those it wants now.

        Raises:
            InvalidAuthorizationDetails: It wants more than was granted.
        """
        text = grant.request.get(PARAMETER)
        if text is not None:
            asked = parse_details(text, grant.client)
            grant.asked_details = narrowed(grant.authorization.authorization_details or (), asked)
