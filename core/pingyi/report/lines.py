"""The lines of the papers: a ledger's, the counts', the lists of the missing and the exempt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pingyi.model.papers.identity import make_code
from pingyi.model.papers.report_forms import CountLine, ExemptLine, LedgerLine, MissingLine
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.results.records import EMPTY_RECORD, Record
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan import Plan
from pingyi.plan.wording import KINDS
from pingyi.report.coverage import UNPLACED, Coverage, Covered, State, count_states, name_missing
from pingyi.report.judging import is_registration
from pingyi.report.opinions import divide, find_limit
from pingyi.report.reviewers import name_reviewers
from pingyi.strokes import StrokeOrder

_EMPTY = "—"
_UNDIVIDED = "未分项"
"""Where merits and problems stand in one text, which nobody but its writer can divide."""


def list_units(plan: Plan) -> list[Organisation]:
    """The organisations that answer to the top: general branches and directly affiliated branches, and orphans."""
    known = plan.campaign.organisations
    return [
        item
        for item in plan.organisations
        if item.kind is not OrgKind.COMMITTEE
        and (item.parent_id not in known or known[item.parent_id].kind is OrgKind.COMMITTEE)
    ]


def list_below(plan: Plan, unit: Organisation) -> list[Organisation]:
    """A unit and every organisation below it, in the order of the plan."""
    ids = {unit.id}
    found = []
    for item in plan.organisations:
        if item.id in ids or item.parent_id in ids:
            ids.add(item.id)
            found.append(item)
    return found


def list_ledger(plan: Plan, coverage: Coverage, organisations: Iterable[Organisation]) -> Iterator[LedgerLine]:
    """The lines of a ledger (R31), numbered; a subject that nobody reviewed stands there too, and says so."""
    number = 0
    for organisation in organisations:
        subjects = {(item.kind, item.id): item for item in plan.subjects_of(organisation.id)}
        for item in coverage.by_organisation.get(organisation.id, ()):
            number += 1
            yield _describe(plan, number, item, organisation, subjects.get((item.kind, item.id)))


def _describe(
    plan: Plan, number: int, item: Covered, organisation: Organisation, subject: SubjectPlan | None
) -> LedgerLine:
    kind = plan.plugins.branch_types.get(item.branch_type)
    of_organisation = item.kind is SubjectKind.SECRETARY
    record = plan.campaign.record_of(SubjectKind.ORGANISATION if of_organisation else item.kind, item.id)
    reviewed = item.state is State.REVIEWED
    place = record.place or (record.visit.place if record.visit is not None else "")
    assignments = subject.assignments if subject is not None else ()
    reviewers, posts = name_reviewers(plan.campaign, item.kind, record, assignments, reviewed=reviewed)
    opinion = divide(_list_comments(item, record))
    own = EMPTY_RECORD if of_organisation else record
    parts = (opinion.direction, own.rectification)
    return LedgerLine(
        number=number,
        held_on=str(item.held_on) if item.held_on is not None else _EMPTY,
        place=place or _EMPTY,
        method=(item.method if reviewed else _find_method(record)) or _EMPTY,
        reviewers=reviewers or _EMPTY,
        posts=posts or _EMPTY,
        subject=item.name,
        kind=KINDS[item.kind],
        organisation=organisation.name,
        branch_type=kind.LABEL if kind is not None and organisation.kind.has_members else _EMPTY,
        comment=opinion.whole,
        merits=_UNDIVIDED if opinion.whole else opinion.merits or _EMPTY,
        problems=_UNDIVIDED if opinion.whole else opinion.problems or _EMPTY,
        rectification="\n".join(part for part in parts if part.strip()) or _EMPTY,
        time_limit=find_limit(own, [opinion.direction]) or _EMPTY,
        follow_up=own.follow_up or _EMPTY,
        papers=_name_papers(plan, subject),
        remark=_remark(item),
    )


def _find_method(record: Record) -> str:
    """How somebody was met by whom the review is not finished yet; what is planned has not happened."""
    return record.method or (record.visit.method if record.visit is not None else "")


def _list_comments(item: Covered, record: Record) -> list[str]:
    roles = {
        SubjectKind.ORGANISATION: ("organisation",),
        SubjectKind.SECRETARY: ("secretary_as_subject",),
        SubjectKind.MEMBER: ("secretary", "committee"),
    }[item.kind]
    return [record.comments.get(role, "") for role in roles]


def _name_papers(plan: Plan, subject: SubjectPlan | None) -> str:
    """How many copies of its form a subject has, and the code printed on the one that is kept."""
    if subject is None:
        return _EMPTY
    own = [item for item in subject.documents if is_registration(plan, item.form)]
    if not own:
        return _EMPTY
    kept = next((item for item in own if item.copy == "organisation"), own[0])
    code = make_code(plan.campaign.settings.campaign.id, kept.form, f"{subject.kind}:{subject.id}", kept.copy)
    return f"{len(own)}份\n{code}"


def _remark(item: Covered) -> str:
    if item.state is State.EXEMPT:
        return f"免予点评：{item.reason}；批准人：{item.approved_by}"
    return f"未点评，缺{'、'.join(item.lacks)}" if item.state is State.MISSING else ""


def count_line(label: str, subjects: Iterable[Covered]) -> CountLine:
    """One line of counts."""
    count = count_states(subjects)
    return CountLine(
        label=label,
        total=count.total,
        reviewed=count.reviewed,
        exempt=count.exempt,
        missing=count.missing,
        rate=count.rate,
    )


def list_kinds(coverage: Coverage, plan: Plan) -> Iterator[CountLine]:
    """Counts by kind of subject: general branches, branches, secretaries, members, and the sum."""
    organisations = coverage.pick(SubjectKind.ORGANISATION)
    general = {item.id for item in plan.campaign.organisations.values() if item.kind is OrgKind.GENERAL_BRANCH}
    yield count_line("党总支", [item for item in organisations if item.id in general])
    yield count_line("党支部（含直属党支部）", [item for item in organisations if item.id not in general])
    yield count_line("书记", coverage.pick(SubjectKind.SECRETARY))
    yield count_line("党员", coverage.pick(SubjectKind.MEMBER))
    yield count_line("合计", coverage.subjects)


def list_types(coverage: Coverage, plan: Plan) -> Iterator[CountLine]:
    """Counts of members by the branch type whose rules apply to them."""
    groups: dict[str, list[Covered]] = {}
    for item in coverage.pick(SubjectKind.MEMBER):
        kind = plan.plugins.branch_types.get(item.branch_type)
        groups.setdefault(kind.LABEL if kind is not None else "（类型不明）", []).append(item)
    for label, items in groups.items():
        yield count_line(label, items)


def list_unit_counts(coverage: Coverage, plan: Plan) -> Iterator[CountLine]:
    """Counts by general branch and directly affiliated branch, with everything below it."""
    for unit in list_units(plan):
        below = [coverage.by_organisation.get(item.id, ()) for item in list_below(plan, unit)]
        yield count_line(unit.name, [item for group in below for item in group])


def list_missing(coverage: Coverage, plan: Plan, order: StrokeOrder) -> list[MissingLine]:
    """Who is not reviewed: a line for each organisation; its members by surname strokes."""
    found = {}
    for organisation_id, items in coverage.by_organisation.items():
        missing = _sort([item for item in items if item.state is State.MISSING], order)
        if missing:
            found[organisation_id] = missing
    return [
        MissingLine(
            number=number,
            organisation=plan.campaign.name_subject(SubjectKind.ORGANISATION, organisation_id) or UNPLACED,
            count=len(missing),
            who="\n".join(name_missing(missing)),
        )
        for number, (organisation_id, missing) in enumerate(found.items(), 1)
    ]


def list_exempt(coverage: Coverage, plan: Plan, order: StrokeOrder) -> list[ExemptLine]:
    """Who is exempt, by surname strokes (Q9)."""
    exempt = _sort([item for item in coverage.subjects if item.state is State.EXEMPT], order)
    return [
        ExemptLine(
            number=number,
            name=item.name,
            organisation=plan.campaign.name_subject(SubjectKind.ORGANISATION, item.organisation_id),
            reason=item.reason,
            approved_by=item.approved_by,
        )
        for number, item in enumerate(exempt, 1)
    ]


def _sort(items: Sequence[Covered], order: StrokeOrder) -> list[Covered]:
    kinds = list(SubjectKind)
    return sorted(items, key=lambda item: (kinds.index(item.kind), order.key(item.name), item.id))
