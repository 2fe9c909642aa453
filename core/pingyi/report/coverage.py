"""Coverage: the roster against what was written, one line for each subject (R42, R48, Q9, Q10)."""

from __future__ import annotations

import enum
import functools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pingyi.errors import Problem
from pingyi.model.fields.dates import PartialDate
from pingyi.model.review.procedure import SubjectKind

UNPLACED = "所在党支部不明"
"""Where members belong whose branch is not known."""


class State(enum.StrEnum):
    """What became of a subject; every subject has exactly one."""

    REVIEWED = "已点评"
    EXEMPT = "免予点评"
    MISSING = "未点评"


@dataclass(frozen=True, slots=True)
class Covered:
    """One subject and its state.

    Attributes:
        organisation_id: where it belongs.
        branch_type: NAME of the branch type whose rules apply; empty where the plan does not know the subject.
        demanded: a missing one is an error, not a warning (R42).
        method: how it was reviewed, or is to be.
        reviewers: who reviews, as the plan names them.
        lacks: what a missing subject still needs, in printed words.
        reason: why it is exempt.
        approved_by: who approved that (Q9).
        forms: ids of the registration forms the plan makes for it; one, for everybody who is not exempt.
    """

    kind: SubjectKind
    id: str
    name: str
    organisation_id: str
    branch_type: str
    state: State
    demanded: bool = False
    method: str = ""
    held_on: PartialDate | None = None
    reviewers: str = ""
    lacks: tuple[str, ...] = ()
    reason: str = ""
    approved_by: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many subjects there are, and how many of them in each state; they always add up."""

    total: int = 0
    reviewed: int = 0
    exempt: int = 0
    missing: int = 0

    @property
    def due(self) -> int:
        """How many must be reviewed: all but the exempt (Q9)."""
        return self.total - self.exempt

    @property
    def rate(self) -> str:
        """The share reviewed, as `98.5%`; `100%` only where nobody is missing, never rounded up to it; `—` of none."""
        if not self.missing:
            return "100%" if self.total else "—"
        tenths = self.reviewed * 1000 // self.due
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class Coverage:
    """Every subject of a campaign with its state.

    Attributes:
        subjects: organisations, secretaries and members in the order of the plan; those the plan leaves out come last.
        problems: who is missing, by branch, and what does not fit together.
    """

    subjects: tuple[Covered, ...]
    problems: tuple[Problem, ...] = ()

    @functools.cached_property
    def by_organisation(self) -> Mapping[str, tuple[Covered, ...]]:
        """The subjects of each organisation, by its id."""
        groups: dict[str, list[Covered]] = {}
        for item in self.subjects:
            groups.setdefault(item.organisation_id, []).append(item)
        return {organisation_id: tuple(items) for organisation_id, items in groups.items()}

    def pick(self, kind: SubjectKind) -> list[Covered]:
        """The subjects of one kind."""
        return [item for item in self.subjects if item.kind is kind]

    def below(self, organisations: Iterable[str]) -> Coverage:
        """The part of it that is about these organisations and their members."""
        wanted = frozenset(organisations)
        return Coverage(tuple(item for item in self.subjects if item.organisation_id in wanted))

    @property
    def missing(self) -> list[Covered]:
        """Those nobody reviewed."""
        return [item for item in self.subjects if item.state is State.MISSING]

    @property
    def is_complete(self) -> bool:
        """Whether there are subjects, and every one was reviewed or is exempt."""
        return bool(self.subjects) and not self.missing

    @property
    def lacks_demanded(self) -> bool:
        """Whether somebody is missing who must not be (R42)."""
        return any(item.demanded for item in self.missing)


def count_states(subjects: Iterable[Covered]) -> Count:
    """Count subjects by state."""
    states = Counter(item.state for item in subjects)
    return Count(states.total(), states[State.REVIEWED], states[State.EXEMPT], states[State.MISSING])


def count_methods(subjects: Iterable[Covered]) -> Mapping[str, int]:
    """How many were reviewed by which method, the most frequent first."""
    methods = Counter(item.method for item in subjects if item.state is State.REVIEWED)
    return dict(sorted(methods.items(), key=lambda item: (-item[1], item[0])))


def name_missing(items: Iterable[Covered]) -> list[str]:
    """Those of one organisation whom nobody reviewed: what they lack, and the names of all who lack the same."""
    groups: dict[tuple[SubjectKind, tuple[str, ...]], list[str]] = {}
    for item in items:
        groups.setdefault((item.kind, item.lacks), []).append(item.name)
    named = []
    for (kind, lacks), names in groups.items():
        lacking = f"缺{'、'.join(lacks)}"
        if kind is SubjectKind.MEMBER:
            named.append(f"党员{len(names)}名{lacking}：{'、'.join(names)}")
        else:
            named.append(f"本组织{lacking}" if kind is SubjectKind.ORGANISATION else f"书记{names[0]}{lacking}")
    return named
