"""The procedure of the notice as the retired can follow it (R43)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pingyi import BranchType, PlanContext, Step, StepId
from pingyi_retired.models import METHODS

MODEL = "faculty"
"""The branch type whose steps are adapted."""
MEETINGS = (StepId.EVALUATION_MEETING, StepId.THEMATIC_MEETING)
"""What a visit stands for."""
SIGNATURES = "签名方式：本人签名；代签的注明代签人；口头确认的由走访人注明"
ORAL = "年老体弱的党员只作口头承诺的，由党支部记录"


def adapt_steps(kind: BranchType, steps: tuple[Step, ...], context: PlanContext) -> tuple[Step, ...]:
    """Widen the methods, add the visit after the thematic meeting, allow oral pledges and signatures by proxy."""
    return tuple(_adapt(kind, steps, context))


def _adapt(kind: BranchType, steps: tuple[Step, ...], context: PlanContext) -> Iterator[Step]:
    flexible = kind.reason("flexible-methods", "R43", "结合离退休党员的特点，可采取走访、慰问、座谈等灵活多样的方式")
    for step in steps:
        if step.id == StepId.SELF_SUMMARY:
            yield _widen(step, methods=("书面总结", "本人口述、党支部代记"))
        elif step.id == StepId.EVALUATION_MEETING:
            note = "不能到会的由党支部会后通报情况、听取意见"
            yield replace(_widen(step, methods=("座谈会",), checks=(note,)), reasons=(*step.reasons, flexible))
        elif step.id == StepId.THEMATIC_MEETING:
            yield replace(_widen(step, methods=("座谈会", "分组座谈")), reasons=(*step.reasons, flexible))
            yield _visit(kind, step, context)
        elif step.id == StepId.FILL_FORMS:
            yield _widen(step, checks=(SIGNATURES,))
        elif step.id == StepId.PLEDGES:
            # no point of the pledges themselves (R38), so it is not among the checks
            yield replace(_widen(step, methods=("口头承诺",)), evidence=(*step.evidence, ORAL))
        else:
            yield step


def _visit(kind: BranchType, meeting: Step, context: PlanContext) -> Step:
    """Instead of the thematic meeting, for those who cannot come to one."""
    reason = kind.reason(
        "visit-instead-of-meeting", "R43", "不能参加会议的党员，以走访、慰问、电话等方式点评，代替会议"
    )
    deadlines = context.campaign.settings.deadlines
    due, because = meeting.due, meeting.reasons[-1]
    if StepId.VISIT in deadlines.steps:
        due = deadlines.last_day(StepId.VISIT)
        because = kind.reason(
            "due-by-settings", "Q6", "按设置提前完成", step=StepId.VISIT, day=deadlines.steps[StepId.VISIT]
        )
    return Step(
        StepId.VISIT,
        "走访慰问，点评党员",
        due,
        (reason, because),
        METHODS,
        ("走访慰问（座谈）点评记录", "党员登记表“走访”栏"),
        ("记录方式、时间、地点、走访人", "通报述职评议情况，听取意见，了解困难", SIGNATURES),
    )


def _widen(step: Step, *, methods: tuple[str, ...] = (), checks: tuple[str, ...] = ()) -> Step:
    further = tuple(method for method in methods if method not in step.methods)
    return replace(step, methods=step.methods + further, checks=step.checks + checks)
