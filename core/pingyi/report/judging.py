"""Judging each subject: reviewed, exempt or missing, and what it still lacks (R28, R42, Q9, Q10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pingyi.errors import Problem, Severity
from pingyi.model.papers.forms import MemberForm, OrganisationForm
from pingyi.model.people.organisation import OrgKind
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import Role, SubjectKind, SubjectPlan
from pingyi.plan import Plan
from pingyi.report.coverage import UNPLACED, Coverage, Covered, State, name_missing
from pingyi.texts import translate as _

_SECOND = (Role.COMMITTEE_MEMBER, Role.BRANCH_COMMITTEE_MEMBER)
_NO_PLAN = "点评安排"
VISIT_DATE = "走访时间"


def measure_coverage(plan: Plan) -> Coverage:
    """Compare the roster with the records of the campaign.

    A member is reviewed when each role that has to comment has commented (R28, Q7), or was visited on a known day where
    the review is a visit (R43); an organisation and its secretary when form 1 has the comment on them. One reviewer of
    several is enough (Q10).

    Args:
        plan: the plan, with the records of the workbook and of returned forms in its campaign.
    """
    subjects = [_judge(plan, subject) for subject in plan.subjects()]
    seen = {(item.kind, item.id) for item in subjects}
    others = [item for item in _list_unplanned(plan) if (item.kind, item.id) not in seen]
    others += _list_unread(plan)
    problems = (*_check_forms(subjects), *_name_by_branch(plan, [*subjects, *others]))
    return Coverage((*subjects, *others), problems)


def _judge(plan: Plan, subject: SubjectPlan) -> Covered:
    campaign = plan.campaign
    kind = plan.plugins.branch_types[subject.branch_type]
    demanded = subject.kind is SubjectKind.MEMBER and kind.FULL_COVERAGE
    forms = tuple(dict.fromkeys(item.form for item in subject.documents if is_registration(plan, item.form)))
    common = (subject.kind, subject.id, subject.name, subject.organisation_id, subject.branch_type)
    if subject.exemption is not None:
        inputs = dict(subject.exemption.reason.inputs)
        reason = inputs.get("reason", subject.exemption.reason.because)
        return Covered(
            *common, State.EXEMPT, demanded, subject.method.value, reason=reason, approved_by=subject.exemption.value
        )
    record_kind = SubjectKind.ORGANISATION if subject.kind is SubjectKind.SECRETARY else subject.kind
    record = campaign.record_of(record_kind, subject.id)
    lacks = tuple(_list_lacks(subject, record))
    visited = _was_visited(record)
    visit = record.visit if visited else None
    method = record.method or (visit.method if visit else "") or subject.method.value
    held_on = record.held_on or (visit.held_on if visit else None)
    reviewers = "、".join(dict.fromkeys(item.reviewer for item in subject.assignments))
    state = State.MISSING if lacks else State.REVIEWED
    return Covered(*common, state, demanded, method, held_on, reviewers, lacks, forms=forms)


def is_registration(plan: Plan, form: str) -> bool:
    """Whether a review is registered on this form, of which everybody who is not exempt has one."""
    return issubclass(plan.plugins.forms[form].data, MemberForm | OrganisationForm)


def _was_visited(record: Record) -> bool:
    return record.visit is not None and record.visit.held_on is not None


def _list_lacks(subject: SubjectPlan, record: Record) -> Iterator[str]:
    """What is still to be done before a subject counts as reviewed."""
    comments = record.comments
    if subject.kind is not SubjectKind.MEMBER:
        role = "organisation" if subject.kind is SubjectKind.ORGANISATION else "secretary_as_subject"
        if not comments.get(role, "").strip():
            yield "对党组织的点评" if role == "organisation" else "对书记的点评"
        return
    if _was_visited(record):
        return
    roles = {item.role for item in subject.assignments}
    second = next((role for role in _SECOND if role in roles), None)
    said_by_second = comments.get("committee", "").strip()
    if second is not None and not said_by_second:
        yield f"{second.value}点评"
    if (roles - set(_SECOND) or not roles) and not comments.get("secretary", "").strip():
        first = next((item.role for item in subject.assignments if item.role not in _SECOND), Role.BRANCH_SECRETARY)
        yield f"{first.value}点评"
    if record.visit is not None and not any(text.strip() for text in comments.values()):
        yield VISIT_DATE


def _list_unplanned(plan: Plan) -> Iterator[Covered]:
    """Everybody of the roster, as if the plan knew nobody: whoever it left out is missing."""
    for organisation in plan.campaign.organisations.values():
        if organisation.kind is OrgKind.COMMITTEE:
            continue
        common = (organisation.id, organisation.branch_type, State.MISSING)
        yield Covered(SubjectKind.ORGANISATION, organisation.id, organisation.name, *common, lacks=(_NO_PLAN,))
        if organisation.secretary is not None:
            name = organisation.secretary.name
            yield Covered(SubjectKind.SECRETARY, organisation.id, name, *common, lacks=(_NO_PLAN,))
    for person in plan.campaign.people.values():
        kind = plan.plugins.branch_types.get(person.branch_type)
        yield Covered(
            SubjectKind.MEMBER,
            person.id,
            person.name,
            person.branch_id,
            person.branch_type,
            State.MISSING,
            demanded=kind is not None and kind.FULL_COVERAGE,
            lacks=(_NO_PLAN,),
        )


def _list_unread(plan: Plan) -> Iterator[Covered]:
    """Members whose rows have errors: nobody was made of them, so nothing is planned, and nobody reviewed them."""
    for row in plan.campaign.unread:
        kind = plan.plugins.branch_types.get(row.branch_type)
        place = f"{row.sheet}第{row.row}行"
        yield Covered(
            SubjectKind.MEMBER,
            f"{row.sheet}!{row.row}",
            row.name or place,
            row.branch_id,
            row.branch_type,
            State.MISSING,
            demanded=kind is not None and kind.FULL_COVERAGE,
            lacks=(f"花名册更正（{place}）",),
        )


def _check_forms(subjects: Iterable[Covered]) -> Iterator[Problem]:
    for item in subjects:
        expects_one = item.kind is not SubjectKind.SECRETARY and item.state is not State.EXEMPT
        if expects_one and len(item.forms) != 1:
            yield Problem(
                Severity.ERROR,
                "coverage-forms",
                _("{name} has {count} registration forms; everybody has exactly one.").format(
                    name=item.name, count=len(item.forms)
                ),
                _("“pingyi why {name}” says which rule gave the form; correct the rule.").format(name=item.name),
                person=item.name,
            )


def _name_by_branch(plan: Plan, subjects: Iterable[Covered]) -> Iterator[Problem]:
    groups: dict[tuple[str, bool], list[Covered]] = {}
    for item in subjects:
        if item.state is State.MISSING:
            groups.setdefault((item.organisation_id, item.demanded), []).append(item)
    for (organisation_id, demanded), items in groups.items():
        branch = plan.campaign.name_subject(SubjectKind.ORGANISATION, organisation_id)
        yield Problem(
            Severity.ERROR if demanded else Severity.WARNING,
            "coverage-missing",
            _("{branch}: {count} not reviewed yet: {names}").format(
                branch=branch or UNPLACED, count=len(items), names="；".join(name_missing(items))
            ),
            _("Review them, or exempt them with reason and approver in campaign.toml."),
        )
