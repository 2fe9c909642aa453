"""A Party member, as the roster knows one. Branch types add typed columns of their own by subclassing `Person`."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from pingyi.model.fields.base import Column, Model
from pingyi.model.fields.dates import PartialDate

EDUCATION = (
    "博士研究生", "硕士研究生", "大学本科", "大学专科", "中等专科", "高中", "初中", "小学",
    "博士在读", "硕士在读", "本科在读",
)  # fmt: skip


class Membership(enum.StrEnum):
    """Full or probationary: both are reviewed, only full members are graded."""

    FULL = "正式党员"
    PROBATIONARY = "预备党员"


class Person(Model):
    """One member. Branch types subclass it; a field with a `Column` is read from the roster by its headers.

    Attributes:
        id: unique and stable in one campaign: the person number, else name and branch.
        age: full years on the last day of the review, `None` where the birth date is unknown.
        branch_id: the organisation the member belongs to.
        branch_type: NAME of the branch type whose rules apply: the member's own category, else the branch's.
        branch_type_because: how that was decided, for `pingyi why`.
        sheet: name of its sheet in the roster.
        row: row in that sheet, 0 for people named elsewhere only.
    """

    id: str
    branch_id: str = ""
    branch_type: str = ""
    branch_type_because: str = ""
    age: int | None = None
    sheet: str = ""
    row: int = 0

    person_no: Annotated[
        str,
        Column(
            "学工号", "工号", "学号", "职工号", "工作证号", "学生证号", "员工工号", "编号", "工号/学号", "学号/工号",
            "人员编号", example="20100001",
        ),
    ] = ""  # fmt: skip
    name: Annotated[str, Column("姓名", "党员姓名", "名字", example="张三")]
    sex: Annotated[str, Column("性别", values=("男", "女"))] = ""
    ethnicity: Annotated[str, Column("民族", "族别", example="汉族")] = ""
    birth: Annotated[
        PartialDate | None,
        Column("出生日期", "出生年月", "出生年月日", "生日", "出生时间", private=True, example="1980.01"),
    ] = None
    joined_on: Annotated[
        PartialDate | None,
        Column(
            "入党时间", "入党日期", "入党年月", "加入党组织日期", "加入党组织时间", "成为预备党员日期",
            "成为预备党员时间", "接收预备党员日期", "接收预备党员时间", example="2005-07-01",
        ),
    ] = None  # fmt: skip
    regular_on: Annotated[
        PartialDate | None,
        Column(
            "转正时间", "转正日期", "转正年月", "转为正式党员日期", "转为正式党员时间", "成为正式党员时间",
            "成为正式党员日期", "正式转正日期", example="2006-07-01",
        ),
    ] = None  # fmt: skip
    membership: Annotated[
        Membership,
        Column(
            "党员类别", "党员类型", "党员阶段", "政治面貌", "预/正", "正式/预备", "类别", "发展阶段",
            values=("正式党员", "预备党员"),
        ),
    ] = Membership.FULL  # fmt: skip
    person_kind: Annotated[
        str, Column("人员身份", "学生类别", "账号类别", "人员分类", "编制类别", "身份类别", example="在职教职工")
    ] = ""
    education: Annotated[str, Column("学历", "最高学历", "文化程度", values=EDUCATION)] = ""
    post: Annotated[
        str,
        Column(
            "职务职称", "工作岗位", "工作单位及职务", "行政职务", "岗位职务", "职务", "单位及职务",
            "专业技术职务", "职称", example="讲师",
        ),
    ] = ""  # fmt: skip
    party_posts: Annotated[
        tuple[str, ...],
        Column("党内职务", "现任党内职务", "支部职务", "党内岗位", "党内职务名称", example="支部书记"),
    ] = ()
    id_number: Annotated[
        str,
        Column(
            "身份证号", "身份证号码", "公民身份证号", "公民身份证号码", "公民身份号码", "证件号码", "身份证",
            private=True,
        ),
        Field(repr=False),
    ] = ""  # fmt: skip
    phone: Annotated[
        str,
        Column("联系电话", "手机号", "手机号码", "手机", "电话", "固定电话", "联系方式", private=True),
        Field(repr=False),
    ] = ""
    remark: Annotated[str, Column("备注", "备注1", "备注2", "备注3", "说明")] = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What people write to name this member, in settings, in rules and on the command line; never empty."""
        return (self.name, self.person_no or self.id, self.id)


@dataclass(frozen=True, slots=True)
class UnreadMember:
    """A member whose row has an error: no forms are made and nothing is planned until it is corrected.

    Attributes:
        name: as far as it could be read; else the person number.
        branch_id: the branch, empty where it could not be found.
        branch_type: NAME of that branch's type.
        sheet: name of the sheet.
        row: row in that sheet.
    """

    name: str
    branch_id: str
    branch_type: str
    sheet: str
    row: int
