"""PKCE: S256 only, required at the authorization endpoint (RFC 7636; RFC 9700, 2.1.1)."""

import re
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7636 import CodeChallenge, create_s256_code_challenge
from authlib.oauth2.rfc7636.challenge import CODE_VERIFIER_PATTERN

from idp.crypto.digests import matches
from idp.oauth.errors import GrantRefused

if TYPE_CHECKING:
    from idp.oauth.grants.code_request import CodeRequest

CHALLENGE_METHODS = ("S256",)
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # a SHA-256 digest in base64url


class ProofKey(CodeChallenge):
    """Every code is bound to a secret of whoever asked for it, unless its client is excused."""

    SUPPORTED_CODE_CHALLENGE_METHOD = list(CHALLENGE_METHODS)

    def validate_code_challenge(self, grant: "CodeRequest", redirect_uri: str) -> None:  # noqa: ARG002  the signature is the caller's
        """Check the challenge of an authorization request.

        Raises:
            InvalidRequestError: It is missing, malformed, or of another method than S256.
        """
        challenge = grant.request.get("code_challenge")
        method = grant.request.get("code_challenge_method")
        if challenge is None and method is None and grant.client.may_omit_pkce(grant.server.today()):
            return
        if challenge is None:
            raise InvalidRequestError("PKCE is required: code_challenge is missing.")
        if method not in CHALLENGE_METHODS:
            raise InvalidRequestError("PKCE needs code_challenge_method=S256.")
        if not _CHALLENGE.fullmatch(challenge):
            raise InvalidRequestError("The code_challenge is malformed.")

    def validate_code_verifier(self, grant: "CodeRequest", result: Any) -> None:  # noqa: ARG002  the signature is the caller's
        """Check the verifier of a token request. A wrong or missing one, or one too many, spoils the code.

        Raises:
            GrantRefused: It does not fit the challenge (RFC 7636, 4.6; RFC 9700, 4.8).
        """
        verifier = grant.request.get("code_verifier")
        challenge = grant.authorization.code_challenge
        if challenge is None and verifier is None:
            return
        if challenge is None or verifier is None or not CODE_VERIFIER_PATTERN.fullmatch(verifier):
            raise GrantRefused
        if not matches(str(create_s256_code_challenge(verifier)), challenge):  # type: ignore[no-untyped-call]
            raise GrantRefused
