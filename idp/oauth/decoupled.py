"""What is asked of a citizen from where no browser of theirs is: by a device, or by a program in the background.

Source: RFC 8628, 3.1; OpenID Connect Client-Initiated Backchannel Authentication (CIBA), 7.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidScopeError

from idp.assurance import OWN_LEVELS, AuthenticationLevel, returned_acr
from idp.crypto.digests import new_secret
from idp.oauth.authorization_details import PARAMETER as DETAILS
from idp.oauth.authorization_details import Detail, parse_details
from idp.oauth.authorization_request import AuthorizationRequest
from idp.oauth.client import RegisteredClient
from idp.oauth.consent import Item, granted_claims, granted_scope, items_asked
from idp.oauth.errors import UnmetAuthenticationRequirements
from idp.oauth.extensions.resource_indicator import asked_resources
from idp.oauth.request import Parameters, ProtocolRequest

if TYPE_CHECKING:
    from idp.oauth.grants.code_request import Granted
    from idp.oauth.server import Provider

UNDERSTOOD = ("scope", "acr_values", "claims", "resource", "authorization_details")
"""Of an authorization request's parameters those that mean something without a browser to answer to."""


@dataclass(frozen=True)
class DecoupledRequest:
    """A good request: who asks, and for what. Its answer is fetched, not redirected."""

    client: RegisteredClient
    scope: str
    asked: AuthorizationRequest
    resources: list[str]
    details: list[Detail]

    @classmethod
    def read(
        cls, parameters: Mapping[str, Any], client: RegisteredClient, provider: "Provider"
    ) -> "DecoupledRequest":
        """Check what is asked for.

        Args:
            parameters: Those of the request, or what was kept of them.
            client: Who asks.
            provider: The provider.

        Raises:
            OAuth2Error: It asks for nothing it may have, or for a level that cannot be reached here.
        """
        understood = {name: parameters[name] for name in UNDERSTOOD if name in parameters}
        request = ProtocolRequest("POST", path="", parameters=Parameters.restored(understood), headers={})
        asked = AuthorizationRequest.read(request, client, provider.issuer)
        if asked.required_level > max(OWN_LEVELS):
            raise UnmetAuthenticationRequirements
        scope, text = client.get_allowed_scope(request.get("scope")), request.get(DETAILS)
        if not scope and text is None:
            raise InvalidScopeError("No scope was asked for that this client may have.")
        return cls(
            client,
            scope,
            asked,
            resources=asked_resources(request, client, provider.userinfo_url),
            details=parse_details(text, client) if text is not None else [],
        )

    @staticmethod
    def kept(parameters: Parameters) -> dict[str, Any]:
        """What of a request is kept until the citizen decides."""
        return {name: value for name, value in parameters.kept().items() if name in UNDERSTOOD}

    def items(self) -> list[Item]:
        """What the citizen has to be told and asked."""
        return items_asked(self.client, self.scope, self.asked.claims)

    def level_for(self, *, has_second_factor: bool) -> AuthenticationLevel:
        """The level the citizen has to show: a wish costs nobody a page who cannot fulfil it."""
        return self.asked.wished_level if has_second_factor else self.asked.required_level


@dataclass(frozen=True)
class Approved:
    """A request that was approved: under which name what was allowed is kept, and until when it can be fetched."""

    authorization_id: str
    expires_at: datetime


def allow(provider: "Provider", asked: DecoupledRequest, granted: "Granted", at: Approved) -> None:
    """Keep what a citizen allowed, as an authorization like any other. One INSERT.

    Nobody knows its code: the request that was approved leads to it, and what else there is to a code is as ever.

    Args:
        provider: The provider.
        asked: What was asked for.
        granted: Who allowed it, and what of it.
        at: The request that was approved.
    """
    provider.outside.authorizations.add(
        new_secret(),
        id=at.authorization_id,
        code_expires_at=at.expires_at,
        created_at=provider.clock(),
        redirect_uri="",
        redirect_uri_sent=False,
        **_columns(provider, asked, granted),
    )


def _columns(provider: "Provider", asked: DecoupledRequest, granted: "Granted") -> dict[str, Any]:
    session, decisions = granted.session, granted.decisions
    return {
        "client_id": asked.client.client_id,
        "citizen_id": session.citizen_id,
        "session_id": session.session_id,
        "scope": granted_scope(asked.scope, decisions),
        "requested_claims": granted_claims(asked.items(), asked.asked.claims, decisions),
        "acr": returned_acr(asked.asked.acr_values, session.level, provider.issuer),
        "methods": list(session.methods),
        "authenticated_at": session.authenticated_at,
        "resources": asked.resources or None,
        "authorization_details": asked.details or None,
    }
