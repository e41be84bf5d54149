"""Authorization code grant (RFC 6749, 4.1; OpenID Connect Core, 3.1). Codes are spent before anything is issued."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oauth2.rfc6749 import (
    AccessDeniedError,
    AuthorizationCodeMixin,
    InvalidRequestError,
    InvalidScopeError,
    grants,
)

from idp.assurance import returned_acr
from idp.audit.events.oauth import CodeReplayed
from idp.crypto.digests import new_secret
from idp.oauth.authorization_request import AuthorizationRequest
from idp.oauth.consent import Item, granted_claims, granted_scope, items_asked
from idp.oauth.errors import GrantRefused
from idp.oauth.extensions.id_token import IdToken
from idp.oauth.extensions.pkce import ProofKey
from idp.oauth.grants.issuing import CitizenGrant
from idp.oauth.id_token_hint import hinted_subject
from idp.oauth.interaction import Asked, SignedIn
from idp.oauth.records import AuthorizationRecord
from idp.oauth.response import Answer
from idp.oauth.response_modes import authorization_response, response_mode
from idp.oauth.standing import holds


@dataclass(frozen=True)
class Granted:
    """A citizen who has done everything that was asked, and what they decided, by scope."""

    session: SignedIn
    decisions: dict[str, Any]


@dataclass(frozen=True)
class SpentCode(AuthorizationCodeMixin):
    """A code that was just redeemed."""

    authorization: AuthorizationRecord

    @property
    def code_challenge(self) -> str | None:
        """The challenge it is bound to."""
        return self.authorization.code_challenge

    def get_redirect_uri(self) -> str | None:  # type: ignore[override]  # Authlib means None, too
        """The redirect URI the token request has to repeat; None if the authorization request implied it."""
        return self.authorization.redirect_uri if self.authorization.redirect_uri_sent else None

    def get_scope(self) -> str:
        """What the citizen allowed."""
        return self.authorization.scope


class AuthorizationCodeGrant(CitizenGrant, grants.AuthorizationCodeGrant):  # type: ignore[misc]  # stubs differ
    """From the authorization request to the code, and from the code to tokens."""

    EXTENSIONS = (ProofKey, IdToken)
    REPEATS_NONCE = True

    asked: AuthorizationRequest

    def validate_authorization_request(self) -> str:
        """Check the request, once however often Authlib comes by; the redirect URI for the answer.

        Raises:
            OAuth2Error: It is wrong. The error has a redirect URI if it may be sent to the client.
        """
        if self.redirect_uri is None:
            if self.request.payload.repeated() & {"client_id", "redirect_uri"}:
                raise InvalidRequestError("A parameter was sent more than once.")
            self.redirect_uri = super().validate_authorization_request()
        return str(self.redirect_uri)

    @staticmethod
    def validate_authorization_redirect_uri(request: Any, client: Any) -> str:
        """Check the redirect URI, to the character. Never repeats it in the error.

        Raises:
            InvalidRequestError: It is not registered, or missing while several are.
        """
        asked = request.payload.redirect_uri
        if asked is not None and client.check_redirect_uri(asked):
            return str(asked)
        default = client.get_default_redirect_uri()
        if asked is None and default is not None:
            return str(default)
        raise InvalidRequestError("The redirect_uri is not one of those registered for the client.")

    @staticmethod
    def validate_no_multiple_request_parameter(request: Any) -> None:
        """Left to `validate_authorization_request`: the client may hear of it once its address is known."""

    def validate_requested_scope(self) -> None:
        """Check everything about the request that the client may hear of; Authlib checks PKCE after this.

        Raises:
            OAuth2Error: Something is wrong.
        """
        self.request.payload.refuse_repeated()
        redirect_uri = self.validate_authorization_redirect_uri(self.request, self.client)
        response_mode(self.request, redirect_uri)
        self.asked = AuthorizationRequest.read(self.request, self.client, self.server.issuer)
        if not self.client.get_allowed_scope(self.request.payload.scope):
            raise InvalidScopeError("No scope was asked for that this client may have.")

    def demands(self, first_seen_at: datetime | None, account_chosen_at: datetime | None) -> Asked:
        """What the request demands of the citizen.

        Args:
            first_seen_at: When a request that waited was first seen; None for one that is new.
            account_chosen_at: When the citizen chose the open account for it.
        """
        hint = self.asked.id_token_hint
        known = self.server.keys, self.server.issuer, self.client.client_id
        subject = hinted_subject(hint, *known) if hint is not None else None
        return Asked(
            prompts=self.asked.prompts,
            max_age=self.asked.max_age,
            required_level=self.asked.required_level,
            wished_level=self.asked.wished_level,
            hinted_subject=subject or self.asked.claims.subject,
            hint_unreadable=hint is not None and subject is None,
            first_seen_at=first_seen_at,
            account_chosen_at=account_chosen_at,
        )

    def items(self) -> list[Item]:
        """What the citizen has to be told and asked."""
        return items_asked(self.client, self.request.scope, self.asked.claims)

    def create_authorization_response(self, redirect_uri: str, grant_user: Granted | None) -> Any:
        """The code, or the refusal.

        Raises:
            AccessDeniedError: The citizen refused.
        """
        if grant_user is None:
            raise AccessDeniedError("The citizen refused.", redirect_uri=redirect_uri)
        self.request.user = grant_user
        code = self.generate_authorization_code()
        self.save_authorization_code(code, self.request)
        answer: Answer = authorization_response(
            self.request, redirect_uri, {"code": code}, self.server.issuer
        )
        return 200, answer, []

    def generate_authorization_code(self) -> str:
        """256 random bits in URL-safe characters."""
        return new_secret()

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Keep the authorization, and with it the digest of the code. One INSERT; the audit log tells of the tokens."""
        granted: Granted = request.user
        session, now = granted.session, self.server.clock()
        self.server.outside.authorizations.add(
            code,
            id=str(uuid.uuid4()),
            client_id=self.client.client_id,
            citizen_id=session.citizen_id,
            session_id=session.session_id,
            scope=granted_scope(request.scope, granted.decisions),
            created_at=now,
            code_expires_at=now + self.server.settings.code_lifetime,
            redirect_uri=self.redirect_uri,
            redirect_uri_sent=request.payload.redirect_uri is not None,
            code_challenge=request.get("code_challenge"),
            nonce=self.asked.nonce,
            requested_claims=granted_claims(self.items(), self.asked.claims, granted.decisions),
            acr=returned_acr(self.asked.acr_values, session.level, self.server.issuer),
            methods=list(session.methods),
            authenticated_at=session.authenticated_at,
        )

    def query_authorization_code(self, code: str, client: Any) -> SpentCode:
        """Spend a code. From here on it is gone, whatever else is wrong with the request.

        Raises:
            GrantRefused: Unknown, expired, another client's, spent, or what it stood on no longer holds.
                A second use ends what the first one gave (RFC 6749, 4.1.2).
        """
        store = self.server.outside.authorizations
        standing = store.find_by_code(code)
        if standing is None or standing.authorization.client_id != client.client_id:
            raise GrantRefused
        authorization = standing.authorization
        if authorization.redeemed_at is not None or not store.redeem(authorization.id):
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
