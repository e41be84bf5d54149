"""How members go together that say with what a client signs who it is (OpenID Connect Core, 9; RFC 7518, 3.2)."""

from collections.abc import Iterator
from datetime import date

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer
from idp.relying_parties.secrets import SIGNS

_SHORTEST = {"HS256": 32, "HS384": 48, "HS512": 64}
"""Characters of a secret: a key has no fewer bits than the digest it is used with."""


def assertion_rules(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    """What is wrong with how assertions are signed. With other methods the algorithm says nothing, but it is one."""
    method, algorithm = members.token_endpoint_auth_method or "", members.token_endpoint_auth_signing_alg
    every = tuple(name for names in offer.assertion_algorithms.values() for name in names)
    known = offer.assertion_algorithms.get(method, every)
    if algorithm not in (None, *known):
        yield Fault(
            "token_endpoint_auth_signing_alg",
            Problem.UNKNOWN_VALUE,
            f"one of {', '.join(known)} is expected",
        )
    shortest = _SHORTEST.get(algorithm or "HS256", 0)
    if method == SIGNS and members.client_secret is not None and len(members.client_secret) < shortest:
        yield Fault("client_secret", Problem.TOO_SHORT, str(shortest))
