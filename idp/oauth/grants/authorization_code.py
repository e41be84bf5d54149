"""Authorization code grant, second half: from the code to tokens (RFC 6749, 4.1.3 and 4.1.4).

A code is spent before anything is issued, so of many who try at once one succeeds.
"""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin

from idp.audit.events.oauth import CodeReplayed
from idp.oauth.errors import GrantRefused
from idp.oauth.extensions.grant_management import GrantManagement
from idp.oauth.extensions.id_token import IdToken
from idp.oauth.extensions.pkce import ProofKey
from idp.oauth.extensions.resource_indicator import ResourceIndicator
from idp.oauth.extensions.rich_request import RichRequest
from idp.oauth.grants.code_request import CodeRequest
from idp.oauth.records import AuthorizationRecord
from idp.oauth.sender_constraint import binding_of_refresh_tokens
from idp.oauth.standing import holds


@dataclass(frozen=True)
class SpentCode(AuthorizationCodeMixin):
    """A code that was just redeemed."""

    authorization: AuthorizationRecord

    def get_redirect_uri(self) -> str | None:  # type: ignore[override]  # Authlib means None, too
        """The redirect URI the token request has to repeat; None if the authorization request implied it."""
        return self.authorization.redirect_uri if self.authorization.redirect_uri_sent else None

    def get_scope(self) -> str:
        """What the citizen allowed."""
        return self.authorization.scope


class AuthorizationCodeGrant(CodeRequest):
    """The whole grant: the half that redeems, on top of the half that asks."""

    EXTENSIONS = (ProofKey, IdToken, ResourceIndicator, RichRequest, GrantManagement)
    REPEATS_NONCE = True

    def query_authorization_code(self, code: str, client: Any) -> SpentCode:
        """Spend a code. From here on it is gone, whatever else is wrong with the request.

        Raises:
            GrantRefused: Unknown, expired, another client's or key's, spent, or what it stood on no longer holds.
                A second use ends what the first one gave (RFC 6749, 4.1.2).
        """
        store = self.server.outside.authorizations
        standing = store.find_by_code(code)
        if standing is None or standing.authorization.client_id != client.client_id:
            raise GrantRefused
        authorization = standing.authorization
        self.request.concerns = authorization.id
        if authorization.revoked_at is not None:
            raise GrantRefused
        self.server.senders.admit(self.request, client, authorization, is_refresh=False)
        binding = binding_of_refresh_tokens(client, self.request.confirmation)
        if authorization.redeemed_at is not None or not store.redeem(authorization.id, binding):
            self._end_replayed(authorization)
            raise GrantRefused
        sent = self.request.payload.redirect_uri
        is_late = self.server.clock() >= authorization.code_expires_at
        if is_late or not holds(standing) or sent not in (None, authorization.redirect_uri):
            raise GrantRefused
        self.standing = standing
        return SpentCode(authorization)

    def _end_replayed(self, authorization: AuthorizationRecord) -> None:
        if not self.server.outside.authorizations.revoke(authorization.id, "code replayed"):
            return
        self.server.outside.record(
            CodeReplayed(
                citizen_id=authorization.citizen_id,
                client_id=authorization.client_id,
                authorization_id=authorization.id,
            )
        )

    def generate_token(self, *_details: Any, **_more: Any) -> dict[str, Any]:
        """The tokens of a redeemed code; a refresh token where the client is registered for them."""
        refresh_token = None
        if self.client.check_grant_type("refresh_token"):
            authorization = self.authorization
            refresh_token = self.server.outside.refresh_tokens.issue(
                authorization.id, authorization.created_at
            )
        return self.token_response(self.authorization.scope, refresh_token)

    def delete_authorization_code(self, authorization_code: object) -> None:
        """Nothing to do: `query_authorization_code` has spent it."""
