"""What stands on the three official forms: one model per form, each field with its printed label.

A form is rendered from its model and, when it comes back filled, is read into the same model.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pingyi.model.config.settings import Copy
from pingyi.model.fields.base import SHARED, Cell, Model, list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.review.procedure import SubjectKind


class AspectText(Model):
    """One aspect of a self-summary: `number` is the Chinese ordinal printed before the title."""

    id: Annotated[str, SHARED]
    number: Annotated[str, SHARED]
    title: Annotated[str, SHARED]
    text: str = ""


class FormData(Model):
    """What every form can print."""

    institution: Annotated[str, Cell("学校名称", public=True, frame=True), SHARED] = ""
    activity: Annotated[str, Cell("活动名称", public=True, frame=True), SHARED] = ""
    year: Annotated[int, Cell("年度", public=True, frame=True), SHARED] = 0
    doc_number: Annotated[str, Cell("发文字号", public=True, frame=True), SHARED] = ""
    code: Annotated[str, Cell("编号", public=True, frame=True)] = ""

    def for_copy(self, copy: Copy) -> Self:
        """Return what one copy shows: an allow-list; a field that is not on it takes its empty value (R54, Q8).

        The frame of the form, which says nothing of anybody, stands on every copy.
        """
        if copy.shows == "all":
            return self
        fields = type(self).model_fields
        hidden, shortened = _list_hidden(type(self), copy.shows)
        changes: dict[str, object] = {name: fields[name].get_default(call_default_factory=True) for name in hidden}
        for name in shortened:
            value = getattr(self, name)
            if isinstance(value, PartialDate):
                changes[name] = f"{value.year}年"
        return self.model_copy(update=changes)


@functools.cache
def _list_hidden(
    model: type[FormData], shows: Literal["public"] | tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields that a copy leaves empty, and those of which it shows the year alone."""
    cells = list_cells(model)
    bases = [list_cells(base) for base in model.__mro__ if issubclass(base, FormData)]
    hidden, shortened = [], []
    for name in model.model_fields:
        cell = cells.get(name)
        if any(name in base and base[name].frame for base in bases):
            continue
        if not ((cell is not None and cell.public) if shows == "public" else name in shows):
            hidden.append(name)
        elif cell is not None and cell.public == "year":
            shortened.append(name)
    return tuple(hidden), tuple(shortened)


class OrganisationForm(FormData):
    """Form 1, 基层党组织开展…领导点评登记表: an organisation and its secretary (R13, R17, R30, Q5)."""

    org_name: Annotated[str, Cell("党组织名称", public=True, marked=True)] = ""
    org_kind: Annotated[str, Cell("党组织类别", public=True, marked=True), SHARED] = ""
    branch_type: Annotated[str, Cell("支部类型", public=True, marked=True), SHARED] = ""
    secretary_name: Annotated[str, Cell("书记姓名", public=True, marked=True)] = ""
    member_total: Annotated[int | None, Cell("党员总数", public=True, marked=True)] = None
    probationary_total: Annotated[int | None, Cell("其中预备党员", public=True, marked=True)] = None
    parent_org: Annotated[str, Cell("上级党组织", public=True, marked=True)] = ""
    contact_leader: Annotated[str, Cell("分管（联系）校领导", public=True, marked=True)] = ""
    self_summary: Annotated[tuple[AspectText, ...], Cell("开展活动情况总结", fill=True, budget=1000, public=True)] = ()
    self_summary_note: Annotated[str, Cell("总结要求", public=True, frame=True), SHARED] = (
        "对照点评内容逐项总结，共1000字以内"
    )
    comment_on_org: Annotated[str, Cell("领导点评：对党组织", fill=True, budget=500, public=True)] = ""
    comment_on_secretary: Annotated[str, Cell("领导点评：对书记", fill=True, budget=300, public=True)] = ""
    method: Annotated[str, Cell("点评方式", fill=True, public=True), SHARED] = ""
    held_on: Annotated[PartialDate | str, Cell("点评时间", fill=True, public=True)] = ""
    place: Annotated[str, Cell("点评地点", fill=True, public=True)] = ""
    reviewers: Annotated[str, Cell("点评人", public=True)] = ""
    evaluation_result: Annotated[str, Cell("集中评议结果", fill=True, budget=80, public=True)] = ""
    rectification: Annotated[str, Cell("整改措施及努力方向", fill=True, budget=150, public=True)] = ""
    follow_up: Annotated[str, Cell("落实情况", fill=True, budget=80, public=True)] = ""
    next_commitments: Annotated[tuple[str, ...], Cell("新年度公开承诺", fill=True, budget=150, public=True)] = ()
    remark: Annotated[str, Cell("备注", fill=True, budget=40)] = ""


