"""Every check, with the violation planted: told at its row, with a cure, and nothing else is called an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from roster_kit import HEADER, LI, ORGANISATIONS, PEOPLE, WANG, ZHANG, change, find, list_errors
from stdnum.cn import ric

from pingyi.model.config.settings import RosterSettings, Settings
from pingyi.roster import Roster
from pingyi.roster.findings import show_value

Read = Callable[..., Roster]


def with_check(number: str) -> str:
    return number + ric.calc_check_digit(number + "0")


@pytest.mark.parametrize(
    ("changes", "severity", "code", "column"),
    [
        ({"姓名": None}, "error", "name-missing", "姓名"),
        ({"姓名": "张\ufffd国"}, "error", "name-damaged", "姓名"),
        ({"姓名": "张?国"}, "warning", "name-doubtful", "姓名"),
        ({"姓名": "张\ue863国"}, "warning", "name-doubtful", "姓名"),
        ({"性别": "南"}, "error", "sex-unknown", "性别"),
        ({"性别": None}, "warning", "value-missing", "性别"),
        ({"民族": "汗族"}, "warning", "ethnicity-unknown", "民族"),
        ({"出生日期": "1970.13"}, "error", "date-impossible", "出生日期"),
        ({"入党时间": "2012.13"}, "error", "date-impossible", "入党时间"),
        ({"入党时间": "0000-00-00"}, "error", "date-impossible", "入党时间"),
        ({"入党时间": "1995-02-30"}, "error", "date-impossible", "入党时间"),
        ({"入党时间": 1995.1}, "error", "date-impossible", "入党时间"),
        ({"入党时间": "九五年"}, "error", "date-impossible", "入党时间"),
        ({"转正时间": "1994-07-01"}, "error", "regular-before-joining", "转正时间"),
        ({"转正时间": "1995.06"}, "error", "regular-before-joining", "转正时间"),
        ({"转正时间": "1996-06-30"}, "warning", "probation-short", "转正时间"),
        ({"转正时间": "1996.06"}, "warning", "probation-short", "转正时间"),
        ({"转正时间": None}, "warning", "regular-date-missing", "转正时间"),
        ({"党员类别": "预备党员"}, "error", "probationary-with-regular-date", "转正时间"),
        ({"党员类别": "党龄党员"}, "error", "membership-unknown", "党员类别"),
        ({"党员类别": None}, "warning", "membership-missing", "党员类别"),
        ({"党员类别": None, "转正时间": None}, "error", "membership-missing", "党员类别"),
        ({"党员类别": "发展对象"}, "warning", "not-a-member", "党员类别"),
        ({"出生日期": "1995-08-01"}, "error", "birth-after-joining", "出生日期"),
        ({"出生日期": "1977-08-01"}, "warning", "joined-young", "入党时间"),
        ({"所在党支部": None}, "error", "branch-missing", "所在党支部"),
        ({"所在党支部": "机械学院教工党支"}, "error", "branch-unknown", "所在党支部"),
        ({"所在党支部": "机械学院党总支"}, "error", "branch-of-wrong-kind", "所在党支部"),
        ({"所在党总支": "中共示例大学委员会"}, "warning", "parent-differs", "所在党总支"),
        ({"学工号": 1.1312018275e16}, "error", "digits-lost", "学工号"),
        ({"学工号": "1.13120E+16"}, "error", "digits-lost", "学工号"),
        ({"职务职称": "讲\x07师"}, "error", "control-character", "职务职称"),
    ],
)
def test_each_fault_at_its_cell(read: Read, changes: dict[str, object], severity: str, code: str, column: str) -> None:
    # the usual case has a joining in July 1995 and a change to full membership a year later
    roster = read([HEADER, LI, change(ZHANG, **changes), WANG])
    (problem,) = find(roster, code)
    assert (problem.severity, problem.row, problem.column) == (severity, 3, column)
    assert problem.file == "花名册.xlsx"
    assert problem.sheet == "党员"
    assert problem.cure
    assert problem.person == ("" if code in ("name-missing", "name-damaged") else str(changes.get("姓名", "张建国")))
    if column in changes and column != "出生日期":  # which is private
        assert problem.value == show_value(changes[column] or "")
    assert list_errors(roster) == ([(3, code)] if severity == "error" else [])
    left_out = severity == "error" or code == "not-a-member"
    assert [person.row for person in roster.people.values()] == ([2, 4] if left_out else [2, 3, 4])


@pytest.mark.parametrize(
    ("joined", "regular"),
    [
        ("1995.07", "1996.07"),
        ("1995-07-20", "1996.07"),
        ("1995.07", "1996-07-01"),
        ("2004-02-29", "2005-02-28"),
        ("1974-05-01", "1974-05-01"),  # the constitutions of 1969 and 1973 had no probation
        ("1948-05-01", "1948-11-01"),
    ],
)
def test_dates_that_may_be_right_are_not_doubted(read: Read, joined: str, regular: str) -> None:
    roster = read([HEADER, change(ZHANG, 出生日期="1925.01", 入党时间=joined, 转正时间=regular), LI])
    assert [problem.code for problem in roster.problems if problem.severity != "info"] == []


def test_the_minimum_age_is_a_setting(read: Read) -> None:
    rows = [HEADER, change(ZHANG, 出生日期="1977-08-01")]
    assert find(read(rows, Settings(roster=RosterSettings(minimum_age_at_joining=17))), "joined-young") == []


def test_a_near_miss_of_a_branch_gets_a_suggestion(read: Read) -> None:
    (problem,) = find(read([HEADER, change(ZHANG, 所在党支部="机械院教工党支部")]), "branch-unknown")
    assert "机械学院教工党支部" in problem.cure
    assert problem.value == "机械院教工党支部"


def test_of_two_rows_with_one_number_the_intruder_has_the_error(read: Read) -> None:
    students = [change(WANG, 学工号=f"200800{number:02d}", 姓名=f"学生{number}") for number in range(1, 9)]
    intruder = change(ZHANG, 学工号="20080005")
    roster = read([HEADER, *students[:2], intruder, *students[2:]])
    assert list_errors(roster) == [(4, "number-duplicate")]
    error, warning = find(roster, "number-duplicate")
    assert "row 7" in error.message
    assert (warning.row, warning.severity) == (7, "warning")
    assert "20080005" in roster.people
    assert roster.people["20080005"].name == "学生5"


def test_a_row_pasted_twice_is_an_error_once(read: Read) -> None:
    roster = read([HEADER, ZHANG, LI, WANG, LI])
    assert list_errors(roster) == [(5, "number-duplicate")]
    assert {problem.severity for problem in find(roster, "name-twice-in-branch")} == {"warning"}


def test_two_people_of_one_name(read: Read) -> None:
    other = change(ZHANG, 学工号="20010077")
    roster = read([HEADER, ZHANG, other])
    assert [(problem.row, problem.severity) for problem in find(roster, "name-twice-in-branch")] == [
        (2, "warning"),
        (3, "warning"),
    ]
    without = [change(WANG, 学工号=None), change(WANG, 学工号=None, 出生日期="1989.01")]
    roster = read([HEADER, *without])
    assert list_errors(roster) == [(3, "name-twice-in-branch")]
    assert list(roster.people) == ["王小明@机械学院学生党支部"]


def test_id_numbers_are_checked_and_never_told(read: Read) -> None:
    header = [*HEADER, "身份证号"]
    right, other_birth = with_check("11010519700201001"), with_check("11010519710201001")
    rows = [
        header,
        [*ZHANG, right],
        [*LI, right[:-1] + ("0" if right[-1] != "0" else "1")],
        [*change(LI, 学工号="1", 姓名="甲一", 性别="男", 出生日期="1970.02"), other_birth],
        [*change(LI, 学工号="2", 姓名="甲二", 出生日期="1970.02"), right],
        [*change(LI, 学工号="3", 姓名="甲三"), 1.1010519700201e17],
        [*change(LI, 学工号="4", 姓名="甲四"), "110105700201001"],
        [*change(LI, 学工号="5", 姓名="甲五", 性别=right), None],
        [*change(LI, 学工号="6", 姓名="甲六", 职务职称=None), None],
        [None] * 13 + [right],
    ]
    roster = read(rows)
    doubts = {problem.row: problem.message for problem in find(roster, "id-number-doubtful")}
    assert set(doubts) == {3, 4, 5}
    assert "mistyped" in doubts[3]
    assert "birth" in doubts[4]
    assert "sex" in doubts[5]
    assert list_errors(roster) == [(6, "digits-lost"), (8, "sex-unknown")]
    everything = repr(roster.problems)
    for number in (right, other_birth, "110105700201001", "1.10105"):
        assert number not in everything
    assert right not in repr(roster.people["20010001"])


def test_private_values_are_not_told(read: Read) -> None:
    (problem,) = find(read([HEADER, change(ZHANG, 出生日期="1970年2月32日")]), "date-impossible")
    assert problem.value == ""
    assert "32" in problem.message
    assert "1970年2月32日" not in problem.message
    (problem,) = find(read([HEADER, change(ZHANG, 出生日期="七〇年")]), "date-impossible")
    assert "七〇年" not in problem.message


def test_officers_are_found_near_by_first(read: Read) -> None:
    organisations = [
        *ORGANISATIONS[:2],
        ("甲党总支", "党总支", "中共示例大学委员会", None, "刘伟", "陈静、何人"),
        ("甲一党支部", "党支部", "甲党总支", "教工", "刘伟"),
        ("甲二党支部", "党支部", "甲党总支", "教工", "刘伟"),
        ("乙党总支", "党总支", "中共示例大学委员会", None, "陈静（20010022）", "高山（组织委员）"),
        ("乙一党支部", "党支部", "乙党总支", "教工", "高山"),
    ]

    def member(number: str, name: str, branch: str, post: str = "") -> list[object]:
        return change(ZHANG, 学工号=number, 姓名=name, 所在党支部=branch, 所在党总支=None, 党内职务=post or None)

    rows = [
        HEADER,
        member("20010011", "刘伟", "甲一党支部", "党总支书记"),
        member("20010012", "刘伟", "甲二党支部"),
        member("20010021", "陈静", "甲一党支部"),
        member("20010022", "陈静", "乙一党支部"),
        member("20010031", "高山", "甲一党支部"),
    ]
    roster = read({"党员": rows, "组织": organisations})
    found = {item.name: item.secretary.person_id for item in roster.organisations.values() if item.secretary}
    assert found == {
        "甲党总支": "20010011",  # two namesakes below it: the one who holds the post
        "甲一党支部": "20010011",
        "甲二党支部": "20010012",
        "乙党总支": "20010022",
        "乙一党支部": "20010031",  # nobody of that name near by: the only one anywhere
    }
    assert [item.person_id for item in roster.organisations["甲党总支"].committee] == ["20010021", ""]
    assert roster.organisations["乙党总支"].committee[0].post == "组织委员"
    (unknown,) = find(roster, "name-unknown")
    assert (unknown.severity, unknown.row, unknown.column, unknown.value) == ("warning", 3, "委员", "何人")
    rows[1] = member("20010011", "刘伟", "甲一党支部")
    roster = read({"党员": rows, "组织": organisations})
    (ambiguous,) = find(roster, "name-ambiguous")
    assert (ambiguous.row, ambiguous.column) == (3, "书记")
    assert "刘伟（甲一党支部，20010011）、刘伟（甲二党支部，20010012）" in ambiguous.message
    assert "刘伟（20010011）" in ambiguous.cure


def test_a_person_whose_row_has_an_error_is_still_known(read: Read) -> None:
    roster = read([HEADER, change(ZHANG, 性别="南"), LI])
    assert find(roster, "name-unknown") == [] or {p.value for p in find(roster, "name-unknown")} == {"赵校长"}
    secretary = roster.organisations["机械学院教工党支部"].secretary
    assert secretary is not None
    assert (secretary.name, secretary.person_id) == ("张建国", "")


@pytest.mark.parametrize(
    ("row", "severity", "code"),
    [
        (("某党总支", "部门", "中共示例大学委员会"), "warning", "kind-unknown"),
        (("某某", "部门", "中共示例大学委员会"), "error", "kind-unknown"),
        (("某党支部", "党支部", "机械学院总支"), "error", "parent-unknown"),
        (("某党支部", "党支部", None), "error", "parent-missing"),
        (("机械学院教工党支部", "党支部", "机械学院党总支"), "error", "organisation-duplicate"),
        ((None, "党支部", "机械学院党总支", "教工"), "error", "organisation-nameless"),
        (("某党总支", "党总支", "某党总支"), "error", "parent-unknown"),
        (("某党支部", "党支部", "机械学院党总支", "教工", "张建国、李秀英"), "warning", "secretary-twice"),
    ],
)
def test_faults_of_organisations(read: Read, row: tuple[object, ...], severity: str, code: str) -> None:
    roster = read({"党员": [HEADER, *PEOPLE], "组织": [*ORGANISATIONS, row]})
    (problem,) = find(roster, code)
    assert (problem.severity, problem.sheet, problem.row) == (severity, "组织", 7)
    assert problem.cure
    assert len(roster.people) == 3


def test_organisations_in_a_circle(read: Read) -> None:
    rows = [*ORGANISATIONS, ("甲党总支", "党总支", "乙党总支"), ("乙党总支", "党总支", "甲党总支")]
    roster = read({"党员": [HEADER, *PEOPLE], "组织": rows})
    assert len(find(roster, "parent-circle")) == 1


def test_faults_of_leaders(read: Read) -> None:
    leaders = [
        ("姓名", "职务", "所在党支部", "分管（联系）组织"),
        ("赵校长", "校长", "机械院教工党支部", "机械学院党总支、体育部党总支"),
        (None, "副校长", None, "机械学院党总支"),
    ]
    roster = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS, "校领导": leaders})
    assert [(p.row, p.value) for p in find(roster, "organisation-unknown")] == [
        (2, "机械院教工党支部"),
        (2, "体育部党总支"),
    ]
    assert [p.row for p in find(roster, "name-missing")] == [3]
    assert roster.leaders[0].in_charge_of == ("机械学院党总支",)


def test_all_problems_come_at_once_in_the_order_of_the_file(read: Read) -> None:
    rows = [HEADER, change(ZHANG, 性别="南", 入党时间="2012.13"), change(LI, 姓名=None, 所在党支部="无此支部"), WANG]
    roster = read(rows)
    assert list_errors(roster) == [
        (2, "sex-unknown"),
        (2, "date-impossible"),
        (3, "name-missing"),
        (3, "branch-unknown"),
    ]
    assert list(roster.people) == ["20080003"]


def test_many_equal_warnings_become_one(read: Read) -> None:
    rows = [change(ZHANG, 学工号=str(20010100 + number), 姓名=f"甲{number}", 民族=None) for number in range(30)]
    (problem,) = find(read([HEADER, *rows]), "value-missing")
    assert "30 rows: 2、3、4、5、6…" in problem.message


def test_formulas_without_a_value_are_told(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "formula.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "党员"
    for row in (HEADER, ZHANG):
        sheet.append(row)
    sheet["J2"] = '="讲"&"师"'
    book.save(path)
    (problem,) = find(read(path), "formula-lost")
    assert (problem.severity, problem.sheet, problem.row) == ("warning", "党员", 2)
    assert "J2" in problem.message
