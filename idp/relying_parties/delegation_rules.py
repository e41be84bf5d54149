"""What an application must be registered with to act for others, or by its signature alone.

Source: RFC 9396, 10; RFC 8693, 1.1; RFC 7523, 2.1.
"""

from collections.abc import Iterator
from datetime import date

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105  a grant's name
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def acting_for_others(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    """Authorization details of known types; tokens exchanged only with a policy, never for personal data."""
    known = offer.authorization_details_types
    for name in members.authorization_details_types or ():
        if name not in known:
            yield Fault(
                "authorization_details_types", Problem.UNKNOWN_VALUE, f"one of {', '.join(known)} is expected"
            )
    has_grant, policy = TOKEN_EXCHANGE in (members.grant_types or ()), members.token_exchange
    if has_grant and policy is None:
        yield Fault("token_exchange", Problem.MISSING)
    if policy is not None and not has_grant:
        yield Fault("token_exchange", Problem.NEEDS, f"the grant type {TOKEN_EXCHANGE}")
    if has_grant and members.is_public:
        yield Fault(
            "grant_types", Problem.NOT_WITH, "token_endpoint_auth_method none: who acts proves who it is"
        )
    if policy is not None and set(policy.scopes) & set(offer.scopes):
        yield Fault("token_exchange.scopes", Problem.NOT_WITH, "scopes of citizens' data: interfaces only")


def asking_by_signature(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    """The JWT bearer grant is for programs that have registered a key."""
    if JWT_BEARER not in (members.grant_types or ()):
        return
    if members.jwks is None and members.jwks_uri is None:
        yield Fault("jwks", Problem.NEEDS, f"to be there, or jwks_uri, for the grant type {JWT_BEARER}")
    if members.token_endpoint_auth_method in ("none", "client_secret_jwt"):
        method = members.token_endpoint_auth_method
        yield Fault("grant_types", Problem.NOT_WITH, f"token_endpoint_auth_method {method}: {JWT_BEARER}")
