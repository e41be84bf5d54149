"""What an application may exchange tokens for: registered as `token_exchange`, and nothing without (RFC 8693, 1.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from authlib.oauth2.rfc6749 import InvalidScopeError, UnauthorizedClientError

from idp.oauth.client import RegisteredClient
from idp.oauth.errors import InvalidTarget

MEMBER = "token_exchange"


@dataclass(frozen=True)
class ExchangePolicy:
    """One application's policy.

    Args:
        clients: Whose tokens it may bring.
        audiences: For whom it may get tokens.
        scopes: Which scopes they may have.
    """

    clients: frozenset[str]
    audiences: frozenset[str]
    scopes: frozenset[str]

    @classmethod
    def of(cls, client: RegisteredClient) -> "ExchangePolicy":
        """The policy of a client.

        Raises:
            UnauthorizedClientError: There is none.
        """
        found = client.registered(MEMBER)
        if not isinstance(found, dict):
            raise UnauthorizedClientError("The client is registered without token_exchange.")
        policy = cls(*(frozenset(found.get(name, ())) for name in ("clients", "audiences", "scopes")))
        # Nobody has approved yet whom an application under construction may act at.
        return replace(policy, audiences=frozenset()) if client.record.is_for_test_people else policy

    def target(self, named: Iterable[str]) -> list[str]:
        """Whom the new token is for: as named, by `resource` or `audience`.

        Raises:
            InvalidTarget: Nobody is named, or somebody the policy does not (RFC 8693, 2.2.2).
        """
        targets = list(dict.fromkeys(named))
        if not targets:
            raise InvalidTarget(
                "The resource or audience is missing: a token is exchanged for somebody named."
            )
        if not set(targets) <= self.audiences:
            raise InvalidTarget("The resource or audience is not in the token_exchange of the client.")
        return targets

    def scope(self, asked: str | None, brought: Iterable[str]) -> str:
        """The scopes of the new token: never more than the token brought, never more than the policy.

        Args:
            asked: The parameter `scope`; None for all there can be.
            brought: The scopes of the subject token.

        Raises:
            InvalidScopeError: More is asked for, or nothing is left.
        """
        most = [name for name in brought if name in self.scopes]
        wanted = list(dict.fromkeys(asked.split())) if asked else most
        if not wanted or not set(wanted) <= set(most):
            raise InvalidScopeError(
                "The scope is not in both the subject_token and the token_exchange of the client."
            )
        return " ".join(wanted)
