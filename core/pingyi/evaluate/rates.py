"""Shares in hundredths of a percent, by the rounding policy of the settings; averages of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Rounding = Literal["independent", "last_absorbs", "largest_remainder"]
_WHOLE = 10_000
"""A hundred percent."""


def share(votes: Sequence[int], base: int, rounding: Rounding) -> tuple[Decimal, ...]:
    """Return the share of each grade in percent, with two decimals.

    Args:
        votes: by grade, best first.
        base: what they are shares of, not less than their sum.
        rounding: `independent` rounds each half up; `last_absorbs` lets the last grade that has votes take the
            difference, as real tally sheets do (末项倒挤); `largest_remainder` rounds down and gives what is left to
            the largest remainders. With the last two the shares add up to the rounded share of all votes together.

    Raises:
        ZeroDivisionError: there is no base.
    """
    exact = [Fraction(count * _WHOLE, base) for count in votes]
    target = _round(Fraction(sum(votes) * _WHOLE, base))
    rounded = [_round(value) for value in exact]
    if rounding == "last_absorbs" and any(votes):
        last = max(index for index, count in enumerate(votes) if count)
        rest = target - sum(rounded) + rounded[last]
        if rest < 0:  # among tens of thousands of votes the last may have less than the others' rounding
            return share(votes, base, "largest_remainder")
        rounded[last] = rest
    elif rounding == "largest_remainder":
        rounded = [int(value) for value in exact]
        order = sorted(range(len(exact)), key=lambda index: (rounded[index] - exact[index], index))
        for index in order[: target - sum(rounded)]:
            rounded[index] += 1
    return tuple(Decimal(value).scaleb(-2) for value in rounded)


def rate(count: int, base: int) -> Decimal:
    """Return one share in percent, rounded half up to two decimals."""
    return Decimal(_round(Fraction(count * _WHOLE, base))).scaleb(-2)


def average(votes: Sequence[int], grades: Sequence[str], scores: Mapping[str, float]) -> Decimal | None:
    """Return the average score of the votes with two decimals, `None` without scores or votes."""
    if not scores or not any(votes):
        return None
    points = (Fraction(str(scores[grade])) * count for grade, count in zip(grades, votes, strict=True))
    total = sum(points, Fraction(0))
    return Decimal(_round(total * 100 / sum(votes))).scaleb(-2)


def _round(value: Fraction) -> int:
    """Half up."""
    return int(value + Fraction(1, 2))
