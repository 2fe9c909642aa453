"""The overview page: one HTML file without any other, for the screen and for printing (R46)."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template

from pingyi.errors import Problem, Severity
from pingyi.plan import Plan
from pingyi.plan.wording import KINDS, write_day
from pingyi.report.coverage import State, count_methods, count_states
from pingyi.report.lines import list_kinds, list_types, list_unit_counts
from pingyi.report.status import Status, write_left

_BAR = 420
"""Width of a whole bar in the drawing."""


@functools.cache
def _load() -> Template:
    source = resources.files("pingyi.report").joinpath("data/overview.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source)


def make_overview(plan: Plan, status: Status, imbalances: Sequence[Problem] = ()) -> str:
    """Make the page; the same input gives the same text.

    Args:
        plan: the plan.
        status: of the day the page is about.
        imbalances: what does not balance beyond what the coverage itself finds: tallies, returned forms.
    """
    late = [
        (branch, step) for branch in status.branches for step in branch.steps if step.is_late(status.on) and step.total
    ]
    unbalanced = [item for item in status.problems if item.code == "coverage-forms"]
    unbalanced += [item for item in imbalances if item.severity is not Severity.INFO]
    substance = [item for item in status.problems if item.code in ("summary-copied", "rectification-unpledged")]
    units = list(list_unit_counts(status.coverage, plan))
    opinions = [
        (plan.campaign.name_subject(kind, subject_id), record.rectification, record.follow_up)
        for (kind, subject_id), record in plan.campaign.records.items()
        if record.rectification.strip()
    ]
    page = _load().render(
        institution=plan.institution,
        info=plan.campaign.settings.campaign,
        day=write_day(status.on),
        review=write_left(status.review),
        report=write_left(status.report),
        overdue=status.review.days < 0,
        count=count_states(status.coverage.subjects),
        kinds=list(list_kinds(status.coverage, plan)),
        types=list(list_types(status.coverage, plan)),
        units=units,
        bar=_BAR,
        methods=count_methods(status.coverage.subjects),
        missing=[branch for branch in status.branches if branch.missing],
        exempt=[item for item in status.coverage.subjects if item.state is State.EXEMPT],
        kind_names=KINDS,
        late=late,
        unbalanced=unbalanced,
        substance=substance,
        branches=status.branches,
        on=status.on,
        write_day=write_day,
        opinions=opinions,
    )
    return page.rstrip() + "\n"
