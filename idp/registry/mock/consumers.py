"""Who may ask what: each consumer has a key, licensed procedures, allowed fields and a rate."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from idp.registry.mock.records import FIELDS

DEMO_KEY = "demo-consumer-key"

ORGANISATIONS, OFFICE = "to_chuc", "can_bo"
"""What the business register and the personnel directory answer: licensed like fields of a record."""


@dataclass(frozen=True)
class Consumer:
    """An application that may ask the register.

    Args:
        id: Its name in the query log.
        key_digest: SHA-256 of its key.
        procedures: Administrative procedures it is licensed for; none means no population data at all.
        officers: Who may ask through it; None means anybody, who is then named all the same.
        fields: What may be released to it: fields of a record, `to_chuc`, `can_bo`.
        sees_items: Whether a mismatch is told item by item (a desk with an officer; never a public form).
        per_minute: How many questions it may ask in a minute.
    """

    id: str
    key_digest: bytes = field(repr=False)
    procedures: frozenset[str]
    officers: frozenset[str] | None
    fields: frozenset[str]
    sees_items: bool = False
    per_minute: int = 6000

    def pseudonym(self, uid: str) -> str:
        """The name under which this consumer, and no other, hears of a person in the change feed."""
        return hmac.new(self.key_digest, uid.encode(), sha256).hexdigest()[:32]


class Consumers:
    """The table of consumers."""

    def __init__(self, consumers: Iterable[Consumer]) -> None:
        self._consumers = tuple(consumers)

    def by_key(self, key: str) -> Consumer | None:
        """Whose key it is. Compares digests, all of them."""
        digest = _digest(key)
        found = None
        for consumer in self._consumers:
            if hmac.compare_digest(digest, consumer.key_digest):
                found = consumer
        return found

    def by_id(self, name: str) -> Consumer:
        """The consumer of that name.

        Raises:
            KeyError: There is none.
        """
        for consumer in self._consumers:
            if consumer.id == name:
                return consumer
        raise KeyError(name)


def demo_consumers(provider_key: str = DEMO_KEY) -> Consumers:
    """The provider, a one-stop desk that sees items, and an application without a licence."""
    everyone = frozenset({"cong-dan", "he-thong"})
    all_fields = FIELDS | {ORGANISATIONS, OFFICE}
    desk_fields = frozenset({"ho_ten", "ngay_sinh", "gioi_tinh", "thuong_tru"})
    return Consumers(
        [
            Consumer("sen-id", _digest(provider_key), frozenset({"dang-ky-tai-khoan"}), everyone, all_fields),
            Consumer(
                "mot-cua",
                _digest("demo-desk-key"),
                frozenset({"tiep-nhan"}),
                None,
                desk_fields,
                sees_items=True,
            ),
            Consumer("tap-su", _digest("demo-trainee-key"), frozenset(), None, frozenset()),
        ]
    )


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
