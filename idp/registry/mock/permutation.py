"""Keyed permutations of 0 … size-1 that can be run backwards: numbers are unique and need no index of used ones."""

from hashlib import blake2b
from struct import unpack

_ROUNDS = 6
_MIX = 0x9E3779B1
_WORD = 0xFFFFFFFF


class Permutation:
    """A Feistel network over the next even power of two; values outside walk on until they are inside.

    It scatters, so that neighbours do not get neighbouring numbers. It keeps no secret.
    """

    __slots__ = ("_half", "_keys", "_mask", "_shift", "_size")

    def __init__(self, size: int, key: str) -> None:
        self._size = size
        self._half = max(1, ((size - 1).bit_length() + 1) // 2)
        self._mask = (1 << self._half) - 1
        self._shift = 32 - self._half
        self._keys = unpack(f"<{_ROUNDS}I", blake2b(key.encode(), digest_size=4 * _ROUNDS).digest())

    def forward(self, value: int) -> int:
        """Where *value* goes."""
        value = self._forward_once(value)
        while value >= self._size:
            value = self._forward_once(value)
        return value

    def backward(self, value: int) -> int:
        """Where *value* came from."""
        value = self._backward_once(value)
        while value >= self._size:
            value = self._backward_once(value)
        return value

    def _forward_once(self, value: int) -> int:
        left, right = value >> self._half, value & self._mask
        for key in self._keys:
            left, right = right, left ^ self._round(right, key)
        return left << self._half | right

    def _backward_once(self, value: int) -> int:
        left, right = value >> self._half, value & self._mask
        for key in reversed(self._keys):
            left, right = right ^ self._round(left, key), left
        return left << self._half | right

    def _round(self, part: int, key: int) -> int:
        mixed = (part + key) * _MIX & _WORD
        mixed ^= mixed >> 15
        return (mixed * 0x85EBCA6B & _WORD) >> self._shift
