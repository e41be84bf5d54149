"""How far a token reaches: for whom, with which scopes, for which details (RFC 8707; RFC 9396)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from authlib.oauth2.rfc6749.grants import BaseGrant

from idp.oauth.authorization_details import MEMBER, Detail, details_at
from idp.oauth.client import RegisteredClient
from idp.oauth.records import AuthorizationRecord
from idp.oauth.scopes import SCOPES

if TYPE_CHECKING:
    from idp.oauth.server import Provider

_EVERYWHERE = ("openid", "offline_access")
"""Scopes that open no interface: they decide on ID and refresh tokens."""


class Extent(BaseGrant):
    """The part of a grant that narrows what it issues. Nothing asked for means all that was authorized."""

    server: "Provider"
    asked_resources: Sequence[str] = ()
    asked_details: Sequence[Detail] | None = None

    @property
    def client(self) -> RegisteredClient:
        """The authenticated client."""
        raise NotImplementedError

    @property
    def authorization(self) -> AuthorizationRecord:
        """What the tokens stand on."""
        raise NotImplementedError

    def allowed_audience(self) -> list[str]:
        """Whom a token may be meant for: as authorized, as far as it is registered still."""
        registered = {*self.client.audiences, self.server.userinfo_url}
        authorized = self.authorization.resources
        if authorized is None:
            return self.server.audience(self.client, self.authorization.scope)
        return [resource for resource in authorized if resource in registered]

    def audience(self, scope: str) -> list[str]:
        """Whom a token with these scopes is meant for."""
        if self.asked_resources or self.authorization.resources is not None:
            return list(self.asked_resources) or self.allowed_audience()
        return self.server.audience(self.client, scope)

    def scope_at(self, scope: str, audience: Sequence[str]) -> str:
        """The scopes that say something to whom the token is meant for, where a client has named whom.

        An interface does not learn what else the application knows, and UserInfo opens no interface.
        """
        if not self.asked_resources and self.authorization.resources is None:
            return scope
        is_for_userinfo = self.server.userinfo_url in audience
        is_for_interface = set(audience) != {self.server.userinfo_url}
        return " ".join(
            name
            for name in scope.split()
            if name in _EVERYWHERE or (is_for_userinfo if name in SCOPES else is_for_interface)
        )

    def details_at(self, audience: Sequence[str]) -> list[Detail] | None:
        """The authorization details the token carries; None for none."""
        granted = self.authorization.authorization_details
        wanted = granted if self.asked_details is None else self.asked_details
        return details_at(wanted, audience, self.client.registered(MEMBER, [])) or None
