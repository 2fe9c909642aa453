"""The settings of a campaign (`campaign.toml`), with the governing notice's own campaign as default values."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from pingyi.model.config.rule import Rule
from pingyi.model.config.tally import TallySettings
from pingyi.model.fields.base import Model
from pingyi.model.fields.values import Day, FilledText, Text
from pingyi.texts import translate as _

NAME_FIELDS = ("no", "name", "form", "copy", "branch")
"""What `forms.name_pattern` may name."""


def _check_distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    _refuse_repeated(values)
    if not all(value.strip() for value in values):
        raise ValueError(_("has an empty name"))
    return values


def _refuse_repeated(values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(_("has “{value}” twice").format(value=value))
        seen.add(value)


Scale = Annotated[tuple[FilledText, ...], Field(min_length=2), AfterValidator(_check_distinct)]
"""Grades, best first."""
Id = Annotated[str, Field(pattern=r"^[^\W\d]\w{0,21}$")]
"""A short name of letters, digits and underscores: Word allows a bookmark no other signs, and 40 of them."""


class Aspect(Model):
    """One point of view of a review (R13, R14)."""

    id: Id
    title: FilledText


class CampaignInfo(Model):
    """What the campaign is and where it comes from (R1, R2, R10-R12)."""

    id: str = Field(default="chuangxian_zhengyou", pattern=r"^[\w-]{1,40}$")
    """Part of every document's identity: returned files of another campaign are told apart by it."""
    activity: FilledText = "创先争优活动"
    title: Text = "关于在创先争优活动中开展领导点评工作的实施意见"
    institution: Text = ""
    """Full name as printed on the forms; empty: taken from the name of the committee at the root of the roster."""
    doc_number: Text = "津职师大党组发〔2010〕18号"
    basis: tuple[Text, ...] = ("《关于在创先争优活动中认真做好领导点评工作的指导意见》",)
    year: int = Field(default=2010, ge=1949, le=2100)
    theme: Text = "学习贯彻党的十七届五中全会精神"
    goals: tuple[Text, ...] = ("推动科学发展", "促进校园和谐", "服务人民群众", "加强基层组织")
    emphasis: tuple[Text, ...] = (
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
        if not value:
            raise ValueError(_("needs at least one aspect"))
        _refuse_repeated(aspect.id for aspect in value)
        _refuse_repeated(aspect.title for aspect in value)
        return value


class Grades(Model):
    """Grade scales, best first (Q1): of the ballots on organisations and on members, and of the branch's verdict."""

    organisation: Scale = ("好", "较好", "一般", "差")
    member: Scale = ("好", "较好", "一般", "差")
    verdict: Scale = ("优秀", "合格", "基本合格", "不合格")


class Deadlines(Model):
    """Last days (R44, R45); Q6 says whether the named day itself still counts."""

    review: Day = dt.date(2011, 1, 13)
    report: Day = dt.date(2011, 1, 15)
    deadlines_inclusive: bool = True
    steps: Mapping[str, Day] = Field(default_factory=dict)
    """Earlier last days for single steps, by step id."""

    @field_validator("report")
    @classmethod
    def _check_order(cls, value: dt.date, info: ValidationInfo) -> dt.date:
        review = info.data.get("review")
        if review is not None and value < review:
            raise ValueError(_("is before the last day of the review, {day}").format(day=review.isoformat()))
        return value

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

    label: FilledText
    shows: Literal["all", "public"] | tuple[str, ...] = "all"

    @field_validator("shows", mode="before")
    @classmethod
    def _check_shows(cls, value: object) -> object:
        # checked before the union, which would report one mistake once for each of its halves
        is_names = isinstance(value, list | tuple) and value and all(isinstance(item, str) for item in value)
        if value not in ("all", "public") and not is_names:
            raise ValueError(_('must be "all", "public" or a list of field names'))
        return value


DEFAULT_COPIES: Mapping[str, Copy] = {
    "self": Copy(label="本人存"),
    "organisation": Copy(label="党组织存"),
    "public": Copy(label="公示", shows="public"),
}


class FormSettings(Model):
    """How forms are filled and named."""

    empty: Text = Field(default="—", max_length=10)
    """What stands in a cell whose value is known to be empty: 无, — or nothing."""
    name_pattern: Text = "{no}_{name}_{form}_{copy}"
    budgets: Mapping[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    """Other character limits for fields that people fill, by field name."""
    over_budget: Literal["error", "warning"] = "warning"

    @field_validator("name_pattern")
    @classmethod
    def _check_pattern(cls, value: str) -> str:
        try:
            parts = list(string.Formatter().parse(value))
        except ValueError:
            raise ValueError(_("has an opening or closing brace without its partner")) from None
        known = " ".join(f"{{{field}}}" for field in NAME_FIELDS)
        fields = [field for _text, field, _spec, _conversion in parts if field is not None]
        plain = all(not spec and not conversion for _text, _field, spec, conversion in parts)
        unknown = [field for field in fields if field not in NAME_FIELDS]
        if unknown or not plain:
            raise ValueError(_("has {{{wrong}}}; known are {known}").format(wrong=", ".join(unknown), known=known))
        if not {"no", "name"} & set(fields):
            raise ValueError(_("must name the person: {no} or {name}"))
        return value


class PackSettings(Model):
    """What the packs for branch secretaries hold."""

    private_columns: bool = False
    """Whether their rosters have id number, birth date and telephone."""


class RosterSettings(Model):
    """Where the roster is and what its unusual headers mean."""

    file: FilledText = "花名册.xlsx"
    columns: Mapping[str, str] = Field(default_factory=dict)
    """Field name by header, for headers that are not recognised; an empty name leaves the column out."""
    minimum_age_at_joining: int = Field(default=18, ge=0, le=60)


class BranchTypeSettings(Model):
    """Which branch is of which type where neither roster nor name says it."""

    default: FilledText = "faculty"
    assign: Mapping[str, str] = Field(default_factory=dict)
    """Branch type by name of branch or general branch."""


class Exemption(Model):
    """A member who is not reviewed, never without a reason and an approver (Q9)."""

    person: FilledText
    """Name or person number; where two share the name, the number."""
    reason: FilledText
    approved_by: FilledText


class ReportSettings(Model):
    """What the notice of results and the report upward say beside the counts (R33, R45, R52, R56)."""

    signed_by: Text = ""
    """Who signs; empty: the committee at the root of the roster."""
    issued_by: Text = ""
    """The office named in the last lines, such as `党委办公室`; empty: the one who signs."""
    copies_to: tuple[FilledText, ...] = ("党委常委", "校领导")
    notice_number: Text = ""
    report_number: Text = ""
    superior: Text = ""
    """Whom the report goes to; empty: the line is left for the pen."""
    notice_methods: tuple[FilledText, ...] = ("会议通报", "公示栏")
    notice_scope: Text = "全校师生"
    exemplars: tuple[FilledText, ...] = ()
    """People and organisations to be held up as examples, by name."""
    experiences: tuple[FilledText, ...] = ()
    common_problems: tuple[FilledText, ...] = ()
    demands: tuple[FilledText, ...] = ()
    strokes: Mapping[str, Annotated[str, Field(pattern=r"^[1-5]{1,64}$")]] = Field(default_factory=dict)
    """Strokes of rare characters for name lists, as digits 1 to 5 for 横竖撇点折, by character."""


class Settings(Model):
    """The whole of `campaign.toml`."""

    campaign: CampaignInfo = CampaignInfo()
    aspects: Aspects = Aspects()
    grades: Grades = Grades()
    tally: TallySettings = TallySettings()
    deadlines: Deadlines = Deadlines()
    assignments: Assignments = Assignments()
    copies: Mapping[str, Copy] = Field(default_factory=lambda: dict(DEFAULT_COPIES))
    forms: FormSettings = FormSettings()
    packs: PackSettings = PackSettings()
    roster: RosterSettings = RosterSettings()
    branch_types: BranchTypeSettings = BranchTypeSettings()
    report: ReportSettings = ReportSettings()
    exemptions: tuple[Exemption, ...] = ()
    rules: tuple[Rule, ...] = ()
    """Rules of one's own, checked against the branch types when the campaign is opened."""
    plugins: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)
    """One table per branch type, checked against its own `settings_model`."""

    @field_validator("copies", mode="before")
    @classmethod
    def _complete_copies(cls, value: object) -> object:
        """Whoever changes one copy need not repeat the others."""
        if not isinstance(value, Mapping):
            return value
        merged: dict[str, object] = {**DEFAULT_COPIES, **value}
        for name, table in value.items():
            default = DEFAULT_COPIES.get(name)
            if default is not None and isinstance(table, Mapping):
                merged[name] = {"label": default.label, "shows": default.shows, **table}
        return merged

    @field_validator("tally")
    @classmethod
    def _check_tally(cls, value: TallySettings, info: ValidationInfo) -> TallySettings:
        grades: Grades | None = info.data.get("grades")
        unknown = list(value.list_unknown(grades.model_dump())) if grades is not None else []
        if unknown:
            raise ValueError(_("does not fit the grades under [grades]: {words}").format(words="; ".join(unknown)))
        return value

    @field_validator("exemptions")
    @classmethod
    def _check_exemptions(cls, value: tuple[Exemption, ...]) -> tuple[Exemption, ...]:
        _refuse_repeated(exemption.person for exemption in value)
        return value
