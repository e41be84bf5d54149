"""A subject token: a token of ours that somebody brings to act for the citizen it is about (RFC 8693, 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.access_token import AUTHORIZATION
from idp.oauth.client import RegisteredClient
from idp.oauth.id_token_hint import read_hint
from idp.oauth.records import Standing
from idp.oauth.standing import holds

if TYPE_CHECKING:
    from idp.oauth.server import Provider

ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  a type's name
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105  a type's name

MOST_ACTORS = 3
"""How many may stand between the citizen's application and whom the last token is for."""


@dataclass(frozen=True)
class SubjectToken:
    """A token that was found good, and what it stands on.

    Args:
        claims: What it says.
        client_id: To whom it was issued.
        scopes: What it opens, or, for an ID token, what the citizen allowed with it.
        standing: The authorization it stands on.
    """

    claims: Mapping[str, Any]
    client_id: str
    scopes: list[str]
    standing: Standing

    @property
    def expires_at(self) -> datetime:
        """When it dies by itself."""
        return datetime.fromtimestamp(self.claims["exp"], UTC)

    def actors(self) -> int:
        """How many act one for the other already."""
        count, actor = 0, self.claims.get("act")
        while isinstance(actor, dict):
            count, actor = count + 1, actor.get("act")
        return count


def read_subject_token(server: "Provider", text: str, kind: str, client: RegisteredClient) -> SubjectToken:
    """Find a subject token good: ours, in force, about a citizen, and meant for who brings it.

    Args:
        server: The provider.
        text: The token.
        kind: Its type, as the request names it.
        client: Who brings it.

    Raises:
        InvalidRequestError: It is not (RFC 8693, 2.2.2).
    """
    readers = {ACCESS_TOKEN: _access_token, ID_TOKEN: _id_token}
    if kind not in readers:
        raise InvalidRequestError("The subject_token_type is not supported: send an access or ID token.")
    found = readers[kind](server, text, client)
    if found is None or found.standing.client.is_for_test_people != client.record.is_for_test_people:
        raise InvalidRequestError(
            "The subject_token is unknown, expired, revoked, not about a citizen, or not meant for this client."
        )
    return found


def _access_token(server: "Provider", text: str, client: RegisteredClient) -> SubjectToken | None:
    token = server.access_tokens.read(text)
    if token is None or token.authorization_id is None:
        return None
    if client.own_audiences().isdisjoint(token.audience):
        return None
    standing = server.outside.authorizations.standing(token.authorization_id, token.jti)
    if standing is None or not holds(standing):
        return None
    return SubjectToken(token.claims, token.client_id, token.scopes, standing)


def _id_token(server: "Provider", text: str, client: RegisteredClient) -> SubjectToken | None:
    claims = read_hint(text, server.keys, server.issuer)
    if claims is None or claims.get("aud") != client.client_id or AUTHORIZATION not in claims:
        return None
    standing = server.outside.authorizations.find(str(claims[AUTHORIZATION]))
    is_late = server.clock().timestamp() >= claims.get("exp", 0)
    if standing is None or is_late or not holds(standing):
        return None
    return SubjectToken(claims, client.client_id, standing.authorization.scope.split(), standing)
