"""What officers type into 点评, 走访 and 会议 arrives, or is named by the command that needs it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest

Run = Callable[..., tuple[int, str, str]]
Type = Callable[..., Path]
COMMENTS = ("对象", "点评人角色", "点评人", "点评内容", "等次", "点评时间")


@pytest.fixture
def campaign(tmp_path: Path, write_roster: Callable[..., Path]) -> Type:
    """A campaign folder whose workbook, or a returned one, has these rows in sheets."""

    def make(returned: bool = False, **sheets: Sequence[Sequence[object]]) -> Path:
        roster = write_roster()
        (tmp_path / "campaign.toml").write_text("", encoding="utf-8")
        book = openpyxl.Workbook() if returned else openpyxl.load_workbook(roster)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        (tmp_path / "returned").mkdir()
        book.save(tmp_path / "returned" / "支部.xlsx" if returned else roster)
        return tmp_path

    return make


def read_cells(folder: Path, name: str) -> list[str]:
    (path, *_copies) = (folder / "out").rglob(f"*{name}*.docx")
    return [cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells]


@pytest.mark.parametrize("returned", [False, True])
def test_Q04_a_comment_on_a_secretary_arrives_in_the_cell_of_the_superior(
    campaign: Type, pingyi: Run, returned: bool
) -> None:
    rows = [COMMENTS, ("钱立明", "党总支书记", "赵书远", "带头好。"), ("钱立明", "党总支委员", "孙国喆", "踏实。")]
    folder = campaign(returned, 点评=rows)
    assert pingyi("check", folder)[0] == 0
    assert pingyi("render", folder, "--person", "钱立明")[0] == 0
    cells = read_cells(folder, "钱立明")
    first = next(cell for cell in cells if "带头好。" in cell)
    assert "踏实。" not in first
    _code, out, _err = pingyi("status", folder, "--on", "2011-01-07", "--json")
    assert not any("钱立明（" in item["message"] for item in json.loads(out)["problems"])


@pytest.mark.parametrize("returned", [False, True])
def test_a_comment_that_has_no_cell_is_an_error(campaign: Type, pingyi: Run, returned: bool) -> None:
    folder = campaign(returned, 点评=[COMMENTS, ("周平", "校领导", "王校长", "不错。")])
    words = ("collect", "--campaign", folder) if returned else ("check", folder)
    code, out, _err = pingyi(*words, "--json")
    (problem,) = [item for item in json.loads(out)["problems"] if item["code"] == "comment-unplanned"]
    assert (code, problem["sheet"], problem["row"], problem["value"]) == (1, "点评", 2, "校领导")
    assert problem["file"].endswith("支部.xlsx" if returned else "花名册.xlsx")


@pytest.mark.parametrize("returned", [False, True])
def test_tally_status_and_report_repeat_what_was_not_read_of_meetings_and_visits(
    campaign: Type, pingyi: Run, returned: bool
) -> None:
    meetings = [("类型", "组织", "时间", "地点"), ("述职评议会", "机械学院党总支", "月初", "报告厅")]
    visits = [("姓名", "时间", "走访人"), ("郑行难", "上周", "王校长")]
    folder = campaign(returned, 会议=meetings, 走访=visits)
    _code, out, _err = pingyi("tally", folder, "--no-files", "--json")
    told = json.loads(out)
    found = {(item["code"], item["sheet"], item["row"], item["value"]) for item in told["problems"]}
    assert {("meeting-unread", "会议", 2, "月初"), ("visit-unread", "走访", 2, "上周")} <= found
    assert [(item["held_on"], item["place"]) for item in told["meetings"]] == [(None, "报告厅")]
    _code, out, err = pingyi("status", folder, "--on", "2011-01-07")
    assert "月初" in out + err
    assert "上周" in out + err
    pingyi("report", folder, "--on", "2011-01-07")
    page = (folder / "out" / "report" / "总览.html").read_text(encoding="utf-8")
    assert "月初" in page
    assert "上周" in page


def test_forms_are_made_when_only_a_comment_cannot_be_read_and_the_words_say_so(campaign: Type, pingyi: Run) -> None:
    folder = campaign(点评=[COMMENTS, ("周平", "党支部书记", "李晓㼆", "不错。", "优", "上周")])
    code, out, err = pingyi("render", folder, "--json")
    summary = json.loads(out)["summary"]
    assert (code, summary["withheld"], summary["incomplete"], summary["failed"]) == (0, 0, 2, 0)
    code, _out, err = pingyi("render", folder)
    assert code == 0
    assert "have no form" not in err
    assert "The forms were made" in err
    assert "上周" in err
