"""Choices that fall the same way on every machine and every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


_BITS = (1 << 64) - 1


class Dice:
    """A small generator (splitmix64): a demo needs variety, not secrecy.

    Args:
        seed: the same seed gives the same choices.
    """

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _BITS
        mixed = ((self._state ^ (self._state >> 30)) * 0xBF58476D1CE4E5B9) & _BITS
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _BITS
        return (mixed ^ (mixed >> 31)) % limit

    def between(self, first: int, last: int) -> int:
        """Return a number from `first` to `last`, both included."""
        return first + self.below(last - first + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self.below(len(choices))]

    def falls(self, percent: int) -> bool:
        """Return true `percent` times in a hundred."""
        return self.below(100) < percent
