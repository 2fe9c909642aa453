"""Reading the sheets of .xlsx, .xls and .csv files within bounds: no file can end or hang the process."""

from __future__ import annotations

import csv
import io
import posixpath
import zipfile
from collections.abc import Iterable
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from pingyi.roster.files.kinds import FileKind, identify_file
from pingyi.roster.files.refusals import damaged, encrypted, refuse
from pingyi.roster.files.sheets import CellValue, Sheet
from pingyi.roster.files.survey import Survey, survey_workbook
from pingyi.roster.files.xls import read_xls
from pingyi.texts import translate as _

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_END = b"</sheetData></worksheet>"
_DELIMITERS = ",\t;，"


def read_sheets(path: Path) -> list[Sheet]:
    """Read every visible sheet of a file.

    Raises:
        FileKindError: it is not a workbook or a CSV table, is damaged or hostile; the message says what to do.
    """
    kind = identify_file(path)
    if kind is FileKind.TEXT:
        return [_read_text(path)]
    if kind is FileKind.XLS:
        return read_xls(path)
    return _read_xlsx(path)


def _read_xlsx(path: Path) -> list[Sheet]:
    with zipfile.ZipFile(path) as archive:
        survey = survey_workbook(path, archive)
        parts = _name_parts(path, archive) if survey.cuts or survey.lost else {}
        source = _copy_cut(archive, survey) if survey.cuts else path
    try:
        with CalamineWorkbook.from_object(source) as book:
            visible = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
            sheets = [_make_sheet(book.get_sheet_by_name(name)) for name in visible]
    except PasswordError as error:
        raise encrypted(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        # calamine answers some damaged files with a panic, which is no Exception
        if type(error).__name__ == "PanicException":
            raise damaged(path) from error
        raise
    for sheet in sheets:
        part = parts.get(sheet.name, "")
        sheet.lost_cells = survey.lost.get(part, [])
        if part in survey.hidden_values:
            sheet.unread_after = survey.cuts[part][1]
    return sheets


def read_survey(path: Path) -> Survey:
    """Look at a workbook without reading it.

    Raises:
        FileKindError: it is damaged or hostile.
    """
    with zipfile.ZipFile(path) as archive:
        return survey_workbook(path, archive)


def _make_sheet(found: CalamineSheet) -> Sheet:
    ranges = ((*start, *end) for start, end in found.merged_cell_ranges or ())
    return Sheet.place(found.name, found.start, found.to_python(), ranges)


def _copy_cut(archive: zipfile.ZipFile, survey: Survey) -> io.BytesIO:
    """A copy whose sheets end where their values do."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as target:
        for info in archive.infolist():
            if info.filename in survey.cuts:
                with archive.open(info) as stream:
                    target.writestr(info.filename, stream.read(survey.cuts[info.filename][0]) + _END)
            elif info.filename.endswith((".xml", ".rels")):
                target.writestr(info.filename, archive.read(info))
    copy.seek(0)
    return copy


def _name_parts(path: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part holds each sheet."""
    from lxml import etree  # seldom needed

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    except (KeyError, etree.XMLSyntaxError) as error:
        raise damaged(path) from error
    targets = {item.get("Id"): posixpath.join("/xl", item.get("Target", "")).lstrip("/") for item in relations}
    return {sheet.get("name", ""): targets.get(sheet.get(_RELATION), "") for sheet in book.iter(_MAIN + "sheet")}


def _read_text(path: Path) -> Sheet:
    """Read a CSV table in UTF-8 or, failing that, GB18030; nothing else is tried."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise refuse(
            path,
            "file-encoding",
            _("“{file}” is text neither in UTF-8 nor in GB18030."),
            _("In Excel or WPS choose “Save as”, type “CSV UTF-8”, and use the new file."),
        )
    first_line = text[: text.find("\n") + 1 or None]
    delimiter = max(_DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows: list[list[str]] = list(reader)
    except csv.Error as error:
        raise refuse(
            path,
            "file-damaged",
            _("“{file}” has a quotation mark that is not closed, at or before line {line}."),
            _("Correct that line, or save the table as .xlsx from Excel or WPS."),
            line=reader.line_num,
        ) from error
    return Sheet("", 1, _level(rows))


def _level(rows: Iterable[list[str]]) -> list[list[CellValue]]:
    kept = list(rows)
    width = max(map(len, kept), default=0)
    return [[*row, *[""] * (width - len(row))] for row in kept]
