"""The branch type `clinical`: a second meeting for those who are on duty during the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from pingyi import BranchType, Decision, Model, Organisation, OrgKind, Person, PlanContext, Step
from pingyi_hospital.models import ClinicalMember

MODEL = "faculty"
"""The branch type whose steps are followed."""
MEETING, SESSION = "thematic-meeting", "shift-session"


class ClinicalSettings(Model):
    """`[plugins.clinical]` in campaign.toml."""

    second_session: tuple[str, ...] = Field(default=("夜班", "轮班"), description="参加补开会议的班次")


class ClinicalBranch(BranchType):
    """Wards and clinics: the steps of a faculty branch, its meeting held once more for the other shifts."""

    NAME = "clinical"
    LABEL = "医护党支部"
    ALIASES: ClassVar[tuple[str, ...]] = ("医护", "临床", "护理")
    NAME_HINTS: ClassVar[tuple[str, ...]] = ("病区", "护理部", "临床")
    PERSON_KINDS: ClassVar[tuple[str, ...]] = ("医护人员", "临床医师", "护理人员")
    member_model = ClinicalMember
    settings_model = ClinicalSettings
    member_form = "clinical_member"

    def procedure(self, organisation: Organisation, context: PlanContext) -> tuple[Step, ...]:
        """The steps of a faculty branch with a second session after the meeting."""
        steps = context.branch_types[MODEL].procedure(organisation, context)
        return tuple(self._list_steps(steps, has_meeting=organisation.kind is not OrgKind.GENERAL_BRANCH))

    def _list_steps(self, steps: tuple[Step, ...], *, has_meeting: bool) -> Iterator[Step]:
        for step in steps:
            yield step
            if has_meeting and step.id == MEETING:
                shifts = "、".join(self.settings.second_session)
                reason = self.reason("second-session", "", f"{shifts}人员不能同时到会，另开一次", shifts=shifts)
                yield replace(
                    step,
                    id=SESSION,
                    title="补开专题组织生活会（按班次）",
                    methods=("交接班时召开",),
                    after=(MEETING,),
                    reasons=(reason, *step.reasons),
                )

    def member_steps(
        self, member: Person, steps: tuple[Step, ...], method: Decision, context: PlanContext
    ) -> tuple[Step, ...]:
        """Everybody comes to one of the two."""
        other = MEETING if self._is_second(member) else SESSION
        return tuple(step for step in steps if step.id != other)

    def method(self, member: Person, branch: Organisation, context: PlanContext) -> Decision:
        """At the meeting, or at the second one."""
        shift = _shift_of(member)
        if self._is_second(member):
            value, because = "分班次点评", f"{shift}人员在交接班时补开的会上点评"
        else:
            value, because = "会议集中点评", "在专题组织生活会上点评"
        return Decision("method", value, self.reason("method-by-shift", "", because, shift=shift or "未填写"))

    def fill(self, member: Person, branch: Organisation, context: PlanContext) -> Mapping[str, object]:
        """Ward and post in one line, and the shift."""
        ward = member.ward if isinstance(member, ClinicalMember) else ""
        line = " ".join(part for part in (ward, member.post) if part)
        return {"post_line": line, "shift": _shift_of(member)}

    def _is_second(self, member: Person) -> bool:
        return _shift_of(member) in self.settings.second_session


def _shift_of(member: Person) -> str:
    return member.shift if isinstance(member, ClinicalMember) else ""
