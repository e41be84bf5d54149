"""What a citizen is told and asked before an application learns something, and what that leaves it with.

Where law gives the ground there is a notice, else a true consent; only what is optional may be left out.
Source: OpenID Connect Core, 3.1.2.4; Law 91/2025/QH15, Art. 19.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from idp.oauth.claims import RequestedClaims, scopes_behind
from idp.oauth.client import RegisteredClient
from idp.oauth.interaction import Agreement
from idp.oauth.scopes import SCOPES, ScopePolicy

TOLD, AGREED, DECLINED = "law", "consent", "declined"


@dataclass(frozen=True)
class Item:
    """One thing an application asks for: a scope, the claims of it that are meant, and on what ground."""

    scope: str
    claims: tuple[str, ...]
    policy: ScopePolicy

    def is_decided(self, decision: object) -> bool:
        """Whether an earlier decision covers it. A notice is no consent."""
        return decision in ((TOLD, AGREED) if self.policy.basis == "law" else (AGREED, DECLINED))


def items_asked(client: RegisteredClient, scope: str, claims: RequestedClaims) -> list[Item]:
    """What an authorization request asks for: its scopes, and scopes of which it wants single claims."""
    scopes = scope.split()
    covered = {claim for name in scopes for claim in SCOPES.get(name, ())}
    single = scopes_behind(client, (claim for claim in claims.all() if claim not in covered))
    wanted = {**{name: SCOPES.get(name, ()) for name in scopes}, **single}
    return [
        Item(name, found, policy)
        for name, found in wanted.items()
        if (policy := client.policy(name)) is not None
    ]


def agreement(
    items: Iterable[Item],
    decisions: Mapping[str, object] | None,
    given_at: datetime | None,
    *,
    has_open_details: bool = False,
) -> Agreement:
    """Whether a remembered answer covers what is asked for now.

    Args:
        items: What is asked for.
        decisions: The remembered answer by scope; None when there is none.
        given_at: When it was given.
        has_open_details: Whether there are authorization details that the citizen was not asked about yet: what was
            agreed to for one request is never remembered for another.
    """
    is_complete = (
        not has_open_details
        and decisions is not None
        and all(item.is_decided(decisions.get(item.scope)) for item in items)
    )
    return Agreement(is_complete, given_at)


def decide(items: Iterable[Item], ticked: Iterable[str]) -> dict[str, str]:
    """The answer of a citizen who went on: told what law gives, agreed to the rest, but for what stayed unticked."""
    chosen = set(ticked)
    return {item.scope: _decision(item, chosen) for item in items}


def granted_scope(scope: str, decisions: Mapping[str, object]) -> str:
    """The scopes that are left after the citizen's answer."""
    return " ".join(name for name in scope.split() if decisions.get(name) != DECLINED)


def granted_claims(
    items: Iterable[Item], claims: RequestedClaims, decisions: Mapping[str, object]
) -> dict[str, Any]:
    """What an authorization remembers of the single claims that were asked for, after the citizen's answer."""
    return claims.kept(
        {claim for item in items if decisions.get(item.scope) != DECLINED for claim in item.claims}
    )


def _decision(item: Item, ticked: set[str]) -> str:
    if item.policy.basis == "law":
        return TOLD
    return AGREED if not item.policy.optional or item.scope in ticked else DECLINED
