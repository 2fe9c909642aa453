"""Visits of the retired: a review needs a day, people who made it, and a signature that says whose it is (R43, R44)."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import Problem, Severity
from pingyi.model.review.procedure import SubjectKind
from pingyi.model.review.steps import StepId
from pingyi.plan import Plan
from pingyi.texts import translate as _

_BY_PROXY = "代签"


def check_visits(plan: Plan) -> Iterator[Problem]:
    """List what a recorded visit lacks; a visit without a day is told with the coverage.

    Args:
        plan: with the records of the workbook and of what was returned in its campaign.
    """
    last = plan.campaign.settings.deadlines.last_day(StepId.VISIT)
    for (kind, person_id), record in plan.campaign.records.items():
        visit = record.visit
        member = plan.campaign.people.get(person_id)
        if kind is not SubjectKind.MEMBER or visit is None or member is None:
            continue
        if visit.held_on is not None and visit.held_on.first > last:
            text = _("visited on {day}, after the last day {last} (R44)").format(day=visit.held_on, last=last)
            cure = _("Check the date; if it is right, say in the report why it was late.")
            yield Problem(Severity.ERROR, "visit-late", text, cure, person=member.name, value=str(visit.held_on))
        if visit.held_on is not None and not visit.visitors:
            text = _("it is not written who made the visit on {day} (R43)").format(day=visit.held_on)
            yield Problem(Severity.WARNING, "visit-nobody", text, _("Fill in 走访人."), person=member.name)
        if member.name in visit.visitors:
            text = _("“{name}” is named as his or her own visitor").format(name=member.name)
            yield Problem(Severity.WARNING, "visit-oneself", text, _("Correct 走访人."), person=member.name)
        if visit.signature == _BY_PROXY and not visit.proxy:
            text = _("signed by proxy, but it is not written by whom (R43)")
            cure = _("Fill in 代签人 and 与本人关系.")
            yield Problem(Severity.WARNING, "visit-proxy", text, cure, person=member.name)
