"""Writing the workbook that a campaign starts with, empty or filled."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pingyi.disk.atomic import write_whole
from pingyi.errors import DataError
from pingyi.model.config.settings import Settings
from pingyi.plugins import Plugins
from pingyi.roster.columns.field import Field, SheetKind, ValueKind
from pingyi.roster.columns.fields import list_fields
from pingyi.roster.columns.record_fields import ASPECT
from pingyi.roster.roster import Roster
from pingyi.roster.writing.content import ContentLister, Row
from pingyi.roster.writing.guide import INTRODUCTION, TABLE_HEADER, explain, list_guide_rows
from pingyi.texts import translate as _

_ORDER = (
    SheetKind.MEMBERS,
    SheetKind.ORGANISATIONS,
    SheetKind.LEADERS,
    SheetKind.SUMMARIES,
    SheetKind.COMMENTS,
    SheetKind.PLEDGES,
    SheetKind.VISITS,
    SheetKind.MEETINGS,
)
_NEVER = frozenset({"serial", "status", "parent_code", "branch_code"})
_IF_USED = frozenset({"id_number", "code", "last_pledge"})
"""Columns that our own workbook has only where there is something to keep: forms never need them."""
_WIDTHS: Mapping[str, int] = {
    "name": 11, "sex": 6, "ethnicity": 9, "person_no": 13, "parent": 26, "branch": 34, "branch_type": 18,
    "own_branch_id": 34, "parent_id": 30, "in_charge_of": 44, "committee": 26, "comment": 44, "pledge": 44,
    "last_pledge": 44, "notes": 44, "organisation": 34, "subject": 20, "rectification": 36, "follow_up": 30,
    "leaders": 20, "kind": 16, "expected": 7, "attended": 7, "on_leave": 26, "not_counted": 26, "speakers": 30,
    "parts": 44, "done": 30, "leader_comment": 50,
}  # fmt: skip
_DEFAULT_WIDTH = 14
_ASPECT_WIDTH = 40
_FIELDS_OF_BRANCHES = frozenset({"branch", "own_branch_id", "organisation"})
_SPARE_ROWS = 2000
_LONGEST_TEXT = 32_767
_LONGEST_LIST = 255  # characters that Excel allows in a list of choices


def write_workbook(target: Path, settings: Settings, plugins: Plugins, content: Roster | None = None) -> None:
    """Write the input workbook of a campaign.

    All columns are text, so that no number loses digits, and every value is written as text, so that none becomes a
    formula. It reads back through `read_roster` to the same people.

    Args:
        target: an .xlsx file; what is there is replaced.
        settings: the aspects of summaries and the grades.
        plugins: whose branch types add columns.
        content: what to fill in.

    Raises:
        DataError: a text is longer than a cell can hold.
        DeliveryError: the file cannot be written.
    """
    labels = {kind.NAME: kind.LABEL for kind in plugins.branch_types.values()}
    lister = ContentLister(content, settings, labels) if content is not None else None
    rows = {kind: list(lister.list_rows(kind)) if lister is not None else [] for kind in _ORDER}
    fields = list_fields(settings, plugins)
    used = {kind: [item for item in fields[kind] if _is_used(item, rows[kind])] for kind in _ORDER}
    content_of_file = io.BytesIO()
    with xlsxwriter.Workbook(content_of_file, {"in_memory": True}) as book:
        # the time of writing would make two equal workbooks differ
        book.set_properties({"created": dt.datetime.combine(settings.deadlines.review, dt.time())})
        writer = _BookWriter(book)
        writer.write_guide(used)
        for kind in _ORDER:
            writer.write_sheet(kind, used[kind], rows[kind])
        writer.sheets[SheetKind.MEMBERS].activate()
    write_whole(target, content_of_file.getvalue())


def _is_used(field: Field, rows: Iterable[Row]) -> bool:
    return field.name not in _NEVER and (field.name not in _IF_USED or any(row.get(field.name) for row in rows))


class _BookWriter:
    def __init__(self, book: Any) -> None:
        self._book = book
        self.sheets: dict[SheetKind, Worksheet] = {}
        cell = {"num_format": "@", "valign": "top", "font_name": "宋体", "font_size": 11}
        self._text: Format = book.add_format(cell)
        self._wrapped: Format = book.add_format({**cell, "text_wrap": True})
        head = {"bold": True, "font_name": "宋体", "font_size": 11}
        frame = {"bg_color": "#DDEBF7", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        self._head: Format = book.add_format({**head, **frame, "num_format": "@"})
        self._bold: Format = book.add_format(head)
        self._star: Format = book.add_format({**head, "font_color": "#FF0000"})
        self._title: Format = book.add_format({"bold": True, "font_name": "黑体", "font_size": 16})

    def write_guide(self, fields: Mapping[SheetKind, Sequence[Field]]) -> None:
        """Write the sheet that explains the others."""
        sheet = self._book.add_worksheet(SheetKind.GUIDE.value)
        for column, width in enumerate((40, 26, 10, 34, 60)):
            sheet.set_column(column, column, width, self._text)
        sheet.write_string(0, 0, INTRODUCTION[0], self._title)
        for row, line in enumerate(INTRODUCTION[1:], start=1):
            sheet.write_string(row, 0, line, self._text)
        top = len(INTRODUCTION) + 1
        for column, text in enumerate(TABLE_HEADER):
            sheet.write_string(top, column, text, self._head)
        lines = [line for kind in _ORDER for line in list_guide_rows(kind, list(fields[kind]))]
        for row, cells in enumerate(lines, start=top + 1):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, self._wrapped if column in (0, 4) else self._text)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def write_sheet(self, kind: SheetKind, fields: Sequence[Field], rows: Sequence[Row]) -> None:
        """Write one sheet with its header, choices and rows."""
        sheet: Worksheet = self._book.add_worksheet(kind.value)
        self.sheets[kind] = sheet
        last_row = len(rows) + _SPARE_ROWS
        for column, field in enumerate(fields):
            self._write_header(sheet, column, field)
            choices = self._list_choices(field)
            if choices is not None:
                sheet.data_validation(1, column, last_row, column, choices)
        for number, row in enumerate(rows, start=1):
            for column, field in enumerate(fields):
                text = row.get(field.name, "")
                if text:
                    self._write_text(sheet, (number, column), text, field)
        sheet.freeze_panes(1, _count_frozen(fields))
        sheet.autofilter(0, 0, max(len(rows), 1), len(fields) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)

    def _write_header(self, sheet: Worksheet, column: int, field: Field) -> None:
        width = _ASPECT_WIDTH if field.name.startswith(ASPECT) else _WIDTHS.get(field.name, _DEFAULT_WIDTH)
        sheet.set_column(column, column, width, self._text)
        title = field.column.title
        if field.required:
            sheet.write_rich_string(0, column, self._bold, title, self._star, "*", self._head)
        else:
            sheet.write_string(0, column, title, self._head)
        note = "\n".join(
            part
            for part in (
                "必填" if field.required else "",
                explain(field),
                f"可选：{'、'.join(field.column.values)}" if field.column.values else "",
            )
            if part
        )
        if note:
            sheet.write_comment(0, column, note, {"author": "pingyi", "x_scale": 1.5})

    def _write_text(self, sheet: Worksheet, place: tuple[int, int], text: str, field: Field) -> None:
        if len(text) > _LONGEST_TEXT:
            raise DataError(
                _("“{column}” in row {row} is longer than a cell can hold ({limit} characters).").format(
                    column=field.column.title, row=place[0] + 1, limit=_LONGEST_TEXT
                ),
                cure=_("Shorten the text."),
            )
        wrapped = "\n" in text or len(text) > _ASPECT_WIDTH
        sheet.write_string(*place, text, self._wrapped if wrapped else self._text)

    def _list_choices(self, field: Field) -> dict[str, Any] | None:
        """A drop-down list that suggests and does not forbid."""
        values = field.column.values or (("是", "否") if field.kind is ValueKind.FLAG else ())
        source: Any = list(values) if values and len(",".join(values)) <= _LONGEST_LIST else None
        if field.name in _FIELDS_OF_BRANCHES:
            source = f"='{SheetKind.ORGANISATIONS.value}'!$A$2:$A${_SPARE_ROWS}"
        if source is None:
            return None
        return {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}


def _count_frozen(fields: Sequence[Field]) -> int:
    """Columns up to the name stay in sight."""
    names = [field.name for field in fields]
    return next((names.index(name) + 1 for name in ("name", "subject") if name in names), 0)