class MemberForm(FormData):
    """Form 2, 党员在…中接受领导点评登记表: one member, in three copies (R14, R17, R30, R54)."""

    name: Annotated[str, Cell("姓名", public=True)] = ""
    sex: Annotated[str, Cell("性别", public=True, marked=True), SHARED] = ""
    birth: Annotated[PartialDate | str, Cell("出生年月", public="year", marked=True)] = ""
    ethnicity: Annotated[str, Cell("民族", public=True, marked=True)] = ""
    joined_on: Annotated[PartialDate | str, Cell("入党时间", public=True, marked=True)] = ""
    membership: Annotated[str, Cell("人员类别", public=True, marked=True), SHARED] = ""
    branch_name: Annotated[str, Cell("所在党支部", public=True, marked=True)] = ""
    post_line_label: Annotated[str, Cell("单位职务栏名称", public=True, frame=True), SHARED] = "所在单位及职务（职称）"
    post_line: Annotated[str, Cell("所在单位及职务", public=True, marked=True)] = ""
    self_summary: Annotated[tuple[AspectText, ...], Cell("个人总结", fill=True, budget=800, public=True)] = ()
    self_summary_note: Annotated[str, Cell("总结要求", public=True, frame=True), SHARED] = (
        "对照点评内容逐项总结，共800字以内"
    )
    first_reviewer: Annotated[str, Cell("第一点评人", public=True, frame=True), SHARED] = "党支部书记"
    comment_secretary: Annotated[str, Cell("领导点评：党支部书记", fill=True, budget=300, public=True)] = ""
    second_reviewer: Annotated[str, Cell("第二点评人", public=True, frame=True), SHARED] = ""
    """Empty where nobody else comments, as in a directly affiliated branch (Q3): the form then has no such row."""
    comment_committee: Annotated[str, Cell("领导点评：党总支委员", fill=True, budget=300, public=True)] = ""
    grade: Annotated[str, Cell("民主评议等次", fill=True, public=True)] = ""
    rectification: Annotated[str, Cell("整改措施及努力方向", fill=True, budget=150, public=True)] = ""
    follow_up: Annotated[str, Cell("落实情况", fill=True, budget=80, public=True)] = ""
    next_commitments: Annotated[tuple[str, ...], Cell("新年度公开承诺", fill=True, budget=150, public=True)] = ()
    copy_label: Annotated[str, Cell("存留", public=True, frame=True), SHARED] = ""
    copies_note: Annotated[str, Cell("份数说明", public=True, frame=True), SHARED] = ""


class BallotItem(Model):
    """One line of a ballot: an aspect of an organisation, or a member."""

    number: int
    text: str
    note: str = ""

    @property
    def line(self) -> str:
        """Text and note as one text: entry sheets print it, and votes are counted by it."""
        return f"{self.text}（{self.note}）" if self.note else self.text


class BallotForm(FormData):
    """Form 3, 基层党组织…集中评议表, anonymous: nothing on it can tell who filled it (R22, R53, Q2)."""

    subject: Annotated[str, Cell("评议对象", public=True)] = ""
    items: Annotated[tuple[BallotItem, ...], Cell("评议内容", public=True)] = ()
    grades: Annotated[tuple[str, ...], Cell("评议等级", public=True)] = ()
    voter_categories: Annotated[tuple[str, ...], Cell("评议人身份", public=True)] = ()
    remarks: Annotated[str, Cell("意见和建议", fill=True, public=True)] = ""


class OrganisationBallot(BallotForm):
    """Form 3 as items by grades, for one organisation."""


class MemberBallot(BallotForm):
    """Form 3 as people by grades, for the members of one branch; probationary members are not graded."""


@dataclass(frozen=True, slots=True)
class Form:
    """A Word template and what goes into it.

    Attributes:
        id: unique name, such as `member`.
        title: the official title without the institution's name (R55); `{activity}` stands for the campaign's activity.
        label: a short name for file names and listings.
        template: where the template is: `package:file.docx`.
        data: the model it prints.
        copies: ids of the copies that are made of it; empty for a paper that is handed out and not kept.
        step: id of the step it belongs to, for a form that is made only where it is asked for by name: whoever has
            the step can have the form.
        subjects: who gets it with that step.
    """

    id: str
    title: str
    label: str
    template: str
    data: type[FormData]
    copies: tuple[str, ...] = ()
    step: str = ""
    subjects: tuple[SubjectKind, ...] = ()

    @property
    def file_name(self) -> str:
        """File name of the template, the name under which a campaign can replace it."""
        return self.template.partition(":")[2]
