"""Where ballots come from: sheets of packs, packs themselves, electronic ballots, a folder moved about."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
from tallykit import BRANCH, GRADES, LINES, make_campaign, make_head, make_papers, write_book

from pingyi.collect import Returned
from pingyi.deliver.packs.entry_sheet import list_ballots, write_entry_sheet
from pingyi.evaluate import Shape, Tallies, tally_ballots
from pingyi.model.papers.forms import MemberBallot
from pingyi.model.papers.identity import Identity
from pingyi.model.review.procedure import SubjectKind

SIX = [("党员", "好")] * 6


def write_pack_sheet(path: Path, papers: int) -> Path:
    """The sheet of a pack as it goes out, filled with `papers` ballots."""
    plan = make_campaign()
    branch = plan.campaign.organisations[BRANCH]
    content = write_entry_sheet(plan, branch, list_ballots(plan, branch))
    if not papers:
        path.write_bytes(content)
        return path
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        sheet["B3"], sheet["B4"] = papers + 1, papers
        headers = [cell.value for cell in sheet[6]]
        for row in range(7, 7 + papers):
            for column, header in enumerate(headers, 1):
                if header == "身份类别":
                    sheet.cell(row, column).value = "群众（代表）"
                elif header not in ("序号", "意见和建议"):
                    sheet.cell(row, column).value = "较好"
        sheet.cell(7, len(headers)).value = "多开座谈会"
    book.save(path)
    return path


def test_the_sheet_that_goes_out_in_packs_comes_back(tmp_path: Path) -> None:
    write_pack_sheet(tmp_path / "录入表.xlsx", 6)
    found = tally_ballots(tmp_path, make_campaign())
    assert not found.problems
    assert [item.shape for item in found.tallies] == [Shape.ORGANISATION, Shape.MEMBERS]
    for made in found.tallies:
        assert made.balanced
        assert (made.issued, made.returned) == (7, 6)
        assert all(line.votes == (0, 6, 0, 0) for line in made.together.lines)
        assert [group.category for group in made.groups] == ["群众（代表）"]
        assert made.remarks == ("多开座谈会",)


def test_a_blank_sheet_is_no_ballots(tmp_path: Path) -> None:
    write_pack_sheet(tmp_path / "录入表.xlsx", 0)
    found = tally_ballots(tmp_path, make_campaign())
    assert not found.problems
    assert not found.tallies
    assert len(found.missing) == 3


def test_sheets_inside_returned_packs_are_found(tmp_path: Path) -> None:
    book = write_book(tmp_path / "票.xlsx", make_papers(SIX))
    with zipfile.ZipFile(tmp_path / "支部.zip", "w") as pack:
        pack.write(book, "材料/票.xlsx")
    book.unlink()
    found = tally_ballots(tmp_path, make_campaign())
    assert found.tallies[0].sources[0].file == "支部.zip!材料/票.xlsx"


def test_other_workbooks_and_broken_ones_are_passed_over(tmp_path: Path) -> None:
    write_book(tmp_path / "工资.xlsx", [["姓名", "工资"], ["王志", 1]])
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    found = tally_ballots(tmp_path, make_campaign())
    assert not found.tallies
    assert not found.problems


def test_the_result_depends_on_the_returned_files_alone(tmp_path: Path) -> None:
    returned = tmp_path / "returned"
    write_book(returned / "a.xlsx", make_papers(SIX))
    write_book(returned / "b.xlsx", make_papers(SIX, LINES, subject=f"{BRANCH}党员"))
    (tmp_path / ".pingyi").mkdir()
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in returned.iterdir()}
    first = tally_ballots(returned, make_campaign()).to_json()
    shutil.rmtree(tmp_path / ".pingyi")
    assert tally_ballots(returned, make_campaign()).to_json() == first
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in returned.iterdir()} == before


def return_ballots(count: int) -> list[Returned]:
    plan = make_campaign()
    ticks = dict.fromkeys(LINES, ("好",)) | {LINES[1]: ("好", "差"), LINES[2]: ()}
    return [
        Returned(
            f"电子/{number}.docx",
            Identity(plan.campaign.settings.campaign.id, "ballot_members", "v", f"organisation:{BRANCH}", "ballot"),
            "ballot_members",
            (SubjectKind.ORGANISATION, BRANCH),
            "ballot",
            MemberBallot(grades=GRADES),
            counts=True,
            ticks=ticks,
        )
        for number in range(count)
    ]


def test_electronic_ballots_are_papers_too(tmp_path: Path, codes: Callable[[Tallies], list[str]]) -> None:
    found = tally_ballots(tmp_path, make_campaign(), return_ballots(6))
    made = found.find(BRANCH, Shape.MEMBERS)
    assert made is not None
    lines = {line.item.key: line for line in made.together.lines}
    assert [lines[name].votes[0] for name in LINES] == [6, 0, 0, 6, 6, 6]
    assert lines[LINES[1]].invalid == 6
    assert lines[LINES[2]].abstained == 6
    assert codes(found) == ["ballot-head-missing"]  # how many were sent out is not known
    assert "电子票" in found.problems[0].cure


def test_a_sheet_can_say_how_many_electronic_ballots_were_sent(
    tmp_path: Path, codes: Callable[[Tallies], list[str]]
) -> None:
    head = make_head(f"{BRANCH}党员", 8, 6, 场次="电子票")
    write_book(tmp_path / "电子票.xlsx", [*head, ["票号", "评议人身份", *LINES]])
    found = tally_ballots(tmp_path, make_campaign(), return_ballots(6))
    assert codes(found) == []
    assert found.tallies[0].not_returned == 2
    lost = tally_ballots(tmp_path, make_campaign(), return_ballots(5))
    assert codes(lost) == ["ballots-missing"]
    assert "6" in lost.problems[0].message


def test_heads_of_two_categories_of_electronic_ballots_add_up(
    tmp_path: Path, codes: Callable[[Tallies], list[str]]
) -> None:
    table = ["票号", "评议人身份", *LINES]
    for name, issued, returned in (("党员", 8, 6), ("群众（代表）", 5, 5)):
        head = make_head(BRANCH, issued, returned, 场次="电子票", 评议人身份=name)
        write_book(tmp_path / f"{name}.xlsx", [*head, table])
    members = [replace(item, category="党员") for item in return_ballots(6)]
    others = [replace(item, path=f"群众/{item.path}", category="群众（代表）") for item in return_ballots(5)]
    found = tally_ballots(tmp_path, make_campaign(), [*members, *others])
    assert codes(found) == []
    made = found.find(BRANCH, Shape.MEMBERS)
    assert made is not None
    assert made.balanced
    assert (made.issued, made.returned, made.not_returned) == (13, 11, 2)
    assert {group.category: group.returned for group in made.groups} == {"党员": 6, "群众（代表）": 5}
    lost = tally_ballots(tmp_path, make_campaign(), [*members, *others[1:]])
    assert codes(lost) == ["ballots-missing"]
    strange = [replace(others[0], category="")]  # ticked no category: under no head
    assert codes(tally_ballots(tmp_path, make_campaign(), [*members, *others[1:], *strange])) == [
        "ballot-head-missing",
        "ballots-missing",
    ]


def test_a_head_without_a_table_is_told(tmp_path: Path, codes: Callable[[Tallies], list[str]]) -> None:
    write_book(tmp_path / "电子票.xlsx", make_head(BRANCH, 8, 6, 场次="电子票"))
    found = tally_ballots(tmp_path, make_campaign(), return_ballots(6))
    assert codes(found) == ["ballot-head-missing", "ballot-table-missing"]
    told = next(item for item in found.problems if item.code == "ballot-table-missing")
    assert (told.severity, told.file, told.sheet) == ("warning", "电子票.xlsx", "表1")
