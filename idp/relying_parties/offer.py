"""What an application can be registered for. The protocol says it; `services.py` hands it over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from idp.relying_parties.held_to import HeldTo


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
        signing_algorithms: Of ID tokens, and of whatever else is signed.
        encryption_algorithms: Of the keys that answers are encrypted with.
        content_encryptions: Of the answers themselves.
        subject_types: Pairwise first.
        levels: Authentication levels this provider reaches.
        authorization_details_types: All there are.
        delivery_modes: How an application learns what a citizen decided who was asked in the background.
        profiles: What each kind of client is held to, by name.
        assertion_algorithms: Of client assertions, by the method that uses them.
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
    encryption_algorithms: tuple[str, ...] = ()
    content_encryptions: tuple[str, ...] = ()
    authorization_details_types: tuple[str, ...] = ()
    delivery_modes: tuple[str, ...] = ()
    profiles: Mapping[str, HeldTo] = field(default_factory=dict)
    assertion_algorithms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shortest_secret: int = 32
