"""How far each organisation is, step by step, as far as records can tell (R46-R48)."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pingyi.model.people.organisation import Organisation
from pingyi.model.results.meetings import MeetingKind
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import Step, SubjectKind
from pingyi.model.review.steps import StepId
from pingyi.plan import Plan
from pingyi.report.coverage import Coverage, Covered, State
from pingyi.report.evidence import Evidence

_MEETINGS = (StepId.THEMATIC_MEETING, StepId.VISIT)
_BELOW = (StepId.APPROVE_PLEDGES, StepId.BRANCH_REVIEWS, StepId.MEMBER_REVIEWS)
PLEDGE_STEPS = (StepId.PLEDGES, StepId.GUIDE_PLEDGES, StepId.APPROVE_PLEDGES)
"""Making the pledges (R34), guiding them (R37), approving them (R36)."""
Done = Callable[[Covered], bool]


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step of one organisation.

    Attributes:
        total: how many subjects it concerns; 0 for a step of which records say nothing.
        missing: names of those it is not done for.
        paper: the file in `out/report/` that shows it; where `total` is 0 it was written, and no more is known.
    """

    id: str
    title: str
    due: dt.date
    total: int = 0
    missing: tuple[str, ...] = ()
    paper: str = ""

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
            "paper": self.paper,
        }


def list_progress(
    plan: Plan, coverage: Coverage, organisation: Organisation, evidence: Evidence | None = None
) -> Iterator[StepProgress]:
    """The steps of an organisation in order; those that leave no record have no total, unless something proves them."""
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
        if step.id in _BELOW:  # what a general branch does for the branches below it
            subjects = [item for child in plan.campaign.children_of(organisation.id)
                        for item in coverage.by_organisation.get(child.id, ())]  # fmt: skip
        if done is None:
            proof = evidence.prove(step.id, organisation.id) if evidence is not None else None
            total, paper = (int(proof.done), proof.paper) if proof is not None else (0, "")
            yield StepProgress(step.id, step.title, step.due, total, paper=paper)
            continue
        subjects = [item for item in subjects if _concerns(step.id, item)]
        missing = tuple(item.name for item in subjects if not done(item))
        yield StepProgress(step.id, step.title, step.due, len(subjects), missing)


def _concerns(step: str, item: Covered) -> bool:
    if item.state is State.EXEMPT:
        return False
    if step in (StepId.ORGANISATION_REVIEW, StepId.BRANCH_REVIEWS):
        return item.kind is not SubjectKind.MEMBER
    if step == StepId.EVALUATION_MEETING:
        return item.kind is SubjectKind.ORGANISATION
    if step in (*_MEETINGS, StepId.GUIDE_PLEDGES, StepId.MEMBER_REVIEWS):
        return item.kind is SubjectKind.MEMBER
    if step == StepId.APPROVE_PLEDGES:
        return item.kind is SubjectKind.ORGANISATION
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

    def had_committee(item: Covered) -> bool:
        return was_reviewed(item) or bool(record(item).comments.get("committee", "").strip())

    def pledged(item: Covered) -> bool:
        return bool(record(item).pledges) or record(item).oral_commitment

    def was_endorsed(item: Covered) -> bool:
        return record(item).is_endorsed or (step == StepId.GUIDE_PLEDGES and record(item).oral_commitment)

    if step == StepId.EVALUATION_MEETING:  # told only where anybody writes meetings down
        return functools.partial(_was_held, plan) if plan.campaign.meetings else None
    known: dict[str, Done] = {
        StepId.SELF_SUMMARY: wrote_summary,
        **dict.fromkeys((StepId.ORGANISATION_REVIEW, StepId.BRANCH_REVIEWS, *_MEETINGS), was_reviewed),
        StepId.MEMBER_REVIEWS: had_committee,
        StepId.PLEDGES: pledged,
        **dict.fromkeys((StepId.APPROVE_PLEDGES, StepId.GUIDE_PLEDGES), was_endorsed),
    }
    return known.get(step)


def _was_held(plan: Plan, item: Covered) -> bool:
    """Whether an organisation, or the general branch above it, has held its evaluation meeting (R18)."""
    units = (item.id, plan.campaign.organisations[item.id].parent_id)
    return any(
        meeting.kind is MeetingKind.EVALUATION and meeting.organisation_id in units
        for meeting in plan.campaign.meetings
    )
