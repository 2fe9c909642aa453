"""A copy of the user's own workbook with every problem at its cell: red, commented, and in a column to filter by."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pingyi.disk.atomic import write_whole
from pingyi.errors import Problem, Severity
from pingyi.model.fields.base import list_columns
from pingyi.model.people.organisation import Organisation, SchoolLeader
from pingyi.model.people.person import Person
from pingyi.roster.columns.header import ROWS_LOOKED_AT, list_forms, normalise
from pingyi.roster.files.kinds import FileKind, identify_file
from pingyi.roster.files.sheets import Sheet
from pingyi.roster.files.workbooks import read_sheets, read_survey

COLUMN = "错误说明"
_MARK = "【检查】"
_AUTHOR = "pingyi"
_RED = PatternFill("solid", fgColor="FFFF9999")
_YELLOW = PatternFill("solid", fgColor="FFFFEB9C")
_WIDTH = 60
_SHEET_NAME = "花名册"


def mark_workbook(source: Path, problems: Sequence[Problem], target: Path) -> None:
    """Write a marked copy of a roster.

    Cells with an error turn red, with a warning yellow, each with a comment that says what to do; a column 错误说明 to
    the right of the header row says it again, so that rows can be filtered. Marks of an earlier run are removed.
    The user's values and formats stay. A .csv or .xls becomes an .xlsx with the same rows.

    Args:
        source: the roster.
        problems: of that roster; those without a row are left out.
        target: an .xlsx file; what is there is replaced.

    Raises:
        FileKindError: the source cannot be read.
        DeliveryError: the target cannot be written.
    """
    book, sheets = _open(source)
    by_sheet: defaultdict[str, defaultdict[int, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        if problem.row is not None and problem.file in ("", source.name):
            by_sheet[problem.sheet][problem.row].append(problem)
    for sheet in book.worksheets:
        _remove_marks(sheet)
        rows = by_sheet.get(sheets.get(sheet.title, sheet.title))
        if rows:
            _mark_sheet(sheet, rows)
    saved = io.BytesIO()
    book.save(saved)
    write_whole(target, saved.getvalue())


def _open(source: Path) -> tuple[Workbook, Mapping[str, str]]:
    """The workbook to mark, and for each of its sheets the name that problems use, where it is another."""
    if identify_file(source) is FileKind.XLSX and not read_survey(source).cuts:
        return load_workbook(source), {}
    book = Workbook()
    book.remove(book.worksheets[0])
    names = {}
    for sheet in read_sheets(source):
        title = sheet.name or _SHEET_NAME
        names[title] = sheet.name
        _copy_rows(sheet, book.create_sheet(title))
    return book, names


def _copy_rows(source: Sheet, target: Worksheet) -> None:
    for index, row in enumerate(source.rows):
        for column, value in enumerate(row, start=1):
            if value != "":
                cell = target.cell(source.number(index), column + source.left)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # a text that begins with = is no formula
                    cell.number_format = "@"


def _mark_sheet(sheet: Worksheet, rows: Mapping[int, Sequence[Problem]]) -> None:
    header = _find_header(sheet, rows)
    titles = {" ".join(str(cell.value).split()): cell.column for cell in sheet[header] if cell.value is not None}
    notes = _last_column(sheet, header) + 1
    top = sheet.cell(header, notes, COLUMN)
    top.font = Font(bold=True, color="FFC00000")
    sheet.column_dimensions[get_column_letter(notes)].width = _WIDTH
    for number, problems in rows.items():
        texts = []
        for problem in problems:
            text = f"{problem.message} {problem.cure}".strip()
            texts.append(f"{problem.column}：{text}" if problem.column else text)
            column = titles.get(problem.column) or _find_alias(titles, problem.column)
            if column is not None:
                _mark_cell(sheet.cell(number, column), text, problem.severity)
        cell = sheet.cell(number, notes)
        cell.value = "\n".join(texts)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not sheet.tables:  # a table has its own filter, and Excel allows no second one over it
        sheet.auto_filter.ref = f"A{header}:{get_column_letter(notes)}{max(sheet.max_row, header + 1)}"


def _find_alias(titles: Mapping[str, int], title: str) -> int | None:
    """The column that people call otherwise than our own workbook does."""
    for model in (Person, Organisation, SchoolLeader):
        for column in list_columns(model).values():
            if column.title == title:
                known = {normalise(alias) for alias in column.aliases}
                for own, number in titles.items():
                    if any(form in known for form in list_forms(own)):
                        return number
    return None


def _mark_cell(cell: Cell | MergedCell, text: str, severity: Severity) -> None:
    if isinstance(cell, MergedCell):
        return  # only the first cell of a merged range can be formatted; the column of notes names the row
    cell.fill = _RED if severity is Severity.ERROR else _YELLOW
    own = cell.comment.text if cell.comment is not None else ""
    author = cell.comment.author if cell.comment is not None else _AUTHOR
    before = f"{own}\n" if own else ""
    comment = Comment(f"{before}{'' if _MARK in own else _MARK}{text}", author, height=120, width=320)
    cell.comment = comment


def _remove_marks(sheet: Worksheet) -> None:
    """Take away what an earlier run has put into a copy that was corrected since."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and _MARK in cell.comment.text:
                own = cell.comment.text.partition(_MARK)[0].rstrip("\n")
                author = cell.comment.author
                cell.comment = Comment(own, author) if own else None
                if cell.fill.fgColor.rgb in (_RED.fgColor.rgb, _YELLOW.fgColor.rgb):
                    cell.fill = PatternFill()
    for row in sheet.iter_rows(max_row=min(ROWS_LOOKED_AT, sheet.max_row)):
        for cell in row:
            if cell.value == COLUMN:
                _clear_column(sheet, cell.row, cell.column)


def _clear_column(sheet: Worksheet, first: int, column: int) -> None:
    for number in range(first, sheet.max_row + 1):
        cell = sheet.cell(number, column)
        cell.value = None
        cell.style = "Normal"


def _find_header(sheet: Worksheet, rows: Mapping[int, Sequence[Problem]]) -> int:
    """The row whose cells are the most headers."""
    known = {normalise(problem.column) for problems in rows.values() for problem in problems if problem.column}
    for model in (Person, Organisation, SchoolLeader):
        for column in list_columns(model).values():
            known |= {normalise(alias) for alias in (column.title, *column.aliases)}
    last = min(ROWS_LOOKED_AT, sheet.max_row, *rows)
    scores = {number: _count(known, (cell.value for cell in sheet[number])) for number in range(1, last + 1)}
    return max(scores, key=lambda number: (scores[number], -number))


def _count(known: set[str], values: Iterable[object]) -> int:
    return sum(any(form in known for form in list_forms(value)) for value in values if isinstance(value, str))


def _last_column(sheet: Worksheet, header: int) -> int:
    return max((cell.column for cell in sheet[header] if cell.value is not None), default=1)
