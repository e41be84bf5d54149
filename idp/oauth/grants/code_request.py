"""Authorization code grant, first half: from the authorization request to the code (RFC 6749, 4.1.1 and 4.1.2)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oauth2.rfc6749 import (
    AccessDeniedError,
    InvalidRequestError,
    InvalidScopeError,
    UnauthorizedClientError,
    grants,
)

from idp.assurance import returned_acr
from idp.crypto.digests import new_secret
from idp.oauth.authorization_details import PARAMETER as DETAILS
from idp.oauth.authorization_details import Detail
from idp.oauth.authorization_request import AuthorizationRequest
from idp.oauth.consent import Item, granted_claims, granted_scope, items_asked
from idp.oauth.grant_management import REPLACE, UNMANAGED, InvalidGrantId, Management
from idp.oauth.grants.issuing import CitizenGrant
from idp.oauth.id_token_hint import hinted_subject
from idp.oauth.interaction import Asked, SignedIn
from idp.oauth.request import Sender
from idp.oauth.request_sources import check_origin
from idp.oauth.response import Answer
from idp.oauth.response_modes import response_mode
from idp.oauth.sender_constraint import asked_key, bound_by_request
from idp.oauth.session_state import session_state


@dataclass(frozen=True)
class Granted:
    """A citizen who has done everything that was asked, and what they decided, by scope; the name that has, if any."""

    session: SignedIn
    decisions: dict[str, Any]
    grant_id: str | None = None


class CodeRequest(CitizenGrant, grants.AuthorizationCodeGrant):  # type: ignore[misc]  # stubs differ
    """Checks the request, says what it demands of the citizen, and answers it."""

    asked: AuthorizationRequest
    resources: list[str]
    details: list[Detail]
    management: Management = UNMANAGED

    def validate_authorization_request(self) -> str:
        """Check the request, once however often Authlib comes by; the redirect URI for the answer.

        Raises:
            OAuth2Error: It is wrong. The error has a redirect URI if it may be sent to the client.
        """
        if self.redirect_uri is None:
            self.request.payload.refuse_repeated({"client_id", "redirect_uri"})
            self.redirect_uri = super().validate_authorization_request()
        return str(self.redirect_uri)

    @staticmethod
    def validate_authorization_redirect_uri(request: Any, client: Any) -> str:
        """Check the redirect URI, to the character. Never repeats it in the error.

        Raises:
            InvalidRequestError: It is not registered, or missing while several are.
        """
        request.sender = Sender.of(client.record)
        asked = request.payload.redirect_uri
        if asked is None and client.profile.requires_redirect_uri:
            raise InvalidRequestError("The redirect_uri is missing: the profile of the client demands it.")
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
        check_origin(self.request, self.client)
        if not self.client.check_grant_type(self.GRANT_TYPE):
            raise UnauthorizedClientError("This client may not ask for codes.")
        redirect_uri = self.validate_authorization_redirect_uri(self.request, self.client)
        response_mode(self.request, redirect_uri)
        asked_key(self.request.get("dpop_jkt"))
        self.asked = AuthorizationRequest.read(self.request, self.client, self.server.issuer)
        has_scope = self.client.get_allowed_scope(self.request.payload.scope)
        if not has_scope and self.request.get(DETAILS) is None:
            raise InvalidScopeError("No scope was asked for that this client may have.")

    def demands(
        self,
        first_seen_at: datetime | None = None,
        account_chosen_at: datetime | None = None,
        goes_without_wish: bool = False,
    ) -> Asked:
        """What the request demands of the citizen.

        Args:
            first_seen_at: When a request that waited was first seen; None for one that is new.
            account_chosen_at: When the citizen chose the open account for it.
            goes_without_wish: Whether the citizen chose to go on below the level that is wished.
        """
        hint = self.asked.id_token_hint
        known = self.server.keys, self.server.issuer, self.client.client_id
        subject = hinted_subject(hint, *known) if hint is not None else None
        return Asked(
            prompts=self.asked.prompts,
            max_age=self.asked.max_age,
            required_level=self.asked.required_level,
            wished_level=self.asked.wished_level,
            hinted_subject=subject or self.asked.claims.subject or self._owner(),
            hint_unreadable=hint is not None and subject is None,
            first_seen_at=first_seen_at,
            account_chosen_at=account_chosen_at,
            goes_without_wish=goes_without_wish,
        )

    def _owner(self) -> str | None:
        """Whose grant is to be changed, as the client knows them."""
        owner = self.management.owner
        return self.server.subjects.sub(self.client, owner) if owner else None

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
        self._change_grant(grant_user)
        code = self.generate_authorization_code()
        self.save_authorization_code(code, self.request)
        said = {"code": code, **self._session_state(redirect_uri, grant_user.session.browser_state)}
        answer: Answer = self.server.authorization_response(self.request, redirect_uri, said)
        return 200, answer, []

    def _session_state(self, redirect_uri: str, browser_state: str | None) -> dict[str, str]:
        if browser_state is None:
            return {}
        return {"session_state": session_state(self.client.client_id, redirect_uri, browser_state)}

    def _change_grant(self, granted: Granted) -> None:
        """What was issued under the grant before ends with the change (Grant Management for OAuth 2.0, 5.2).

        Raises:
            InvalidGrantId: It is another citizen's, or is gone in the meantime.
        """
        managed, citizen_id = self.management, granted.session.citizen_id
        if managed.action is None:
            return
        if not managed.concerns(citizen_id) or granted.grant_id is None:
            raise InvalidGrantId(redirect_uri=self.redirect_uri)
        self.server.outside.grants.supersede(
            citizen_id, self.client.client_id, everything=managed.action == REPLACE
        )

    def generate_authorization_code(self) -> str:
        """256 random bits in URL-safe characters."""
        return new_secret()

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Keep the authorization, and with it the digest of the code. One INSERT; the audit log tells of the tokens."""
        granted: Granted = request.user
        session, now = granted.session, self.server.clock()
        request.concerns = str(uuid.uuid4())
        self.server.outside.authorizations.add(
            code,
            id=request.concerns,
            client_id=self.client.client_id,
            citizen_id=session.citizen_id,
            session_id=session.session_id,
            scope=granted_scope(request.scope, granted.decisions),
            created_at=now,
            code_expires_at=now
            + min(self.server.settings.code_lifetime, self.client.profile.longest_code_life),
            redirect_uri=self.redirect_uri,
            redirect_uri_sent=request.payload.redirect_uri is not None,
            code_challenge=request.get("code_challenge"),
            nonce=self.asked.nonce,
            requested_claims=granted_claims(self.items(), self.asked.claims, granted.decisions),
            acr=returned_acr(self.asked.acr_values, session.level, self.server.issuer),
            methods=list(session.methods),
            authenticated_at=session.authenticated_at,
            confirmation=bound_by_request(request.get("dpop_jkt")),
            resources=self.resources or None,
            authorization_details=self.details or None,
            grant_id=granted.grant_id if self.management.action else None,
        )
