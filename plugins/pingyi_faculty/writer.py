"""How one step is written down: its last day, and the reason for it (R44, R45, Q6)."""

from __future__ import annotations

from pingyi import BranchType, Organisation, OrgKind, PlanContext, Reason, Step


class StepWriter:
    """Writes steps for one organisation: gives each its last day and the reason for it.

    Args:
        kind: the branch type in whose name reasons are given.
        organisation: whose procedure it is.
        context: the campaign.
    """

    def __init__(self, kind: BranchType, organisation: Organisation, context: PlanContext) -> None:
        self.kind = kind
        self.organisation = organisation
        self.campaign = context.campaign
        self.settings = context.campaign.settings
        self.activity = self.settings.campaign.activity
        self.is_general = organisation.kind is OrgKind.GENERAL_BRANCH
        self.noun = "党总支" if self.is_general else "党支部"
        self._by_review = self._explain_day(reporting=False)
        self._by_report = self._explain_day(reporting=True)

    def write(
        self,
        id_: str,
        title: str,
        reasons: tuple[Reason, ...],
        *,
        methods: tuple[str, ...] = (),
        evidence: tuple[str, ...] = (),
        checks: tuple[str, ...] = (),
        after: tuple[str, ...] = (),
        reporting: bool = False,
    ) -> Step:
        """Make one step; `reporting` steps end with the report (R45), all others with the review (R44)."""
        deadlines = self.settings.deadlines
        because = self._by_report if reporting else self._by_review
        if id_ in deadlines.steps:
            because = self.reason("due-by-settings", "Q6", "按设置提前完成", step=id_, day=deadlines.steps[id_])
        due = deadlines.last_day(id_, reporting=reporting)
        return Step(id_, title, due, (*reasons, because), methods, evidence, checks, after)

    def reason(self, rule: str, clause: str, because: str, **inputs: object) -> Reason:
        """A reason in the name of the branch type."""
        return self.kind.reason(rule, clause, because, **inputs)

    def _explain_day(self, *, reporting: bool) -> Reason:
        deadlines = self.settings.deadlines
        day = deadlines.report if reporting else deadlines.review
        limit = f"{day.month}月{day.day}日" + ("（含当日）" if deadlines.deadlines_inclusive else "（不含当日）")
        inclusive = str(deadlines.deadlines_inclusive).lower()
        if reporting:
            return self.reason("due-report", "R45", f"{limit}前完成汇总上报", report=day, deadlines_inclusive=inclusive)
        return self.reason("due-review", "R44", f"点评工作{limit}前全部结束", review=day, deadlines_inclusive=inclusive)
