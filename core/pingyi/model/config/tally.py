"""How ballots are counted: what the grades mean, how shares are rounded, how many may get the best verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from pingyi.model.fields.base import Model
from pingyi.texts import translate as _

ORGANISATION_BALLOTS, MEMBER_BALLOTS = "党组织评议票", "党员评议票"
"""The sheets that ballots are typed into."""

_RATIO = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)%|(\d{1,4})/(\d{1,4})|([01](?:\.\d{1,6})?)")


def _check_ratio(value: str) -> str:
    if value and not 0 < parse_ratio(value) <= 1:
        raise ValueError(_("must be more than nothing and at most the whole"))
    return value


def parse_ratio(text: str) -> Fraction:
    """Read `1/3`, `30%` or `0.3` exactly; an empty text is 0.

    Raises:
        ValueError: it is written in another way.
    """
    match = _RATIO.fullmatch(text)
    if not text:
        return Fraction(0)
    if match is None or (match[3] and not int(match[3])):
        raise ValueError(_("must be written like 1/3, 0.3 or 30%"))
    percent, top, bottom, plain = match.groups()
    if percent:
        return Fraction(percent) / 100
    return Fraction(int(top), int(bottom)) if top else Fraction(plain)


class ScaleMeaning(Model):
    """What the grades of one scale mean, beyond their order from best to worst."""

    scores: Mapping[str, Annotated[float, Field(ge=0, le=1000)]] = Field(default_factory=dict)
    """Points by grade; empty: no average is worked out."""
    positive: tuple[str, ...] = ()
    """Grades that count as satisfied; empty: all but the last."""


class TopGradeLimit(Model):
    """How many members of a branch may get the first grade of the verdict; no limit where `ratio` is empty."""

    ratio: Annotated[str, AfterValidator(_check_ratio)] = ""
    base: Literal["all", "participating", "full_members"] = "participating"
    rounding: Literal["floor", "ceil", "at_least_one"] = "floor"
    severity: Literal["error", "warning"] = "error"

    def count(self, base: int) -> int:
        """How many the limit allows of `base` members."""
        exact = parse_ratio(self.ratio) * base
        whole = exact.numerator // exact.denominator
        if self.rounding == "ceil" and whole < exact:
            whole += 1
        return max(whole, 1) if self.rounding == "at_least_one" and base else whole


class TallySettings(Model):
    """How the ballots of form 3 are counted (R22, R32)."""

    blank_means: Literal["abstain", "invalid"] = "abstain"
    rounding: Literal["independent", "last_absorbs", "largest_remainder"] = "last_absorbs"
    denominator: Literal["participants", "valid"] = "participants"
    minimum: int = Field(default=5, ge=0, le=1000)
    organisation: ScaleMeaning = ScaleMeaning()
    member: ScaleMeaning = ScaleMeaning()
    top_limit: TopGradeLimit = TopGradeLimit()

    def list_unknown(self, grades: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        """Every word that is no grade of its scale, as `tally.member.scores: “X”`."""
        for name in ("organisation", "member"):
            meaning: ScaleMeaning = getattr(self, name)
            words = {"scores": tuple(meaning.scores), "positive": meaning.positive}
            for key, values in words.items():
                yield from (f"tally.{name}.{key}: “{word}”" for word in values if word not in grades[name])
            if meaning.scores and not all(grade in meaning.scores for grade in grades[name]):
                left = "、".join(grade for grade in grades[name] if grade not in meaning.scores)
                yield f"tally.{name}.scores: {left}"
