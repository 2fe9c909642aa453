"""The plan as a tree of text lines, and as the documented JSON object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pingyi.errors import Problem
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan.plan import Plan
from pingyi.plan.wording import write_reviewers


def list_plan(plan: Plan, *, members: bool = False) -> Iterator[str]:
    """The tree of organisations with their reviewers, line by line.

    Args:
        plan: the plan.
        members: list every member instead of their number.
    """
    documents = 0
    counts: Counter[SubjectKind] = Counter()
    youngest = {item.parent_id: item.id for item in plan.campaign.organisations.values()}  # the last one stays
    for organisation in plan.organisations:
        head, below = _draw_branches(plan, organisation, youngest)
        subjects = list(plan.subjects_of(organisation.id))
        documents += sum(len(subject.documents) for subject in subjects)
        counts.update(subject.kind for subject in subjects)
        yield head + _describe_organisation(plan, organisation, subjects)
        people = [subject for subject in subjects if subject.kind is SubjectKind.MEMBER]
        if members:
            for subject in people:
                yield f"{below}· {subject.name}：{_describe_review(subject)}"
        elif people:
            yield f"{below}· {_describe_members(people)}"
    yield (
        f"合计：党组织{counts[SubjectKind.ORGANISATION]}个，书记{counts[SubjectKind.SECRETARY]}名，"
        f"党员{counts[SubjectKind.MEMBER]}名，表格{documents}份"
    )


def describe_plan(plan: Plan, problems: Sequence[Problem] | None = None) -> dict[str, object]:
    """The documented JSON object: `subjects`, `problems`, `summary`.

    Args:
        plan: the plan.
        problems: what to list; the plan's own problems by default.
    """
    shared: dict[int, tuple[object, dict[str, object]]] = {}
    subjects = []
    summary: Counter[str] = Counter()
    methods: Counter[str] = Counter()
    for subject in plan.subjects():
        entry = subject.to_json()
        # the steps of a branch are the same objects for all its members: described once, they stay small in memory
        entry["steps"] = [shared.setdefault(id(step), (step, step.to_json()))[1] for step in subject.steps]
        subjects.append(entry)
        summary[subject.kind.value] += 1
        summary["exempt"] += subject.exemption is not None
        summary["documents"] += len(subject.documents)
        if subject.kind is SubjectKind.MEMBER:
            methods[subject.method.value] += 1
    listed = plan.problems if problems is None else problems
    return {
        "subjects": subjects,
        "problems": [problem.to_json() for problem in listed],
        "summary": {
            "organisations": summary[SubjectKind.ORGANISATION.value],
            "secretaries": summary[SubjectKind.SECRETARY.value],
            "members": summary[SubjectKind.MEMBER.value],
            "exempt": summary["exempt"],
            "documents": summary["documents"],
            "member_methods": dict(methods),
            "problems": dict(Counter(problem.severity.value for problem in listed)),
        },
    }


def _draw_branches(plan: Plan, organisation: Organisation, youngest: Mapping[str, str]) -> tuple[str, str]:
    """The lines of the tree before an organisation, and before what stands under it."""
    known = plan.campaign.organisations
    last: list[bool] = []
    here = organisation
    while here.parent_id in known and len(last) < len(known):  # a circle of parents must not draw for ever
        last.append(youngest[here.parent_id] == here.id)
        here = known[here.parent_id]
    if not last:
        return "", ""
    above = "".join("   " if is_last else "│  " for is_last in reversed(last[1:]))
    return above + ("└─ " if last[0] else "├─ "), above + ("   " if last[0] else "│  ")


def _describe_organisation(plan: Plan, organisation: Organisation, subjects: Sequence[SubjectPlan]) -> str:
    if organisation.kind is OrgKind.COMMITTEE or not subjects:
        return organisation.name
    kind = plan.plugins.branch_types[subjects[0].branch_type]
    label = f"（{kind.LABEL}）" if organisation.kind.has_members else ""
    secretary = f"  书记 {organisation.secretary.name}" if organisation.secretary is not None else ""
    return f"{organisation.name}{label}{secretary}  点评人：{_describe_review(subjects[0])}"


def _describe_review(subject: SubjectPlan) -> str:
    if subject.exemption is not None:
        return f"免予点评，批准人 {subject.exemption.value}"
    return f"{write_reviewers(subject.assignments)}；{subject.method.value}"


def _describe_members(people: Sequence[SubjectPlan]) -> str:
    methods = Counter(subject.method.value for subject in people)
    reviewers = Counter(write_reviewers(subject.assignments) for subject in people if subject.exemption is None)
    parts = [f"党员{len(people)}人", "，".join(f"{method}{count}人" for method, count in methods.items())]
    if reviewers:
        parts.append(f"点评人：{reviewers.most_common(1)[0][0]}")
    return "  ".join(parts)
