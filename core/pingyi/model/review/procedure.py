"""Who is reviewed, by whom, in which steps: the parts a plan is made of."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.model.review.decision import Decision, Reason


class SubjectKind(enum.StrEnum):
    """What can be reviewed (R6-R9)."""

    ORGANISATION = "organisation"
    SECRETARY = "secretary"
    MEMBER = "member"


SubjectKey = tuple[SubjectKind, str]
"""Kind and id: the person's, or for an organisation and its secretary the organisation's."""


class Role(enum.StrEnum):
    """In which capacity somebody reviews."""

    SCHOOL_LEADER = "校领导"
    GENERAL_BRANCH_SECRETARY = "党总支书记"
    BRANCH_SECRETARY = "党支部书记"
    COMMITTEE_MEMBER = "党总支委员"
    BRANCH_COMMITTEE_MEMBER = "党支部委员"
    ASSIGNED = "指定点评人"


ROLE_WORDS: Mapping[str, Role] = {
    **{role.value: role for role in Role},
    "支部书记": Role.BRANCH_SECRETARY,
    "总支书记": Role.GENERAL_BRANCH_SECRETARY,
    "总支委员": Role.COMMITTEE_MEMBER,
    "支部委员": Role.BRANCH_COMMITTEE_MEMBER,
}
"""Roles by the words that people write for them."""
COMMITTEE_ROLES = (Role.COMMITTEE_MEMBER, Role.BRANCH_COMMITTEE_MEMBER)
"""The second reviewers of the notice (R9, Q3)."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One reviewer for one subject.

    Attributes:
        reviewer: name of the reviewer.
        post: the reviewer's post as printed.
        role: the capacity.
        reviewer_id: id of the person where the roster knows one, to keep people from reviewing themselves.
        choice: several assignments of one role with `choice` set are alternatives: one of them is enough (Q7, Q10).
        reasons: every rule that leads here; two paths to one reviewer are one assignment with two reasons (Q10).
    """

    reviewer: str
    post: str
    role: Role
    reasons: tuple[Reason, ...]
    reviewer_id: str = ""
    choice: bool = False

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "reviewer": self.reviewer,
            "post": self.post,
            "role": self.role.value,
            "choice": self.choice,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure.

    Attributes:
        id: kebab-case, such as `evaluation-meeting`.
        title: as printed.
        due: the last day on which it may be done.
        methods: how it may be done, first choice first.
        evidence: what must exist afterwards: a form, a record, a tally.
        checks: points to look at when it is done.
        reasons: the rules and clauses behind it.
        after: ids of the steps that must be done before it; the same day is soon enough.
        skipped: why it does not apply to this subject; empty where it does. Only plugins see such a step: a plan lists
            it among the decisions, as `step_skipped`.
    """

    id: str
    title: str
    due: dt.date
    reasons: tuple[Reason, ...]
    methods: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    skipped: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "id": self.id,
            "title": self.title,
            "due": self.due.isoformat(),
            "methods": list(self.methods),
            "evidence": list(self.evidence),
            "checks": list(self.checks),
            "after": list(self.after),
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """One file to make: a form for a subject in one copy.

    Attributes:
        form: id of the form.
        copy: id of the copy, such as `organisation`; `ballot` for papers that are handed out and not kept.
        reasons: why this subject gets this form.
    """

    form: str
    copy: str
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {"form": self.form, "copy": self.copy, "reasons": [reason.to_json() for reason in self.reasons]}


@dataclass(frozen=True, slots=True)
class SubjectPlan:
    """All that is decided about one subject.

    Attributes:
        kind: organisation, its secretary, or a member.
        id: the organisation's or person's id; for a secretary that of the organisation.
        name: as printed.
        organisation_id: where the subject belongs: itself for an organisation, the branch for a member.
        branch_type: NAME of the branch type whose rules were applied.
        method: how the review is held, with its reason.
        decisions: the other decisions: branch type, form, visitors, skipped steps, exemption.
        on_request: what is made only where its form is asked for by name.
    """

    kind: SubjectKind
    id: str
    name: str
    organisation_id: str
    branch_type: str
    assignments: tuple[Assignment, ...]
    steps: tuple[Step, ...]
    method: Decision
    documents: tuple[PlannedDocument, ...]
    decisions: tuple[Decision, ...] = ()
    on_request: tuple[PlannedDocument, ...] = ()

    @property
    def exemption(self) -> Decision | None:
        """The decision that exempts the subject, if there is one (Q9)."""
        return next((decision for decision in self.decisions if decision.what == "exemption"), None)

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "kind": self.kind.value,
            "id": self.id,
            "name": self.name,
            "organisation": self.organisation_id,
            "branch_type": self.branch_type,
            "method": self.method.to_json(),
            "assignments": [assignment.to_json() for assignment in self.assignments],
            "steps": [step.to_json() for step in self.steps],
            "documents": [document.to_json() for document in self.documents],
            "on_request": [document.to_json() for document in self.on_request],
            "decisions": [{"what": decision.what, **decision.to_json()} for decision in self.decisions],
        }
