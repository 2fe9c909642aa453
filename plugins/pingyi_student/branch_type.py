"""The student branch type."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import ClassVar

from pingyi import BranchType, Decision, Organisation, Person, PlanContext, Step
from pingyi_student.models import StudentMember

MODEL = "faculty"
"""The branch type whose steps students follow (R41)."""


class StudentBranch(BranchType):
    """Students of all degrees: same deadlines, same aspects, same steps as faculty; 100 % coverage (R40-R42)."""

    NAME = "student"
    LABEL = "学生党支部"
    ALIASES: ClassVar[tuple[str, ...]] = (
        "学生", "本科", "本科生", "研究生", "硕士", "硕士生", "博士", "博士生", "本科生党支部", "研究生党支部",
        "硕士生党支部", "博士生党支部", "硕博混合党支部", "本硕博混合党支部", "硕博研究生党支部",
        "本科生辅导员纵向党支部", "研究生导师纵向党支部",
    )  # fmt: skip
    NAME_HINTS: ClassVar[tuple[str, ...]] = (
        "学生第", "学生党支部", "本科", "硕士", "博士", "硕博", "研究生第", "研究生党支部", "级第",
    )  # fmt: skip
    PERSON_KINDS: ClassVar[tuple[str, ...]] = (
        "学生", "在校学生", "本科生", "专科生", "研究生", "硕士生", "硕士研究生", "博士生", "博士研究生",
        "全日制学生",
    )  # fmt: skip
    METHODS: ClassVar[tuple[str, ...]] = ("会议集中点评", "现场点评", "个别点评", "随机点评")
    INPUT_LABELS: ClassVar[Mapping[str, str]] = {"follows": "参照类型"}
    FULL_COVERAGE = True
    member_model = StudentMember
    member_form = "student_member"

    def procedure(self, organisation: Organisation, context: PlanContext) -> tuple[Step, ...]:
        """The steps of a faculty branch, as they are (R41)."""
        return context.require_type(MODEL, self).procedure(organisation, context)

    def member_steps(
        self, member: Person, steps: tuple[Step, ...], method: Decision, context: PlanContext
    ) -> tuple[Step, ...]:
        """The steps a faculty member would have (R41)."""
        return context.require_type(MODEL, self).member_steps(member, steps, method, context)

    def method(self, member: Person, branch: Organisation, context: PlanContext) -> Decision:
        """At the thematic branch meeting, as faculty members (R41)."""
        return self._as_faculty

    @functools.cached_property
    def _as_faculty(self) -> Decision:
        because = "按教工党支部的步骤和要求，在专题组织生活会上点评，确保每名学生党员都被点评"
        return Decision("method", "会议集中点评", self.reason("same-as-faculty", "R41", because, follows=MODEL))

    def fill(self, member: Person, branch: Organisation, context: PlanContext) -> Mapping[str, object]:
        """Class and post in one line; the student number has a cell of its own."""
        if not isinstance(member, StudentMember):
            return {"post_line": member.post, "student_no": member.person_no}
        year = member.grade_year
        return {
            "post_line": " ".join(part for part in (member.class_name, member.post) if part),
            "student_no": member.person_no,
            "degree_level": member.degree_level or member.person_kind,
            "grade_year": f"{year}级" if year.isdecimal() else year,
            "graduates_on": member.graduates_on or "",
        }
