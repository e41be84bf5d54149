"""JWT bearer grant: a program asks with a statement it signed about itself (RFC 7523, 2.1).

The subject is the client. Nobody gets a token about a citizen by signing their name: for that there are grants that
stand on what the citizen allowed.
"""

from authlib.oauth2.rfc6749 import InvalidRequestError, UnauthorizedClientError

from idp.oauth.client import JWT_BEARER, RegisteredClient
from idp.oauth.client_assertion import BY_SECRET
from idp.oauth.errors import AssertionRefused
from idp.oauth.grants.client_credentials import ClientCredentialsGrant


class JwtBearerGrant(ClientCredentialsGrant):
    """Gives what client credentials give. Where the client authenticates besides, both must name the same one."""

    GRANT_TYPE = JWT_BEARER

    def validate_token_request(self) -> None:
        """Check the assertion, and what is asked for with it.

        Raises:
            OAuth2Error: It is missing, not good, or the client may not have this.
        """
        assertion = self.request.get("assertion")
        if assertion is None:
            raise InvalidRequestError("The assertion is missing.")
        client = self._signer(assertion)
        if not client.check_grant_type(self.GRANT_TYPE):
            raise UnauthorizedClientError("The client is not registered for this grant_type.")
        self.request.client = client
        self.validate_requested_scope()

    def _signer(self, assertion: str) -> RegisteredClient:
        authenticated = self._authenticated()
        signer = self.server.client_auth.asserted(assertion, self.request)
        if signer is None or self.request.payload.client_id not in (None, signer.client_id):
            raise AssertionRefused
        if signer.auth_method == BY_SECRET:  # what two know, neither has signed for itself
            raise AssertionRefused
        if authenticated is not None and authenticated.client_id != signer.client_id:
            raise AssertionRefused
        if authenticated is None:
            self.request.confirmation = self.server.senders.at_token_endpoint(self.request, signer)
        return signer.on(self.server.today())

    def _authenticated(self) -> RegisteredClient | None:
        form, headers = self.request.form, self.request.headers or {}
        sent = {"client_secret", "client_assertion", "client_assertion_type"} & set(form)
        if not sent and not headers.get("Authorization"):
            return None
        return self.server.authenticate_client(self.request, self.TOKEN_ENDPOINT_AUTH_METHODS)
