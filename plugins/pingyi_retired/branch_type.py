"""The retired branch type: who is visited, who is called, who comes to a talk (R43)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from pingyi import (
    BranchType,
    Decision,
    Model,
    Organisation,
    PartialDate,
    Person,
    PlanContext,
    Step,
    StepId,
    SubjectKind,
)
from pingyi_retired.models import METHODS, RetiredMember
from pingyi_retired.steps import MEETINGS, MODEL, adapt_steps

_AT_HOME = ("卧床", "生活不能自理", "不能自理", "行动不便", "失能", "瘫痪", "重病", "住院", "独居")
"""Words about health, or in a remark, for which somebody is visited."""
_ELSEWHERE = ("外地居住", "居住外地", "住外地", "外省居住", "异地居住", "居住异地", "国外", "境外")
"""Words for which somebody is called, since nobody can go there."""


class RetiredSettings(Model):
    """`[plugins.retired]`."""

    visit_age: int = Field(default=80, ge=50, le=120, description="满多少岁上门走访")
    """From this age on a member is visited."""


class RetiredBranch(BranchType):
    """The retired: the notice allows methods that fit them; each member gets one proposed, with its reason."""

    NAME = "retired"
    LABEL = "离退休党支部"
    ALIASES: ClassVar[tuple[str, ...]] = (
        "离退休", "退休", "离休", "离退休教职工", "退休教职工", "老干部", "离休党支部", "退休党支部",
        "离退休教职工党支部",
    )  # fmt: skip
    NAME_HINTS: ClassVar[tuple[str, ...]] = ("离退休", "退休", "离休", "老干部", "老同志")
    PERSON_KINDS: ClassVar[tuple[str, ...]] = (
        "离退休", "离退休教职工", "离退休人员", "退休", "退休教职工", "退休人员", "退休职工", "离休", "离休干部",
        "离休人员",
    )  # fmt: skip
    METHODS = METHODS
    member_model = RetiredMember
    settings_model = RetiredSettings
    member_form = "retired_member"

    def __init__(self, settings: Model | None = None, *, plugin: str = "") -> None:
        super().__init__(settings, plugin=plugin)
        # of the branch asked about last, by whether one comes to a talk: its members share the answer
        self._last_member_steps: dict[bool, tuple[tuple[Step, ...], tuple[Step, ...]]] = {}

    def claims(self, values: Mapping[str, Any]) -> str:
        """By category, or by a retirement that the roster states: HR's retired are often kept in on-post branches."""
        because = super().claims(values)
        if because:
            return because
        if values.get("retired_on"):
            return f"填有退休时间{values['retired_on']}"
        if str(values.get("retirement") or "") in ("离休", "退休", "是"):
            return f"离退休类别为“{values['retirement']}”"
        return "是否退休为“是”" if str(values.get("is_retired") or "") == "是" else ""

    def procedure(self, organisation: Organisation, context: PlanContext) -> tuple[Step, ...]:
        """The steps of the notice, with the liberties it gives to branches of the retired (R43)."""
        return adapt_steps(self, context.require_type(MODEL, self).procedure(organisation, context), context)

    def member_steps(
        self, member: Person, steps: tuple[Step, ...], method: Decision, context: PlanContext
    ) -> tuple[Step, ...]:
        """Who comes to a talk has the meetings, everybody else the visit instead."""
        talks = method.value == "座谈"
        given, answer = self._last_member_steps.get(talks, ((), ()))
        if given is not steps:
            kept = tuple(step for step in steps if step.id not in ((StepId.VISIT,) if talks else MEETINGS))
            answer = context.require_type(MODEL, self).member_steps(member, kept, method, context)
            self._last_member_steps[talks] = (steps, answer)
        return answer

    def method(self, member: Person, branch: Organisation, context: PlanContext) -> Decision:
        """Propose how to meet this member, from age, health and where he or she lives."""
        health = member.health if isinstance(member, RetiredMember) else ""
        known = f"{health} {member.remark}"
        elsewhere = next((word for word in _ELSEWHERE if word in known), "")
        grounds = []
        if member.age is not None and member.age >= self.settings.visit_age:
            grounds.append(f"{member.age}岁（满{self.settings.visit_age}岁）")
        for word in _AT_HOME:
            if word in known and not any(word in ground for ground in grounds):
                grounds.append(word)
        if elsewhere:
            value, because = "电话", "居住在外地，用电话点评"
        elif grounds:
            value, because = "走访", "、".join(grounds) + "，上门走访点评"
        else:
            value, because = "座谈", "结合离退休党员特点，以座谈方式点评"
        age = "不详" if member.age is None else member.age
        inputs = {"age": age, "health": health or "未填写", "visit_age": self.settings.visit_age}
        return Decision("method", value, self.reason("method-for-the-retired", "R43", because, **inputs))

    def fill(self, member: Person, branch: Organisation, context: PlanContext) -> Mapping[str, object]:
        """The former post, the retirement, and the visit as far as it is recorded: a proposal is not a fact."""
        record = context.campaign.record_of(SubjectKind.MEMBER, member.id)
        values: dict[str, object] = {
            "post_line": member.post,
            "retired_line": _describe_retirement(member),
            "oral_commitment": record.oral_commitment,
            # the larger type leaves room for a month
            "joined_on": PartialDate(member.joined_on.year, member.joined_on.month) if member.joined_on else "",
        }
        visit = record.visit
        if visit is not None:
            values |= {
                "visit_method": visit.method,
                "visit_held_on": visit.held_on or "",
                "visit_place": visit.place,
                "visitors": "、".join(visit.visitors),
                "signature_mode": visit.signature,
                "proxy": visit.proxy,
            }
        return values


def _describe_retirement(member: Person) -> str:
    if not isinstance(member, RetiredMember):
        return ""
    month = member.retired_on.by_month if member.retired_on is not None else ""
    return " ".join(part for part in (month, member.retirement or ("退休" if month else "")) if part)
