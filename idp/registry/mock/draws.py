"""Random numbers that depend on nothing but a seed and a place: any household can be rebuilt alone."""

import struct
from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import Generic, TypeVar

Value = TypeVar("Value")
_WORDS = struct.Struct("<16I")


class Weighted(Generic[Value]):
    """Values with weights, drawn in proportion."""

    def __init__(self, weights: Sequence[tuple[Value, int]]) -> None:
        self.values = [value for value, _ in weights]
        self.sums = list(accumulate(weight for _, weight in weights))


class Draws:
    """The random numbers of one place, in order. BLAKE2 over a counter: the same on every machine and Python."""

    __slots__ = ("_block", "_key", "_place", "_words")

    def __init__(self, seed: str, place: str) -> None:
        self._key = seed.encode()[:64]
        self._place = place.encode()
        self._block = 0
        self._words: list[int] = []

    def below(self, limit: int) -> int:
        """A number from 0 up to, and not with, *limit* (at most 2³²)."""
        if not self._words:
            place = b"%d:%s" % (self._block, self._place)
            self._words = list(_WORDS.unpack(blake2b(place, key=self._key).digest()))
            self._block += 1
        return self._words.pop() * limit >> 32

    def between(self, low: int, high: int) -> int:
        """A number from *low* to *high*, both possible."""
        return low + self.below(high - low + 1)

    def happens(self, in_ten_thousand: int) -> bool:
        """True with that chance."""
        return self.below(10_000) < in_ten_thousand

    def one_of(self, values: Sequence[Value]) -> Value:
        """One of the values, each as likely."""
        return values[self.below(len(values))]

    def weighted(self, table: Weighted[Value]) -> Value:
        """One of the values, by weight."""
        return table.values[bisect_right(table.sums, self.below(table.sums[-1]))]
