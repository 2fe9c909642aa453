"""Where a campaign stands on a day: per branch and step, done by method, missing by name, days left (R44-R48)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pingyi.errors import Problem, Severity
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.review.steps import StepId
from pingyi.plan import Plan
from pingyi.plan.wording import KINDS, write_day
from pingyi.report.calendar import DaysLeft, count_days
from pingyi.report.coverage import (
    Count,
    Coverage,
    Covered,
    State,
    count_methods,
    count_states,
    name_missing,
)
from pingyi.report.evidence import Evidence
from pingyi.report.judging import measure_coverage
from pingyi.report.progress import PLEDGE_STEPS, StepProgress, list_progress
from pingyi.report.substance import check_substance
from pingyi.texts import translate as _

_WARN_DAYS = 7
"""So many days before a last day whoever is missing is worth a warning."""


@dataclass(frozen=True, slots=True)
class BranchStatus:
    """One organisation.

    Attributes:
        responsible: its secretary, who answers for it (R47); empty where the roster names none.
    """

    organisation: Organisation
    responsible: str
    count: Count
    methods: Mapping[str, int]
    missing: tuple[Covered, ...]
    steps: tuple[StepProgress, ...]


@dataclass(frozen=True)
class Status:
    """The whole campaign on one day.

    Attributes:
        review: until the last day of the review (R44).
        report: until the last day of the report (R45).
        problems: who is missing, what is late and what has no substance; before the last day of the review a missing
            subject is a warning, afterwards as grave as its branch type says.
    """

    on: dt.date
    activity: str
    review: DaysLeft
    report: DaysLeft
    coverage: Coverage
    branches: tuple[BranchStatus, ...]
    problems: tuple[Problem, ...]

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "on": self.on.isoformat(),
            "deadlines": {"review": _describe_days(self.review), "report": _describe_days(self.report)},
            "branches": [
                {
                    "id": item.organisation.id,
                    "name": item.organisation.name,
                    "responsible": item.responsible,
                    **_describe_count(item.count),
                    "methods": dict(item.methods),
                    "missing": [_describe_missing(each) for each in item.missing],
                    "steps": [step.to_json(self.on) for step in item.steps],
                }
                for item in self.branches
            ],
            "problems": [problem.to_json() for problem in self.problems],
            "summary": {
                **_describe_count(count_states(self.coverage.subjects)),
                "complete": self.coverage.is_complete,
                "lacks_demanded": self.coverage.lacks_demanded,
            },
        }


def read_status(plan: Plan, on: dt.date, further: Sequence[Problem] = (), evidence: Evidence | None = None) -> Status:
    """Measure a campaign.

    Args:
        plan: the plan, with records.
        on: the day of reference.
        further: what else is wrong, such as the order of the meetings.
        evidence: the ballots and papers that prove steps without a record.
    """
    coverage = measure_coverage(plan)
    deadlines = plan.campaign.settings.deadlines
    review = count_days(on, deadlines.last_day("review"))
    report = count_days(on, deadlines.last_day("report", reporting=True))
    branches = tuple(
        _read_branch(plan, coverage, item, evidence)
        for item in plan.organisations
        if item.kind is not OrgKind.COMMITTEE
    )
    problems = (
        *_check_deadlines(coverage, review, report),
        *(_soften(problem) if review.days >= 0 else problem for problem in coverage.problems),
        *check_substance(plan.campaign),
        *further,
    )
    activity = plan.campaign.settings.campaign.activity
    return Status(on, activity, review, report, coverage, branches, problems)


def _soften(problem: Problem) -> Problem:
    """Nobody is late before the last day; what contradicts itself is wrong on any day."""
    return replace(problem, severity=Severity.WARNING) if problem.code == "coverage-missing" else problem


def _read_branch(plan: Plan, coverage: Coverage, organisation: Organisation, evidence: Evidence | None) -> BranchStatus:
    items = coverage.by_organisation.get(organisation.id, ())
    return BranchStatus(
        organisation,
        organisation.secretary.name if organisation.secretary is not None else "",
        count_states(items),
        count_methods(items),
        tuple(item for item in items if item.state is State.MISSING),
        tuple(list_progress(plan, coverage, organisation, evidence)),
    )


def _check_deadlines(coverage: Coverage, review: DaysLeft, report: DaysLeft) -> Iterator[Problem]:
    count = len(coverage.missing)
    names = ((review, _("the last day of the review")), (report, _("the last day of the report")))
    for left, name in names:
        if not left.known:
            yield Problem(
                Severity.INFO,
                "calendar-unknown",
                _("Workdays until {day} leave out weekends only: the year's holidays are not known here.").format(
                    day=left.last_day.isoformat()
                ),
                _("A newer release of the library “holidays” may know them: pip install -U holidays"),
            )
        if count and left.days < 0:
            yield Problem(
                Severity.ERROR,
                "deadline-passed",
                _("{name}, {day}, was {days} days ago; not reviewed yet: {count}.").format(
                    name=name, day=left.last_day.isoformat(), days=-left.days, count=count
                ),
                _("Review them now; the report upward names them."),
            )
        elif count and left.days <= _WARN_DAYS:
            yield Problem(
                Severity.WARNING,
                "deadline-near",
                _("{name}, {day}, is in {days} days ({workdays} workdays); not reviewed yet: {count}.").format(
                    name=name, day=left.last_day.isoformat(), days=left.days, workdays=left.workdays, count=count
                ),
                _("“pingyi status --text” writes a reminder for each branch."),
            )


def write_reminder(status: Status, branch: BranchStatus) -> str:
    """A text about one branch to paste into a chat: Chinese, like the forms; names and what they lack, nothing else."""
    count = branch.count
    lines = [
        f"【{branch.organisation.name}】{status.activity}领导点评进度（{write_day(status.on)}）",
        f"应点评{count.due}个（名），已点评{count.reviewed}，未点评{count.missing}"
        + (f"，免予点评{count.exempt}" if count.exempt else "")
        + f"，覆盖率{count.rate}。",
    ]
    if branch.missing:
        lines.append(f"还没有完成：{'；'.join(name_missing(branch.missing))}。")
    lines += [
        f"“{step.title}”未完成{len(step.missing)}个（名），{write_day(step.due)}截止。"
        for step in branch.steps
        if step.missing and step.id in (StepId.SELF_SUMMARY, *PLEDGE_STEPS)
    ]
    lines.append(f"点评{write_left(status.review)}；上报{write_left(status.report)}。")
    if branch.missing:
        lines.append(f"请{branch.responsible}书记抓紧安排。" if branch.responsible else "请抓紧安排。")
    else:
        lines.append("点评已全部完成，谢谢。")
    return "\n".join(lines)


def write_left(left: DaysLeft) -> str:
    """How far a last day is, in Chinese."""
    day = write_day(left.last_day)
    if left.days < 0:
        return f"{day}截止，已过{-left.days}天"
    if left.days == 0:
        return f"{day}截止，就是今天"
    note = "" if left.known else "，只除去周末"
    return f"{day}截止，还有{left.days}天（工作日{left.workdays}天{note}）"


def list_status(status: Status, *, everything: bool = False) -> Iterator[str]:
    """The status as lines of text.

    Args:
        status: the status.
        everything: list branches that are done too, and every step.
    """
    yield f"{write_day(status.on)}：点评{write_left(status.review)}；上报{write_left(status.report)}"
    for branch in status.branches:
        if not (everything or branch.missing):
            continue
        count = branch.count
        methods = "，".join(f"{method}{number}" for method, number in branch.methods.items())
        yield (
            f"{branch.organisation.name}  书记 {branch.responsible or '（未填写）'}"
            f"  已点评{count.reviewed}/{count.due} {count.rate}"
            + (f"  免予点评{count.exempt}" if count.exempt else "")
            + (f"  {methods}" if methods else "")
        )
        for step in branch.steps:
            if everything or step.missing:
                yield f"    {step.title}：{_tell_step(step)}，{write_day(step.due)}截止" + (
                    "，逾期" if step.is_late(status.on) else ""
                )
        if branch.missing:
            yield from (f"    未点评：{line}" for line in name_missing(branch.missing))
    count = count_states(status.coverage.subjects)
    yield (
        f"合计：应点评{count.due}，已点评{count.reviewed}，未点评{count.missing}，免予点评{count.exempt}，"
        f"覆盖率{count.rate}"
    )


def _tell_step(step: StepProgress) -> str:
    if step.total:
        return f"{step.done}/{step.total}" + (f"（{step.paper}）" if step.paper else "")
    return f"已写成 {step.paper}，是否发出没有记录" if step.paper else "没有记录"


def _describe_days(left: DaysLeft) -> dict[str, object]:
    return {
        "last_day": left.last_day.isoformat(),
        "days": left.days,
        "workdays": left.workdays,
        "holidays_known": left.known,
    }


def _describe_count(count: Count) -> dict[str, object]:
    return {
        "total": count.total,
        "due": count.due,
        "reviewed": count.reviewed,
        "exempt": count.exempt,
        "missing_count": count.missing,
        "rate": count.rate,
    }


def _describe_missing(item: Covered) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "kind_label": KINDS[item.kind],
        "id": item.id,
        "name": item.name,
        "lacks": list(item.lacks),
        "demanded": item.demanded,
    }
