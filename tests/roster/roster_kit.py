"""Invented members and organisations, workbooks of them, and branch types that no installed plugin knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pluggy
import xlsxwriter

from pingyi.errors import Problem
from pingyi.model.branch_type import BranchType
from pingyi.model.fields.base import Column
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.person import Person
from pingyi.plugins import Plugins
from pingyi.roster import Roster

Rows = Sequence[Sequence[object]]
HEADER = (
    "学工号", "姓名", "性别", "民族", "出生日期", "入党时间", "转正时间", "党员类别", "学历", "职务职称", "所在党总支",
    "所在党支部", "党内职务",
)  # fmt: skip
ZHANG = (
    "20010001", "张建国", "男", "汉族", "1970.02", "1995-07-01", "1996-07-01", "正式党员", "大学本科", "讲师",
    "机械学院党总支", "机械学院教工党支部", "支部书记",
)  # fmt: skip
LI = (
    "20010002", "李秀英", "女", "回族", "1965-03-04", "1990.06", "1991.06", "正式党员", "硕士研究生", "教授",
    "机械学院党总支", "机械学院教工党支部", "党总支书记",
)  # fmt: skip
WANG = (
    "20080003", "王小明", "男", "汉族", "1988-05", "2010-05-04", None, "预备党员", "本科在读", "班长",
    "机械学院党总支", "机械学院学生党支部", None,
)  # fmt: skip
PEOPLE = (ZHANG, LI, WANG)
ORGANISATION_HEADER = ("组织名称", "组织类别", "上级组织", "支部类型", "书记", "委员", "分管（联系）校领导", "窗口单位")
ORGANISATIONS = (
    ORGANISATION_HEADER,
    ("中共示例大学委员会", "党委"),
    ("机械学院党总支", "党总支", "中共示例大学委员会", None, "李秀英", "张建国", "赵校长"),
    ("机械学院教工党支部", "党支部", "机械学院党总支", "教工", "张建国"),
    ("机械学院学生党支部", "党支部", "机械学院党总支", "学生"),
    ("图书馆直属党支部", "直属党支部", "中共示例大学委员会", None, None, None, "赵校长", "是"),
)


class StaffBranch(BranchType):
    NAME = "faculty"
    LABEL = "教工支部"
    ALIASES = ("教工", "教职工")
    NAME_HINTS = ("教工", "教师")
    PERSON_KINDS = ("在职教职工",)


class OfficeBranch(StaffBranch):
    NAME = "office"
    LABEL = "机关支部"
    ALIASES = ("机关",)
    NAME_HINTS = ("机关", "图书馆")
    PERSON_KINDS: ClassVar[tuple[str, ...]] = ()


class StudentMember(Person):
    class_name: Annotated[str, Column("班级", "专业班级")] = ""
    enrolled: Annotated[int | None, Column("入学年份")] = None


class StudentBranch(BranchType):
    NAME = "student"
    LABEL = "学生支部"
    ALIASES = ("学生",)
    NAME_HINTS = ("学生", "本科生")
    PERSON_KINDS = ("本科生", "硕士研究生")
    member_model = StudentMember


class RetiredMember(Person):
    retired_on: Annotated[PartialDate | None, Column("退休时间", "离退休时间")] = None
    health: Annotated[str, Column("身体状况", values=("良好", "行动不便", "卧床", "独居"), private=True)] = ""


class RetiredBranch(BranchType):
    NAME = "retired"
    LABEL = "离退休支部"
    ALIASES = ("离退休",)
    NAME_HINTS = ("离退休", "退休")
    PERSON_KINDS = ("离退休教职工", "退休")
    member_model = RetiredMember

    def claims(self, values: Mapping[str, Any]) -> str:
        date = values.get("retired_on")
        return super().claims(values) or (f"填有退休时间{date}" if date else "")


TYPES: tuple[type[BranchType], ...] = (StaffBranch, OfficeBranch, StudentBranch, RetiredBranch)


def make_plugins(types: Sequence[type[BranchType]] = TYPES) -> Plugins:
    plugins = Plugins(pluggy.PluginManager("pingyi"))
    plugins.branch_types.update({kind.NAME: kind() for kind in types})
    return plugins


def change(person: Sequence[object], **columns: object) -> list[object]:
    """A person with other values in some columns of `HEADER`."""
    return [columns.get(title, value) for title, value in zip(HEADER, person, strict=True)]


def save(path: Path, sheets: Mapping[str, Rows]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif isinstance(value, dt.date):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write(number, column, value)
    return path


def find(roster: Roster, code: str) -> list[Problem]:
    return [problem for problem in roster.problems if problem.code == code]


def list_errors(roster: Roster) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.code) for problem in roster.problems if problem.severity == "error"]
