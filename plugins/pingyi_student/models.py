"""What a roster says about students, and what their variant of form 2 prints."""

from __future__ import annotations

from typing import Annotated

from pingyi import Cell, Column, MemberForm, PartialDate, Person


class StudentMember(Person):
    """A student; the student number is the person number."""

    class_name: Annotated[
        str, Column("班级", "专业班级", "所在班级", "班级名称", "专业", "专业名称", example="电0802班")
    ] = ""
    grade_year: Annotated[str, Column("年级", "所在年级", "入学年级", example="2008级")] = ""
    degree_level: Annotated[str, Column("培养层次", "学生层次", "培养层次（研究生）", "层次", example="本科生")] = ""
    graduates_on: Annotated[
        PartialDate | None,
        Column("毕业年月", "预计毕业年月", "预计毕业时间", "预计毕业日期", "毕业时间", example="2012.07"),
    ] = None


class StudentMemberForm(MemberForm):
    """Form 2 for students: class and post in one line, the number in a cell that is never posted."""

    post_line_label: Annotated[str, Cell("单位职务栏名称", public=True)] = "专业班级及职务"
    student_no: Annotated[str, Cell("学号", marked=True)] = ""
    degree_level: Annotated[str, Cell("培养层次", public=True, marked=True)] = ""
    grade_year: Annotated[str, Cell("年级", public=True, marked=True)] = ""
    graduates_on: Annotated[PartialDate | str, Cell("毕业年月", public=True, marked=True)] = ""
