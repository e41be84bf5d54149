"""Which rules of a profile a client would break if it were switched to it, before anybody switches it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from idp.clock import Clock
from idp.relying_parties.completion import completed
from idp.relying_parties.document import document_of
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.offer import Offer
from idp.relying_parties.profile_rules import broken
from idp.store.models import Client

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

    def __init__(self, offer: Offer, clock: Clock) -> None:
        self._offer = offer
        self._clock = clock

    def broken_rules(self, client: Client, profile: str) -> tuple[BrokenRule, ...]:
        """The rules that a client breaks, as it is registered now.

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
        switched = completed(
            now.model_copy(update={"profile": profile}), self._offer, client.client_id, today
        )
        left = {rule.id for rule in broken(switched, held_to)}
        return tuple(
            BrokenRule(
                rule.id, rule.member, f"{rule.says[0].upper()}{rule.says[1:]}.", rule.fix, rule.id in left
            )
            for rule in broken(now, held_to)
        )


def _members(document: Mapping[str, Any]) -> Metadata | None:
    read = parse({**document, "client_name#vi": None})
    return read if isinstance(read, Metadata) else None
