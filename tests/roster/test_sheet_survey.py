"""The fast look at a sheet's XML finds what a real parser finds, or leaves the sheet to it."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from roster_kit import HEADER, PEOPLE
from test_hostile_files import make_xlsx, sheet_of

from pingyi.errors import FileKindError
from pingyi.roster.files import sheet_xml
from pingyi.roster.files.sheet_xml import SheetScan, UnusualXmlError, scan_unusual
from pingyi.roster.files.workbooks import read_survey

OTHER_ROW = '<row r="2"><c r="A2"><v>1</v></c></row>'


def scan(rows: str) -> SheetScan:
    found = SheetScan()
    found.feed(f"sheetData>{rows}</sheetData></worksheet>".encode())
    return found


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1" spans="1:3" ht="15" customHeight="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c></row>',
        '<row r="1"><c r="A1" t="n"><v></v></c></row>',
        '<row r="1"><c r="Z1"><v>1</v></c><c r="AB1"><v>1</v></c></row>',
        '<row r="1"><c r="AB1"><v>1</v></c><c r="A1"><v>1</v></c></row>',  # not in order
        '<row r="1"/>',
        '<row r="1"></row>',
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c></row>',
        '<row r="1"><c t="s" r="B1"><v>1</v></c></row>',
        '<row r="1"><c r="B9"><v>1</v></c></row>',
        '<row r="1"><c r="B2"><v>1</v></c></row>',
        '<c r="C7"><v>1</v></c>',
        "<!-- x -->",
        "\n  ",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_the_fast_look_misses_nothing_that_a_parser_finds(row: str, first: bool) -> None:
    rows = row + OTHER_ROW if first else OTHER_ROW + row.replace('r="1"', 'r="3"').replace('1"', '3"')
    try:
        found = scan(rows)
    except UnusualXmlError:
        return  # it knows that it does not know
    exact = scan_unusual([f"<sheetData>{rows}</sheetData>".encode()])
    if found.last_row < exact.last_row:  # what follows the last value does not count
        exact = scan_unusual([f"<sheetData>{OTHER_ROW}</sheetData>".encode()])
    assert found.cells == exact.cells
    assert max(found.columns, 26) == max(exact.columns, 26)  # up to column Z the fast look does not count
    assert found.first_row <= exact.first_row  # to the fast look, rows without cells are rows
    assert found.last_row >= exact.last_row


def test_the_farthest_of_wide_cells_is_found() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="AC1"><v>1</v></c><c r="AZ1" s="1"/></row>' + OTHER_ROW
    found = scan(rows)
    assert (found.columns, found.far_cell) == (29, "AC1")  # a format alone is no value


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1" t="e"><v>#N/A</v></c>', '<c r="A1" s="1" t="e"><v>#N/A</v></c>', '<c r="A1"><f>B1</f><v></v></c>'],
)
def test_lost_formulas_are_noted_among_plain_rows(cell: str) -> None:
    assert scan(f'<row r="1">{cell}</row>{OTHER_ROW}').lost == ["A1"]


def test_a_gap_among_plain_rows_ends_the_sheet() -> None:
    rows = OTHER_ROW + '<row r="5000"><c r="A5000"><v>1</v></c></row>'
    found = scan(rows)
    assert (found.last_row, found.cells, found.values_behind) == (2, 1, True)
    assert found.cut == len(b"sheetData>" + OTHER_ROW.encode())


def test_what_spreadsheet_programs_write_needs_one_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError

    monkeypatch.setattr(sheet_xml.SheetScan, "_measure", refuse)
    for inline in (True, False):
        path = tmp_path / f"{inline}.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate((HEADER, *PEOPLE, [1.5, "x", *range(40)])):
                sheet.write_row(number, 0, row)
        assert read_survey(path).cuts == {}


def test_blocks_join_to_one_range(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    rows = [f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>x</t></is></c></row>' for n in range(1, 200)]
    rows[100] = '<row r="101"><c r="AB101"><f>1</f></c></row>'
    path.write_bytes(make_xlsx(sheet_of(*rows)))
    whole = read_survey(path)
    monkeypatch.setattr("pingyi.roster.files.survey.CHUNK", 256)
    assert read_survey(path) == whole
    assert whole.lost == {"xl/worksheets/sheet1.xml": ["AB101"]}


@pytest.mark.parametrize("size", [1 << 20, (1 << 20) - 45, 5 << 20])
def test_entities_behind_a_long_comment_are_refused(size: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    prolog = f"<!--{'x' * (size - 7)}-->" + '<!DOCTYPE w [<!ENTITY a "b">]>'
    path.write_bytes(make_xlsx(sheet_of(), prolog=prolog))
    with pytest.raises(FileKindError) as caught:
        read_survey(path)
    assert caught.value.problems[0].code == "file-entities"
