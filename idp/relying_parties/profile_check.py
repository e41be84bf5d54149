"""Which rules of a profile a client would break if it were switched to it, before anybody switches it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from idp.clock import Clock
from idp.relying_parties.completion import completed
from idp.relying_parties.document import document_of
from idp.relying_parties.held_to import HeldTo
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.offer import Offer
from idp.relying_parties.profile_rules import KEYS, broken, has_good_keys
from idp.store.models import Client

UNKNOWN_KEYS = "keys-unknown"
"""The one finding that is no broken rule: nothing could be found out."""

PublishedKeys = Callable[[Client], dict[str, Any] | None]
"""Gets the key set at the `jwks_uri` of an application, or one that was got lately; None when it cannot be had."""

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class BrokenRule:
    """One rule that a client breaks.

    Args:
        id: The rule's name.
        member: The member of the registration it is about.
        sentence: The rule in plain words.
        fix: What the application's developer does about it.
        blocks: Whether the registration has to be changed first; else the profile sets the member by itself, and the
            application's program has to follow.
    """

    id: str
    member: str
    sentence: str
    fix: str
    blocks: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class ProfileCheck:
    """Compares registrations with profiles. Nothing is changed."""

    def __init__(self, offer: Offer, published: PublishedKeys, clock: Clock) -> None:
        self._offer = offer
        self._published = published
        self._clock = clock

    def broken_rules(self, client: Client, profile: str) -> tuple[BrokenRule, ...]:
        """The rules that a client breaks, as it is registered now, and with the keys it publishes.

        Args:
            client: The client.
            profile: The name of a profile.

        Raises:
            KeyError: There is no such profile.
        """
        held_to, now = self._offer.profiles[profile], _members(document_of(client))
        if now is None:
            return ()
        today = self._clock().astimezone(_HERE).date()
        switched = completed(replace(now, profile=profile), self._offer, client.client_id, today)
        left = {rule.id for rule in broken(switched, held_to)}
        found = [
            BrokenRule(rule.id, rule.member, _sentence(rule.says), rule.fix, rule.id in left)
            for rule in broken(now, held_to)
        ]
        return (*found, *self._of_published_keys(client, now, held_to))

    def _of_published_keys(self, client: Client, now: Metadata, held_to: HeldTo) -> Iterator[BrokenRule]:
        if now.jwks_uri is None or held_to.auth_methods is None:
            return
        # The registration is good as it is: what stands at the address is for the application to change.
        found = self._published(client)
        if found is None:
            sentence = "The keys at jwks_uri could not be fetched or read, so nothing is known of them."
            fix = "Let this provider fetch a JSON Web Key Set from jwks_uri, and check again."
            yield BrokenRule(UNKNOWN_KEYS, "jwks_uri", sentence, fix, blocks=False)
        elif not has_good_keys(found, held_to):
            fix = "Make a key of P-256, and publish its public part, and no weaker key, at jwks_uri."
            yield BrokenRule(KEYS.id, "jwks_uri", _sentence(KEYS.says), fix, blocks=False)


def _sentence(says: str) -> str:
    return f"{says[0].upper()}{says[1:]}."


def _members(document: Mapping[str, Any]) -> Metadata | None:
    read = parse({**document, "client_name#vi": None})
    return read if isinstance(read, Metadata) else None
