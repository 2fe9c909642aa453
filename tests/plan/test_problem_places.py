"""A problem of the plan says where in the roster those stand whom it concerns, and the marked copy shows it there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def roster(write_roster: Callable[..., Path]) -> Path:
    """The small university: one branch has no secretary, one general branch no committee, two members one name."""
    path = write_roster(changes={(5, "党内职务"): "", (6, "姓名"): "李晓", (5, "姓名"): "李晓"})
    book = openpyxl.load_workbook(path)
    organisations = book["组织"]
    organisations["E1"] = "支部书记"  # as people call the column
    organisations["E6"] = None
    organisations["G4"] = None
    organisations["D4"] = "没有的类型"
    del book["校领导"]
    book.save(path)
    return path


def test_problems_of_the_plan_say_where_they_stand(pingyi: Run, roster: Path, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    _code, out, _err = pingyi("check", roster, "--marked", marked, "--json")
    found = {(item["code"], item["sheet"], item["row"], item["column"]) for item in json.loads(out)["problems"]}
    assert found >= {
        ("secretary-missing", "组织", 6, "书记"),
        ("committee-missing", "组织", 4, "委员"),
        ("no-reviewer", "组织", 4, "分管（联系）校领导"),
        ("same-name", "党员", 5, "姓名"),
    }
    placed = [item for item in json.loads(out)["problems"] if item["row"]]
    assert {item["file"] for item in placed} == {roster.name}


def test_the_marked_copy_shows_problems_of_the_plan(pingyi: Run, roster: Path, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    pingyi("check", roster, "--marked", marked)
    book = openpyxl.load_workbook(marked)
    organisations = book["组织"]
    notes = {row[0].value: row[-1].value or "" for row in organisations.iter_rows(min_row=2)}
    assert "no secretary" in notes["机械学院学生党支部"]
    assert "no committee members" in notes["离退休党总支"]
    assert organisations["E6"].comment is not None  # under the title people wrote, 支部书记
    assert organisations["F4"].comment is not None
    members = book["党员"]
    assert members["B5"].comment is not None
    assert "李晓" in members["B5"].comment.text
    assert organisations["A2"].comment is None


def test_a_finding_in_a_rule_file_marks_no_row(pingyi: Run, write_roster: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "campaign"
    pingyi("init", folder)
    (folder / "花名册.xlsx").unlink()
    book = openpyxl.load_workbook(write_roster())
    book["组织"]["E4"], book["组织"]["F4"] = "郑行难", "吴老先"  # nothing is missing in the roster
    book.save(folder / "花名册.xlsx")
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "broken.py").write_text("\n1 / 0\n", encoding="utf-8")
    code, out, _err = pingyi("check", folder, "--trust")
    assert code == 1
    assert "rules/broken.py row 2" in out
    assert "Marked copy" not in out
