"""The branch type `retired_plus`: the procedure of the retired, with a visit in every quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from pingyi import BranchType, Decision, Model, Organisation, Person, PlanContext, Step, SubjectKind
from pingyi_retired_plus.models import RetiredPlusMember

MODEL = "retired"
"""The branch type whose steps are adapted."""
VISIT = "visit"
MEETINGS = ("evaluation-meeting", "thematic-meeting")
_QUARTERS = ((3, 31, "一"), (6, 30, "二"), (9, 30, "三"), (12, 31, "四"))
_ELSEWHERE = ("外地", "外省", "异地", "国外", "境外")
_AT_HOME = ("卧床", "行动不便", "住院", "独居", "不能自理")


class RetiredPlusSettings(Model):
    """`[plugins.retired_plus]` in campaign.toml."""

    visit_age: int = Field(default=75, ge=50, le=120, description="满多少岁上门走访")
    oral_age: int = Field(default=85, ge=50, le=120, description="满多少岁可以只作口头承诺")
    pairs: tuple[tuple[str, str], ...] = Field(
        default=(("支部书记", "支部委员"),), min_length=1, description="走访小组，每组两人"
    )


class RetiredPlusBranch(BranchType):
    """Visits by pairs in each quarter, telephone for those elsewhere, talks for everybody else."""

    NAME = "retired_plus"
    LABEL = "离退休党支部（季度走访）"
    ALIASES: ClassVar[tuple[str, ...]] = ("离退休走访", "季度走访")
    member_model = RetiredPlusMember
    settings_model = RetiredPlusSettings
    member_form = "retired_plus_member"

    def procedure(self, organisation: Organisation, context: PlanContext) -> tuple[Step, ...]:
        """The steps of the retired, the visit once in each quarter."""
        steps = context.branch_types[MODEL].procedure(organisation, context)
        year = context.campaign.settings.campaign.year
        return tuple(item for step in steps for item in (self._quarter(step, year) if step.id == VISIT else (step,)))

    def _quarter(self, visit: Step, year: int) -> Iterator[Step]:
        for number, (month, day, name) in enumerate(_QUARTERS, start=1):
            reason = self.reason("quarterly-visits", "", "每季度走访一次", quarter=str(number))
            due = min(dt.date(year, month, day), visit.due)
            yield replace(
                visit,
                id=f"{VISIT}-q{number}",
                title=f"第{name}季度走访",
                due=due,
                reasons=(reason, *visit.reasons),
                after=(f"{VISIT}-q{number - 1}",) if number > 1 else (),
            )

    def member_steps(
        self, member: Person, steps: tuple[Step, ...], method: Decision, context: PlanContext
    ) -> tuple[Step, ...]:
        """Visits or calls instead of the meetings, or the meetings; oral pledges for the oldest."""
        return tuple(self._list_member_steps(member, steps, method.value))

    def _list_member_steps(self, member: Person, steps: tuple[Step, ...], method: str) -> Iterator[Step]:
        for step in steps:
            is_visit = step.id.startswith(VISIT)
            if (is_visit and method == "座谈") or (step.id in MEETINGS and method != "座谈"):
                continue
            if is_visit:
                yield replace(step, methods=(method,))
            elif step.id == "pledges" and self.may_pledge_orally(member):
                reason = self.reason("oral-pledges", "", f"满{self.settings.oral_age}岁，可以只作口头承诺")
                yield replace(step, methods=("口头承诺", "书面承诺"), reasons=(*step.reasons, reason))
            else:
                yield step

    def method(self, member: Person, branch: Organisation, context: PlanContext) -> Decision:
        """Telephone elsewhere, a visit for the old and the ill, a talk for the others."""
        if self._elsewhere(member):
            value, because = "电话", "居住外地，每季度电话联系一次"
        elif self._grounds(member):
            value, because = "走访", "、".join(self._grounds(member)) + "，每季度走访一次"
        else:
            value, because = "座谈", "身体允许，参加座谈"
        age = "不详" if member.age is None else member.age
        return Decision("method", value, self.reason("method-for-the-retired", "R43", because, age=age))

    def fill(self, member: Person, branch: Organisation, context: PlanContext) -> Mapping[str, object]:
        """What is planned, and of the visit what is recorded: a plan is not a fact."""
        record = context.campaign.record_of(SubjectKind.MEMBER, member.id)
        values: dict[str, object] = {
            "post_line": member.post,
            "visit_plan": self._plan_visits(member, context),
            "oral_note": "可以口头承诺，由走访人记录" if self.may_pledge_orally(member) else "",
            "oral_commitment": record.oral_commitment,
        }
        if record.visit is not None:
            values |= {
                "visit_method": record.visit.method,
                "visit_held_on": record.visit.held_on or "",
                "visit_place": record.visit.place,
                "visitors": "、".join(record.visit.visitors),
                "signature_mode": record.visit.signature,
                "proxy": record.visit.proxy,
            }
        return values

    def is_visited(self, member: Person) -> bool:
        """Whether somebody goes there."""
        return bool(self._grounds(member)) and not self._elsewhere(member)

    def may_pledge_orally(self, member: Person) -> bool:
        """Whether an oral pledge is enough."""
        return member.age is not None and member.age >= self.settings.oral_age

    def pair_of(self, member: Person, context: PlanContext) -> tuple[str, str]:
        """The pair that visits a member: the pairs of the settings in turn, never with the member in it."""
        members = sorted(item.id for item in context.campaign.members_of(member.branch_id))
        turn = members.index(member.id) if member.id in members else 0
        pairs: tuple[tuple[str, str], ...] = self.settings.pairs
        ordered = [pairs[(turn + offset) % len(pairs)] for offset in range(len(pairs))]
        return next((pair for pair in ordered if member.name not in pair), ordered[0])

    def _plan_visits(self, member: Person, context: PlanContext) -> str:
        if self._elsewhere(member):
            return "每季度电话联系一次"
        if self.is_visited(member):
            return "每季度一次，走访人：" + "、".join(self.pair_of(member, context))
        return ""

    def _grounds(self, member: Person) -> list[str]:
        grounds = []
        if member.age is not None and member.age >= self.settings.visit_age:
            grounds.append(f"{member.age}岁（满{self.settings.visit_age}岁）")
        health = member.health if isinstance(member, RetiredPlusMember) else ""
        return grounds + [word for word in _AT_HOME if word in f"{health} {member.remark}"]

    def _elsewhere(self, member: Person) -> bool:
        health = member.health if isinstance(member, RetiredPlusMember) else ""
        return any(word in f"{health} {member.remark}" for word in _ELSEWHERE)
