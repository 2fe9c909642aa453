"""What a roster says about the retired, and what their variant of form 2 prints."""

from __future__ import annotations

from typing import Annotated

from pydantic import field_validator

from pingyi import AspectText, Cell, Column, FormData, MemberForm, PartialDate, Person

METHODS = ("走访", "慰问", "座谈", "电话", "书面", "送学上门", "委托")
"""How a retired member may be met (R43): an open list, these are printed for ticking."""
HEALTH = ("良好", "一般", "较差", "行动不便", "卧床", "生活不能自理", "住院", "独居", "外地居住")


class RetiredMember(Person):
    """A retired member: 离休 and 退休 are two different statuses."""

    retired_on: Annotated[
        PartialDate | None,
        Column(
            "退休时间", "离退休时间", "离休时间", "退休日期", "离退休日期", "退休年月", "离退休年月", example="2005.03"
        ),
    ] = None
    retirement: Annotated[str, Column("离休/退休", "离休或退休", "离退休类别", "是否离休", values=("离休", "退休"))] = (
        ""
    )
    is_retired: Annotated[str, Column("是否退休", "是否离退休", values=("是", "否"))] = ""
    health: Annotated[str, Column("身体状况", "健康状况", "身体情况", "健康情况", values=HEALTH)] = ""
    address: Annotated[str, Column("住址", "家庭住址", "现居住地", "家庭地址", "居住地址", "现住址", private=True)] = ""
    contact: Annotated[str, Column("联系人", "指定联系人", "联络人", "联系党员", private=True)] = ""

    @field_validator("retirement", mode="before")
    @classmethod
    def _read_yes_no(cls, value: object) -> object:
        """The column 是否离休 answers with 是 or 否."""
        return {"是": "离休", "否": "退休"}.get(value, value) if isinstance(value, str) else value


class RetiredMemberForm(MemberForm):
    """Form 2 for the retired: a row on the visit, how the paper was signed, and shorter texts for its larger type."""

    post_line_label: Annotated[str, Cell("单位职务栏名称", public=True)] = "原单位及职务"
    retired_line: Annotated[str, Cell("退休时间", public=True, marked=True)] = ""
    visit_choices: Annotated[tuple[str, ...], Cell("可选点评方式", public=True)] = METHODS
    visit_method: Annotated[str, Cell("点评方式", fill=True, public=True)] = ""
    visit_held_on: Annotated[PartialDate | str, Cell("点评时间", fill=True, public=True)] = ""
    visit_place: Annotated[str, Cell("点评地点", fill=True)] = ""
    visitors: Annotated[str, Cell("走访人", fill=True, public=True)] = ""
    signature_mode: Annotated[str, Cell("签名方式", fill=True)] = ""
    proxy: Annotated[str, Cell("代签人", fill=True)] = ""
    self_summary: Annotated[tuple[AspectText, ...], Cell("个人总结", fill=True, budget=500, public=True)] = ()
    self_summary_note: Annotated[str, Cell("总结要求", public=True)] = "对照点评内容逐项总结，共500字以内"
    comment_secretary: Annotated[str, Cell("领导点评：党支部书记", fill=True, budget=200, public=True)] = ""
    comment_committee: Annotated[str, Cell("领导点评：党总支委员", fill=True, budget=200, public=True)] = ""
    rectification: Annotated[str, Cell("整改措施及努力方向", fill=True, budget=100, public=True)] = ""
    follow_up: Annotated[str, Cell("落实情况", fill=True, budget=50, public=True)] = ""
    next_commitments: Annotated[tuple[str, ...], Cell("新年度公开承诺", fill=True, budget=100, public=True)] = ()
    oral_commitment: Annotated[bool, Cell("口头承诺", public=True)] = False


class RetiredVisitForm(RetiredMemberForm):
    """The variant for visits, with the number of visitors that a rule asks for; they sign it."""

    visitors_needed: Annotated[int | None, Cell("走访人数", public=True)] = None


class VisitRecord(FormData):
    """What the visitors write down: how and when, by whom, what was said and dictated, who signed (R43)."""

    name: Annotated[str, Cell("姓名")] = ""
    age: Annotated[str, Cell("年龄", marked=True)] = ""
    health: Annotated[str, Cell("身体状况", marked=True)] = ""
    phone: Annotated[str, Cell("联系电话", marked=True)] = ""
    address: Annotated[str, Cell("住址", marked=True)] = ""
    branch_name: Annotated[str, Cell("所在党支部", marked=True)] = ""
    visit_choices: Annotated[tuple[str, ...], Cell("可选点评方式")] = METHODS
    visit_method: Annotated[str, Cell("点评方式", fill=True)] = ""
    visit_held_on: Annotated[PartialDate | str, Cell("时间", fill=True)] = ""
    visit_place: Annotated[str, Cell("地点", fill=True)] = ""
    visitors: Annotated[str, Cell("走访人", fill=True)] = ""
    recorder: Annotated[str, Cell("记录人", fill=True)] = ""
    self_summary: Annotated[tuple[AspectText, ...], Cell("本人总结", fill=True, budget=300)] = ()
    visit_notes: Annotated[str, Cell("谈话要点", fill=True, budget=200)] = ""
    opinions: Annotated[str, Cell("意见建议和困难", fill=True, budget=100)] = ""
    next_commitments: Annotated[tuple[str, ...], Cell("新年度公开承诺", fill=True, budget=100)] = ()
    oral_commitment: Annotated[bool, Cell("口头承诺")] = False
    first_reviewer: Annotated[str, Cell("第一点评人")] = "党支部书记"
    comment_secretary: Annotated[str, Cell("领导点评：党支部书记", fill=True, budget=150)] = ""
    signature_mode: Annotated[str, Cell("签名方式", fill=True)] = ""
    proxy: Annotated[str, Cell("代签人", fill=True)] = ""
    proxy_relation: Annotated[str, Cell("与本人关系", fill=True)] = ""
