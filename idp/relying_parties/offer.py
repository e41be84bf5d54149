"""What an application can be registered for. The protocol says it; `services.py` hands it over."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The values a registration may name. The first of each is the default where there is one.

    Args:
        scopes: Scopes with a meaning of their own; others may be registered for interfaces.
        law_only: Scopes that no consent can open.
        default_scopes: What an application for citizens gets that names no scope.
        auth_methods: Of the token endpoint.
        grant_types: All there are.
        response_types: All there are.
        signing_algorithms: Of ID tokens.
        subject_types: Pairwise first.
        levels: Authentication levels this provider reaches.
        shortest_secret: Characters that a secret brought along must have.
    """

    scopes: tuple[str, ...]
    law_only: frozenset[str]
    default_scopes: tuple[str, ...]
    auth_methods: tuple[str, ...]
    grant_types: tuple[str, ...]
    response_types: tuple[str, ...]
    signing_algorithms: tuple[str, ...]
    subject_types: tuple[str, ...]
    levels: tuple[int, ...]
    shortest_secret: int = 32
