"""How far each organisation is, step by step, as far as records can tell (R46-R48)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pingyi.model.organisation import Organisation
from pingyi.model.procedure import Step, SubjectKind
from pingyi.model.records import Record
from pingyi.plan import Plan
from pingyi.report.coverage import Coverage, Covered, State

_MEMBER_REVIEWS = ("thematic-meeting", "visit")
Done = Callable[[Covered], bool]


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step of one organisation.

    Attributes:
        total: how many subjects it concerns; 0 for a step of which records say nothing.
        missing: names of those it is not done for.
    """

    id: str
    title: str
    due: dt.date
    total: int = 0
    missing: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """How many it is done for."""
        return self.total - len(self.missing)

    def is_late(self, on: dt.date) -> bool:
        """Whether its last day is over and it is not done."""
        return bool(self.missing) and on > self.due

    def to_json(self, on: dt.date) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "id": self.id,
            "title": self.title,
            "due": self.due.isoformat(),
            "recorded": self.total > 0,
            "total": self.total,
            "done": self.done,
            "missing": list(self.missing),
            "late": self.is_late(on),
        }


def list_progress(plan: Plan, coverage: Coverage, organisation: Organisation) -> Iterator[StepProgress]:
    """The steps of an organisation in order; those that leave no record have no total."""
    here = coverage.by_organisation.get(organisation.id, ())
    steps: dict[str, Step] = {}
    concerned: dict[str, set[tuple[SubjectKind, str]]] = {}
    for subject in plan.subjects_of(organisation.id):
        for step in subject.steps:
            steps.setdefault(step.id, step)
            concerned.setdefault(step.id, set()).add((subject.kind, subject.id))
    for step in sorted(steps.values(), key=lambda item: item.due):
        done = _tell_done(plan, step.id)
        subjects = [item for item in here if (item.kind, item.id) in concerned[step.id]]
        if done is None:
            yield StepProgress(step.id, step.title, step.due)
            continue
        subjects = [item for item in subjects if _concerns(step.id, item)]
        missing = tuple(item.name for item in subjects if not done(item))
        yield StepProgress(step.id, step.title, step.due, len(subjects), missing)


def _concerns(step: str, item: Covered) -> bool:
    if item.state is State.EXEMPT:
        return False
    if step == "organisation-review":
        return item.kind is not SubjectKind.MEMBER
    if step in _MEMBER_REVIEWS:
        return item.kind is SubjectKind.MEMBER
    return item.kind is not SubjectKind.SECRETARY  # a secretary writes no summary and no pledge of the office (Q5)


def _tell_done(plan: Plan, step: str) -> Done | None:
    """How records show that a step is done for a subject; `None` where they do not."""

    def record(item: Covered) -> Record:
        return plan.campaign.record_of(item.kind, item.id)

    aspects = plan.campaign.settings.aspects

    def wrote_summary(item: Covered) -> bool:
        wanted = aspects.member if item.kind is SubjectKind.MEMBER else aspects.organisation
        texts = record(item).self_summary
        return all(texts.get(aspect.id, "").strip() for aspect in wanted)

    def was_reviewed(item: Covered) -> bool:
        return item.state is State.REVIEWED

    def pledged(item: Covered) -> bool:
        return bool(record(item).next_commitments) or record(item).oral_commitment

    if step == "self-summary":
        return wrote_summary
    if step == "organisation-review" or step in _MEMBER_REVIEWS:
        return was_reviewed
    return pledged if step == "pledges" else None
