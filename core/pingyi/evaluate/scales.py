"""A grade scale as the counting needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.evaluate.ballots import Shape
from pingyi.model.config.settings import Settings


@dataclass(frozen=True, slots=True)
class GradeScale:
    """Grades of one kind of ballot, best first.

    Attributes:
        scores: points by grade, empty for none.
        positive: grades that count as satisfied.
    """

    grades: tuple[str, ...]
    scores: Mapping[str, float]
    positive: frozenset[str]


def get_scale(settings: Settings, shape: Shape) -> GradeScale:
    """The scale of one kind of ballot, with what the settings leave to be derived."""
    organisation = shape is Shape.ORGANISATION
    grades = settings.grades.organisation if organisation else settings.grades.member
    meaning = settings.tally.organisation if organisation else settings.tally.member
    return GradeScale(grades, meaning.scores, frozenset(meaning.positive or grades[:-1]))
