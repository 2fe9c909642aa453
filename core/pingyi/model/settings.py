"""The settings of a campaign (`campaign.toml`), with the governing notice's own campaign as default values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from pingyi.model.base import Model


class Aspect(Model):
    """One point of view of a review (R13, R14)."""

    id: str
    title: str


class CampaignInfo(Model):
    """What the campaign is and where it comes from (R1, R2, R10-R12)."""

    id: str = Field(default="chuangxian_zhengyou", min_length=1)
    activity: str = "创先争优活动"
    title: str = "关于在创先争优活动中开展领导点评工作的实施意见"
    institution: str = ""
    """Full name as printed on the forms; empty: taken from the name of the committee at the root of the roster."""
    doc_number: str = "津职师大党组发〔2010〕18号"
    basis: tuple[str, ...] = ("《关于在创先争优活动中认真做好领导点评工作的指导意见》",)
    year: int = Field(default=2010, ge=1949, le=2100)
    theme: str = "学习贯彻党的十七届五中全会精神"
    goals: tuple[str, ...] = ("推动科学发展", "促进校园和谐", "服务人民群众", "加强基层组织")
    emphasis: tuple[str, ...] = (
        "履行职责",
        "兑现承诺",
        "发挥作用",
        "创建“五个好”先进基层党组织",
        "争当“五带头”优秀共产党员",
    )


class Aspects(Model):
    """Six aspects for organisations and their secretaries (R13), four for members (R14)."""

    organisation: tuple[Aspect, ...] = (
        Aspect(id="leadership", title="组织领导本单位开展创先争优活动情况"),
        Aspect(id="key_tasks", title="推动中心工作和重点任务完成情况"),
        Aspect(id="commitments", title="公开承诺践诺情况"),
        Aspect(id="service", title="服务群众解决问题情况"),
        Aspect(id="team", title="加强班子和队伍建设情况"),
        Aspect(id="joint_building", title="党群共建创先争优情况"),
    )
    member: tuple[Aspect, ...] = (
        Aspect(id="participation", title="参加创先争优活动情况"),
        Aspect(id="own_post", title="立足本岗创先争优情况"),
        Aspect(id="commitments", title="公开承诺践诺情况"),
        Aspect(id="service", title="联系和服务师生情况"),
    )

    @field_validator("organisation", "member")
    @classmethod
    def _check_unique(cls, value: tuple[Aspect, ...]) -> tuple[Aspect, ...]:
        ids = [aspect.id for aspect in value]
        if not ids or len(set(ids)) != len(ids):
            raise ValueError("ids must be unique, and there must be at least one")
        return value


class Grades(Model):
    """Grade scales, best first (Q1): of the ballots on organisations and on members, and of the branch's verdict."""

    organisation: tuple[str, ...] = Field(default=("好", "较好", "一般", "差"), min_length=2)
    member: tuple[str, ...] = Field(default=("好", "较好", "一般", "差"), min_length=2)
    verdict: tuple[str, ...] = Field(default=("优秀", "合格", "基本合格", "不合格"), min_length=2)


class Deadlines(Model):
    """Last days (R44, R45); Q6 says whether the named day itself still counts."""

    review: dt.date = dt.date(2011, 1, 13)
    report: dt.date = dt.date(2011, 1, 15)
    deadlines_inclusive: bool = True
    steps: Mapping[str, dt.date] = Field(default_factory=dict)
    """Earlier last days for single steps, by step id."""

    @model_validator(mode="after")
    def _check_order(self) -> Deadlines:
        if self.report < self.review:
            raise ValueError("report is before review")
        return self

    def last_day(self, step: str, *, reporting: bool = False) -> dt.date:
        """The last day on which `step` may be done: its own date, else the one of the review or the report."""
        day = self.steps.get(step) or (self.report if reporting else self.review)
        return day if self.deadlines_inclusive else day - dt.timedelta(days=1)


class Assignments(Model):
    """How the notice's open questions on reviewers are answered (Q3, Q7)."""

    committee_comments: Literal["one", "all"] = "one"
    direct_branch_second_reviewer: Literal["none", "branch_committee"] = "none"


class Copy(Model):
    """One of the copies of a form (R54).

    Attributes:
        label: who keeps it, as printed on the form.
        shows: `all`, or `public` for the fields that may be posted (Q8), or the names of the fields to show.
    """

    label: str
    shows: Literal["all", "public"] | tuple[str, ...] = "all"


class FormSettings(Model):
    """How forms are filled and named."""

    empty: str = "—"
    """What stands in a cell whose value is known to be empty: 无, — or nothing."""
    name_pattern: str = "{no}_{name}_{form}_{copy}"
    budgets: Mapping[str, int] = Field(default_factory=dict)
    """Other character limits for fields that people fill, by field name."""
    over_budget: Literal["error", "warning"] = "warning"


class RosterSettings(Model):
    """Where the roster is and what its unusual headers mean."""

    file: str = "花名册.xlsx"
    columns: Mapping[str, str] = Field(default_factory=dict)
    """Field name by header, for headers that are not recognised; an empty name leaves the column out."""
    minimum_age_at_joining: int = 18


class BranchTypeSettings(Model):
    """Which branch is of which type where neither roster nor name says it."""

    default: str = "faculty"
    assign: Mapping[str, str] = Field(default_factory=dict)


class Exemption(Model):
    """A member who is not reviewed, never without a reason and an approver (Q9)."""

    person: str = Field(min_length=1)
    """Name or person number; where two share the name, the number."""
    reason: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)


class Settings(Model):
    """The whole of `campaign.toml`."""

    campaign: CampaignInfo = CampaignInfo()
    aspects: Aspects = Aspects()
    grades: Grades = Grades()
    deadlines: Deadlines = Deadlines()
    assignments: Assignments = Assignments()
    copies: Mapping[str, Copy] = Field(
        default_factory=lambda: {
            "self": Copy(label="本人存"),
            "organisation": Copy(label="党组织存"),
            "public": Copy(label="公示", shows="public"),
        }
    )
    forms: FormSettings = FormSettings()
    roster: RosterSettings = RosterSettings()
    branch_types: BranchTypeSettings = BranchTypeSettings()
    exemptions: tuple[Exemption, ...] = ()
    plugins: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)
    """One table per branch type, checked against its own `settings_model`."""
