"""The two branch types of people at work."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import ClassVar

from pingyi import BranchType, Decision, Organisation, OrgKind, Person, PlanContext, Settings, Step
from pingyi_faculty.steps import ORGANISATION_METHODS, list_member_steps, list_steps


class FacultyBranch(BranchType):
    """Teaching and other staff: the full procedure, which other types follow (R41)."""

    NAME = "faculty"
    LABEL = "教职工党支部"
    ALIASES: ClassVar[tuple[str, ...]] = (
        "教工", "教职工", "教师", "教工党支部", "教师党支部", "在职教职工", "在职教工", "在职教职工党支部", "在职",
        "专任教师", "非专任教师",
    )  # fmt: skip
    NAME_HINTS: ClassVar[tuple[str, ...]] = ("教工", "教职工", "教师", "教研室", "教学部", "实验室", "实验中心")
    PERSON_KINDS: ClassVar[tuple[str, ...]] = (
        "在职教职工", "在职教工", "在职", "教职工", "教工", "专任教师", "非专任教师", "教师", "在编", "事业编制",
        "人事代理",
    )  # fmt: skip

    METHODS: ClassVar[tuple[str, ...]] = ORGANISATION_METHODS
    INPUT_LABELS: ClassVar[Mapping[str, str]] = {"service_windows": "窗口单位"}

    _last_member_steps: tuple[tuple[Step, ...], tuple[Step, ...]] = ((), ())
    _last_steps: tuple[Settings | None, dict[str, tuple[Step, ...]]] = (None, {})
    """The steps of ordinary branches by their branch type, and the settings these were made from."""

    def procedure(self, organisation: Organisation, context: PlanContext) -> tuple[Step, ...]:
        """The steps of the notice for one branch or general branch (R15-R39, R44, R45)."""
        usual = organisation.kind is OrgKind.BRANCH and not organisation.service_window
        if not usual or type(self).reason is not BranchType.reason:
            return list_steps(self, organisation, context)
        # what names neither leaders nor service windows depends on the settings alone: such branches share their steps
        settings, known = self._last_steps
        if settings is not context.campaign.settings:
            known = {}
            self._last_steps = (context.campaign.settings, known)
        answer = known.get(organisation.branch_type)
        if answer is None:
            answer = known[organisation.branch_type] = list_steps(self, organisation, context)
        return answer

    def member_steps(
        self, member: Person, steps: tuple[Step, ...], method: Decision, context: PlanContext
    ) -> tuple[Step, ...]:
        """Leave out what concerns the organisation alone; the members of a branch share the answer."""
        given, answer = self._last_member_steps
        if given is not steps:
            answer = list_member_steps(steps)
            self._last_member_steps = (steps, answer)
        return answer

    def method(self, member: Person, branch: Organisation, context: PlanContext) -> Decision:
        """At the thematic branch meeting (R28)."""
        return self._at_meeting

    @functools.cached_property
    def _at_meeting(self) -> Decision:
        because = "在专题组织生活会上对每名党员进行点评"
        return Decision("method", "会议集中点评", self.reason("member-review-at-thematic-meeting", "R28", because))

    def fill(self, member: Person, branch: Organisation, context: PlanContext) -> Mapping[str, object]:
        """Unit and post, or the Party posts where the roster has no other."""
        return {"post_line": member.post or "、".join(member.party_posts)}


class AdminBranch(FacultyBranch):
    """Offices, libraries, logistics and other service units: the same steps, pledges tied to better service (R39)."""

    NAME = "admin"
    LABEL = "机关教辅后勤党支部"
    ALIASES: ClassVar[tuple[str, ...]] = (
        "机关", "行政", "教辅", "后勤", "窗口", "产业", "机关党支部", "行政党支部", "教辅党支部", "后勤党支部",
        "机关行政", "机关教辅", "机关后勤", "机关行政产业后勤教工党支部", "管理服务", "直属单位",
    )  # fmt: skip
    NAME_HINTS: ClassVar[tuple[str, ...]] = (
        "机关",
        "行政",
        "教辅",
        "后勤",
        "图书馆",
        "产业",
        "财务",
        "处党支部",
        "办公室",
    )
    PERSON_KINDS: ClassVar[tuple[str, ...]] = ()
