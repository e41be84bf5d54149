"""Grants whose answer is fetched: the client asks again and again until the citizen has decided.

Source: RFC 8628, 3.4 and 3.5; OpenID Connect CIBA, 10.1 and 11.
"""

from datetime import timedelta
from typing import Any, NoReturn

from authlib.oauth2.rfc6749 import AccessDeniedError, InvalidRequestError, UnauthorizedClientError
from authlib.oauth2.rfc6749.grants import TokenEndpointMixin
from authlib.oauth2.rfc6749.hooks import hooked

from idp.oauth.errors import AuthorizationPending, ExpiredToken, GrantRefused, SlowDown
from idp.oauth.extensions.id_token import IdToken
from idp.oauth.extensions.resource_indicator import ResourceIndicator
from idp.oauth.extensions.rich_request import RichRequest
from idp.oauth.grants.issuing import CitizenGrant
from idp.oauth.ports import PolledRequests
from idp.oauth.records import PolledRecord, Standing
from idp.oauth.sender_constraint import binding_of_refresh_tokens
from idp.oauth.standing import holds

INTERVAL_SECONDS = 5
"""How long a client waits between two questions (RFC 8628, 3.2)."""

SLOWER_BY_SECONDS = 5
TOLERANCE = timedelta(seconds=1)
"""A client that waits as it was told is never too early, however the network bunches its questions."""


class PolledGrant(CitizenGrant, TokenEndpointMixin):
    """Answers each question by what the citizen has done so far. An approval is spent once."""

    EXTENSIONS = (IdToken, ResourceIndicator, RichRequest)
    PARAMETER = ""
    """By which parameter the client names its request."""

    @property
    def waiting_room(self) -> PolledRequests:
        """Where such requests wait."""
        raise NotImplementedError

    def validate_token_request(self) -> None:
        """Find the request, and what became of it.

        Raises:
            OAuth2Error: There is nothing to hand out, now or ever.
        """
        self.request.client = self.server.authenticate_client(self.request, self.TOKEN_ENDPOINT_AUTH_METHODS)
        if not self.client.check_grant_type(str(self.GRANT_TYPE)):
            raise UnauthorizedClientError("This client is not registered for this grant_type.")
        secret = self.request.get(self.PARAMETER)
        if secret is None:
            raise InvalidRequestError(f"The {self.PARAMETER} is missing.")
        found = self.waiting_room.find(secret)
        if found is None or found.client_id != self.client.client_id:
            raise GrantRefused
        self._follow(found)

    def _follow(self, found: PolledRecord) -> None:
        if found.state == "refused":
            raise AccessDeniedError("The citizen refused.")
        # The clock of the node that ended it may be ahead of ours.
        if found.state == "expired" or self.server.clock() >= found.expires_at:
            raise ExpiredToken
        if found.authorization_id is None:
            self._wait(found)
        self.standing = self._spent(found.authorization_id)

    def _spent(self, authorization_id: str) -> Standing:
        """What was allowed, from here on fetched: of many who try at once one succeeds."""
        store, shown = self.server.outside.authorizations, self.request.confirmation
        standing = store.find(authorization_id)
        if standing is None or not holds(standing) or standing.authorization.redeemed_at is not None:
            raise GrantRefused
        self.server.senders.admit(self.request, self.client, standing.authorization, is_refresh=False)
        if not store.redeem(authorization_id, binding_of_refresh_tokens(self.client, shown)):
            raise GrantRefused
        self.request.concerns = authorization_id
        return standing

    def _wait(self, found: PolledRecord) -> NoReturn:
        wait = timedelta(seconds=found.interval_seconds) - TOLERANCE
        is_early = found.polled_at is not None and self.server.clock() < found.polled_at + wait
        interval = found.interval_seconds + (SLOWER_BY_SECONDS if is_early else 0)
        # Somebody who asked at the same moment was quicker: that, too, is too often.
        is_noted = self.waiting_room.polled(found.digest, found.polled_at, interval)
        raise SlowDown if is_early or not is_noted else AuthorizationPending

    @hooked
    def create_token_response(self) -> tuple[int, dict[str, Any], Any]:
        """The tokens; a refresh token where the client is registered for them."""
        refresh_token = None
        if self.client.check_grant_type("refresh_token"):
            authorization = self.authorization
            refresh_token = self.server.outside.refresh_tokens.issue(
                authorization.id, authorization.created_at
            )
        token = self.token_response(self.authorization.scope, refresh_token)
        self.save_token(token)
        return 200, token, self.TOKEN_RESPONSE_HEADER
