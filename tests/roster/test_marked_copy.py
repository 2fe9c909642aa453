"""The marked copy of a user's own workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from roster_kit import HEADER, LI, PEOPLE, WANG, ZHANG, change, save

from pingyi.errors import Problem, Severity
from pingyi.model.config.settings import Settings
from pingyi.plugins import Plugins
from pingyi.roster import mark_workbook, read_roster

RED, YELLOW = "FFFF9999", "FFFFEB9C"
ROWS = [("示例大学党员花名册",), HEADER, change(ZHANG, 性别="南", 民族="汗族"), LI, change(WANG, 入党时间="2010.13")]


def list_problems(path: Path, plugins: Plugins) -> list[Problem]:
    problems = read_roster(path, Settings(), plugins).problems
    return [problem for problem in problems if problem.row is not None and problem.severity is not Severity.INFO]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = save(tmp_path / "名册.xlsx", {"党员": ROWS, "别的": [("甲",), (1,)]})
    book = openpyxl.load_workbook(path)
    sheet = book["党员"]
    sheet["C3"].font = Font(name="黑体", size=20)
    sheet["C3"].comment = Comment("本人填写", "王老师")
    sheet["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["A4"].number_format = "0000"
    sheet.column_dimensions["B"].width = 33
    book.save(path)
    return path


def test_bad_cells_are_red_and_commented_and_the_rest_is_as_it_was(
    source: Path, tmp_path: Path, plugins: Plugins
) -> None:
    before = source.read_bytes()
    target = tmp_path / "marked.xlsx"
    mark_workbook(source, list_problems(source, plugins), target)
    assert source.read_bytes() == before
    sheet = openpyxl.load_workbook(target)["党员"]
    sex, ethnicity, joined = sheet["C3"], sheet["D3"], sheet["F5"]
    assert (sex.fill.fgColor.rgb, ethnicity.fill.fgColor.rgb, joined.fill.fgColor.rgb) == (RED, YELLOW, RED)
    assert sex.comment.text.startswith("本人填写\n【检查】")
    assert "男 or 女" in sex.comment.text
    assert (sex.font.name, sex.font.size, sex.value) == ("黑体", 20, "南")
    assert sheet.column_dimensions["B"].width == 33
    assert sheet["B4"].fill.fgColor.rgb == "FF00FF00"
    assert sheet["A4"].number_format == "0000"
    assert sheet["N2"].value == "错误说明"
    assert sheet["N3"].value.count("\n") == 1
    assert sheet["N4"].value is None
    assert sheet["N5"].value.startswith("入党时间：month 13 does not exist.")
    assert sheet.auto_filter.ref == "A2:N5"
    original = openpyxl.load_workbook(source)["党员"]
    for row in original.iter_rows():
        for cell in row:
            assert sheet[cell.coordinate].value == cell.value


def test_marks_of_an_earlier_run_are_removed(source: Path, tmp_path: Path, plugins: Plugins) -> None:
    first = tmp_path / "first.xlsx"
    mark_workbook(source, list_problems(source, plugins), first)
    book = openpyxl.load_workbook(first)
    book["党员"]["C3"] = "男"
    book.save(first)
    second = tmp_path / "second.xlsx"
    problems = list_problems(first, plugins)
    assert {problem.row for problem in problems} == {3, 5}
    mark_workbook(first, problems, second)
    sheet = openpyxl.load_workbook(second)["党员"]
    assert sheet["C3"].fill.fill_type is None
    assert sheet["C3"].comment.text == "本人填写"
    assert sheet["D3"].fill.fgColor.rgb == YELLOW
    assert sheet["D3"].comment.text.count("【检查】") == 1
    assert [cell.value for cell in sheet[2]].count("错误说明") == 1
    mark_workbook(second, [], tmp_path / "third.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "third.xlsx")["党员"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["C3"]
    assert [cell.value for cell in sheet[2]][:13] == list(HEADER)
    assert "错误说明" not in [cell.value for cell in sheet[2]]


def test_csv_and_xls_become_xlsx(tmp_path: Path, plugins: Plugins) -> None:
    path = tmp_path / "名册.csv"
    rows = [HEADER, change(ZHANG, 性别="南", 职务职称="=1+1"), LI]
    path.write_text("\n".join(",".join(str(cell or "") for cell in row) for row in rows), encoding="gb18030")
    target = tmp_path / "marked.xlsx"
    mark_workbook(path, list_problems(path, plugins), target)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert [cell.value for cell in sheet[2]][:4] == ["20010001", "张建国", "南", "汉族"]
    assert sheet["C2"].fill.fgColor.rgb == RED
    assert sheet["J2"].data_type == "s"
    xls = Path(__file__).with_name("members.xls")
    problem = Problem(Severity.ERROR, "any", "wrong", "cure", xls.name, "党员", 4, "性别")
    mark_workbook(xls, [problem], target)
    sheet = openpyxl.load_workbook(target)["党员"]
    assert sheet["C4"].fill.fgColor.rgb == RED
    assert [sheet["N2"].value, sheet["N4"].value] == ["错误说明", "性别：wrong cure"]


def test_merged_cells_tables_and_far_values_do_not_break_it(tmp_path: Path, plugins: Plugins) -> None:
    path = save(tmp_path / "名册.xlsx", {"党员": [HEADER, change(ZHANG, 所在党支部="甲"), change(LI, 所在党支部="甲")]})
    book = openpyxl.load_workbook(path)
    sheet = book["党员"]
    sheet["L3"] = None
    sheet.merge_cells("L2:L3")
    book.create_sheet("表")["A1"] = "a"
    book["表"]["A2"] = "b"
    book["表"].add_table(openpyxl.worksheet.table.Table(displayName="t", ref="A1:A2"))
    book.save(path)
    problems = [Problem(Severity.ERROR, "any", "wrong", "", path.name, "党员", row, "所在党支部") for row in (2, 3)]
    problems.append(Problem(Severity.ERROR, "any", "wrong", "", path.name, "表", 2, "a"))
    target = tmp_path / "marked.xlsx"
    mark_workbook(path, problems, target)
    marked = openpyxl.load_workbook(target)
    assert marked["党员"]["N3"].value == "所在党支部：wrong"
    assert marked["表"].auto_filter.ref is None
    far = save(tmp_path / "远.xlsx", {"党员": [HEADER, change(ZHANG, 性别="南"), *[()] * 5000, ("x",)]})
    mark_workbook(far, list_problems(far, plugins), target)
    assert openpyxl.load_workbook(target)["党员"]["C2"].fill.fgColor.rgb == RED


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_opens_both_workbooks(
    source: Path, tmp_path: Path, plugins: Plugins, office: Callable[..., Path]
) -> None:
    target = tmp_path / "marked.xlsx"
    mark_workbook(source, list_problems(source, plugins), target)
    text = office(target, "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path).read_text(encoding="utf-8")
    assert "错误说明" in text
    assert "month 13 does not exist" in text
    assert all(person[1] in text for person in PEOPLE)
