"""Student branches: R40-R42, typed columns, a form with the number in a cell of its own."""

from __future__ import annotations

from typing import Any

import pytest

from pingyi import BranchType, Campaign, PlanContext, Severity
from pingyi.errors import PingyiError
from pingyi.model.fields.base import list_columns
from pingyi.model.fields.dates import PartialDate


def test_R41_the_steps_come_from_the_registry(types: Any, branch: Any, context: Any) -> None:
    assert types["student"].procedure(branch, context) == types["faculty"].procedure(branch, context)

    class Other(BranchType):
        NAME, LABEL = "faculty", "另一种教工支部"

        def procedure(self, organisation: Any, context: Any) -> Any:
            return ()

    assert types["student"].procedure(branch, PlanContext(Campaign(), {"faculty": Other()})) == ()


def test_R41_without_faculty_branches_it_says_what_is_missing(types: Any, branch: Any) -> None:
    for name in ("student", "retired"):
        with pytest.raises(PingyiError, match="faculty"):
            types[name].procedure(branch, PlanContext(Campaign(), {}))


def test_R41_the_method_says_so(campaign_of_people: Any) -> None:
    method = campaign_of_people([{"name": "小明"}], branch_type="student").subject("小明").method
    assert (method.value, method.reason.clause, method.reason.plugin) == ("会议集中点评", "R41", "student")


def test_R42_a_student_left_out_is_an_error(types: Any) -> None:
    severities = {name: kind.coverage_severity for name, kind in types.items()}
    assert severities["student"] is Severity.ERROR
    assert set(severities.values()) == {Severity.ERROR, Severity.WARNING}


def test_typed_columns_of_students(types: Any) -> None:
    columns = list_columns(types["student"].member_model)
    titles = {name: {columns[name].title, *columns[name].aliases} for name in columns}
    assert {"班级", "专业班级"} <= titles["class_name"]
    assert "年级" in titles["grade_year"]
    assert {"培养层次", "学生层次"} <= titles["degree_level"]
    assert {"毕业年月", "预计毕业年月"} <= titles["graduates_on"]
    assert "学号" in titles["person_no"]
    student = types["student"].member_model(id="1", name="小明", graduates_on="2012年7月")
    assert student.graduates_on == PartialDate(2012, 7)


def test_the_form_of_a_student(types: Any, branch: Any, context: Any) -> None:
    student = types["student"].member_model(
        id="1", person_no="0801", name="小明", class_name="电0802班", post="班长", grade_year="2008",
        person_kind="本科生", graduates_on="2012-07",
    )  # fmt: skip
    assert types["student"].fill(student, branch, context) == {
        "post_line": "电0802班 班长",
        "student_no": "0801",
        "degree_level": "本科生",
        "grade_year": "2008级",
        "graduates_on": PartialDate(2012, 7),
    }
