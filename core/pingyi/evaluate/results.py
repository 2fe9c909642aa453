"""What counting brings out: lines, groups of voters, whole tallies; each number with the places it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pingyi.errors import Problem
from pingyi.evaluate.ballots import Item, Shape, Source

TOGETHER = "合计"
UNKNOWN_CATEGORY = "未填身份"


@dataclass(frozen=True, slots=True)
class LineTally:
    """One line.

    Attributes:
        votes: by grade, best first.
        rates: percent of the group's base by grade; `None` without a base.
        satisfaction: percent of the positive grades together.
        score: average of the grades' scores, `None` where grades have none.
    """

    item: Item
    votes: tuple[int, ...]
    abstained: int
    invalid: int
    rates: tuple[Decimal, ...] | None
    satisfaction: Decimal | None
    score: Decimal | None
    sources: tuple[Source, ...]

    @property
    def valid(self) -> int:
        """Papers with one clear tick on this line."""
        return sum(self.votes)

    @property
    def returned(self) -> int:
        """Papers on which this line was looked at."""
        return self.valid + self.abstained + self.invalid

    def to_json(self, grades: tuple[str, ...]) -> dict[str, Any]:
        """Return the documented JSON shape."""
        return {
            "item": self.item.key,
            "person": self.item.person_id,
            "votes": dict(zip(grades, self.votes, strict=True)),
            "valid": self.valid,
            "abstained": self.abstained,
            "invalid": self.invalid,
            "rates": dict(zip(grades, map(str, self.rates), strict=True)) if self.rates is not None else None,
            "satisfaction": str(self.satisfaction) if self.satisfaction is not None else None,
            "score": str(self.score) if self.score is not None else None,
            "sources": [source.to_json() for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class GroupTally:
    """The papers of one category of voters, or all together.

    Attributes:
        base: what rates are shares of where the settings say participants.
        withheld: fewer papers than the settings ask for: `lines` is empty.
    """

    category: str
    returned: int
    valid: int
    invalid: int
    abstained: int
    base: int
    lines: tuple[LineTally, ...] = ()
    withheld: bool = False

    def to_json(self, grades: tuple[str, ...]) -> dict[str, Any]:
        """Return the documented JSON shape."""
        return {
            "category": self.category,
            "returned": self.returned,
            "valid": self.valid,
            "invalid": self.invalid,
            "abstained": self.abstained,
            "withheld": self.withheld,
            "lines": [line.to_json(grades) for line in self.lines],
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """One organisation in one shape.

    Attributes:
        expected, attended, issued: `None` where an entry sheet does not say it.
        together: all voters.
        groups: the categories of voters apart; empty where nobody noted them.
        void: more papers came back than were issued: the evaluation is held again, nothing is counted.
        balanced: issued = valid + invalid + abstained + not returned, and every line adds up.
        verdicts: by person id, as the branch decided; never computed from ballots. Of members alone.
        remarks: opinions, in an order that does not follow the papers.
    """

    organisation_id: str
    organisation: str
    shape: Shape
    grades: tuple[str, ...]
    expected: int | None
    attended: int | None
    issued: int | None
    together: GroupTally
    groups: tuple[GroupTally, ...]
    sources: tuple[Source, ...]
    void: bool = False
    balanced: bool = True
    verdicts: Mapping[str, str] | None = None
    remarks: tuple[str, ...] = ()
    counters: str = ""
    supervisors: str = ""

    @property
    def returned(self) -> int:
        """Papers that came back."""
        return self.together.returned

    @property
    def not_returned(self) -> int | None:
        """Papers that were issued and did not come back."""
        return None if self.issued is None else self.issued - self.returned

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON shape."""
        return {
            "organisation": self.organisation_id,
            "name": self.organisation,
            "shape": self.shape.value,
            "grades": list(self.grades),
            "expected": self.expected,
            "attended": self.attended,
            "issued": self.issued,
            "returned": self.returned,
            "valid": self.together.valid,
            "invalid": self.together.invalid,
            "abstained": self.together.abstained,
            "not_returned": self.not_returned,
            "void": self.void,
            "balanced": self.balanced,
            "together": self.together.to_json(self.grades),
            "groups": [group.to_json(self.grades) for group in self.groups],
            "verdicts": dict(self.verdicts) if self.verdicts is not None else None,
            "remarks": list(self.remarks),
            "sources": [source.to_json() for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class TopGrade:
    """How many members of a branch got the first verdict, and how many may (优秀)."""

    organisation_id: str
    count: int
    base: int
    limit: int | None

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON shape."""
        return {"organisation": self.organisation_id, "count": self.count, "base": self.base, "limit": self.limit}


@dataclass(frozen=True, slots=True)
class Tallies:
    """All tallies of a campaign.

    Attributes:
        tallies: collective evaluations and evaluations of members, two of each branch (R32), in the order of the plan.
        missing: organisations without papers, by shape.
        top_grades: by branch, where any verdict is known.
    """

    tallies: tuple[Tally, ...]
    missing: tuple[tuple[Shape, str], ...]
    top_grades: tuple[TopGrade, ...]
    problems: tuple[Problem, ...]

    def find(self, organisation_id: str, shape: Shape) -> Tally | None:
        """The tally of one organisation in one shape."""
        wanted = (organisation_id, shape)
        return next((item for item in self.tallies if (item.organisation_id, item.shape) == wanted), None)

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON shape."""
        return {
            "tallies": [tally.to_json() for tally in self.tallies],
            "missing": [{"shape": shape.value, "organisation": name} for shape, name in self.missing],
            "top_grades": [item.to_json() for item in self.top_grades],
            "problems": [problem.to_json() for problem in self.problems],
        }
