"""Coverage: the roster against what was written, one line for each subject (R42, R48, Q9, Q10)."""

from __future__ import annotations

import enum
import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pingyi.errors import Problem, Severity
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import MemberForm, OrganisationForm
from pingyi.model.people.organisation import OrgKind
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import Role, SubjectKind, SubjectPlan
from pingyi.plan import Plan
from pingyi.texts import translate as _

SubjectKey = tuple[SubjectKind, str]
_SECOND = (Role.COMMITTEE_MEMBER, Role.BRANCH_COMMITTEE_MEMBER)
_NO_PLAN = "点评安排"
VISIT_DATE = "走访时间"


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
    subjects += [item for item in _list_unplanned(plan) if (item.kind, item.id) not in seen]
    return Coverage(tuple(subjects), tuple(_find_problems(plan, subjects)))


def _judge(plan: Plan, subject: SubjectPlan) -> Covered:
    campaign = plan.campaign
    kind = plan.plugins.branch_types[subject.branch_type]
    demanded = subject.kind is SubjectKind.MEMBER and kind.FULL_COVERAGE
    forms = tuple(dict.fromkeys(item.form for item in subject.documents if _is_registration(plan, item.form)))
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


def _is_registration(plan: Plan, form: str) -> bool:
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


def _find_problems(plan: Plan, subjects: Iterable[Covered]) -> Iterator[Problem]:
    groups: dict[tuple[str, bool], list[Covered]] = {}
    for item in subjects:
        if item.state is State.MISSING:
            groups.setdefault((item.organisation_id, item.demanded), []).append(item)
        expects_one = item.kind is not SubjectKind.SECRETARY and item.state is not State.EXEMPT
        if expects_one and _NO_PLAN not in item.lacks and len(item.forms) != 1:
            yield Problem(
                Severity.ERROR,
                "coverage-forms",
                _("{name} has {count} registration forms; everybody has exactly one.").format(
                    name=item.name, count=len(item.forms)
                ),
                _("“pingyi why {name}” says which rule gave the form; correct the rule.").format(name=item.name),
                person=item.name,
            )
    for (organisation_id, demanded), items in groups.items():
        organisation = plan.campaign.organisations.get(organisation_id)
        branch = organisation.name if organisation is not None else organisation_id
        yield Problem(
            Severity.ERROR if demanded else Severity.WARNING,
            "coverage-missing",
            _("{branch}: {count} not reviewed yet: {names}").format(
                branch=branch, count=len(items), names=name_missing(items)
            ),
            _("Review them, or exempt them with reason and approver in campaign.toml."),
        )


def name_missing(items: Iterable[Covered]) -> str:
    """Names of missing subjects with what each lacks, as in `张三（党支部书记点评）、李四（…）`."""
    return "、".join(f"{item.name}（缺{'、'.join(item.lacks)}）" for item in items)
