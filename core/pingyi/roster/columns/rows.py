"""Telling the rows that hold data from titles, notes, marks, samples, totals and blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from pingyi.errors import Severity
from pingyi.roster.columns.header import Table, normalise
from pingyi.roster.columns.words import (
    MEMBERSHIPS,
    NOTE_START,
    REQUIRED_MARKS,
    SAMPLE_MARKS,
    SEXES,
    SIGNATURE_START,
    TOTAL_MARKS,
)
from pingyi.roster.files.sheets import CellValue, Merge, Sheet
from pingyi.roster.findings import Findings, show_value
from pingyi.texts import translate as _

DataRow = tuple[int, Sequence[CellValue]]
"""Excel's number of a row, and its cells."""
_NAME_FIELDS = ("name", "subject")
_NUMBER_FIELDS = ("person_no", "id_number", "serial")
_WORD_FIELDS = ("sex", "membership")
_LONGEST_NAME = 15
_NOTE_WIDTH = 3
_MERGED_ROWS = 20
_MARK_STARTS = frozenset(mark[0] for mark in (*TOTAL_MARKS, *SAMPLE_MARKS))


class RowSorter:
    """Goes through the rows below a header once.

    Args:
        table: the sheet.
        findings: takes a note for everything that is skipped.
    """

    def __init__(self, table: Table, findings: Findings) -> None:
        self._table = table
        self._findings = findings
        self._name = next((table.columns[name][0] for name in _NAME_FIELDS if name in table.columns), None)
        serial = set(table.columns.get("serial", ()))
        self._mapped = sorted({index for indexes in table.columns.values() for index in indexes} - serial)
        self._second = next((index for index in self._mapped if index != self._name), None)
        self._numbers = [at for name in _NUMBER_FIELDS for at in table.columns.get(name, ())]
        self._words = [at for name in _WORD_FIELDS for at in table.columns.get(name, ())]
        self._starts_apart = 0 not in (self._name, self._second)
        above = table.sheet.rows[: table.first]
        self._above = {tuple(map(str, row)) for row in above}
        self._labels = REQUIRED_MARKS | {str(row[self._name]) for row in above if self._name is not None}
        self._merges = list(_clip_merges(table.sheet))
        self._notes = {
            row
            for merge in self._merges
            if merge.right - merge.left + 1 >= _NOTE_WIDTH
            for row in range(merge.top, merge.bottom + 1)
        }

    def list_data(self) -> Iterator[DataRow]:
        """Yield the rows that hold data, and report the others."""
        self._report_titles()
        self._fill_down()
        sheet = self._table.sheet
        blanks: list[int] = []
        pending: list[int] = []
        for index in range(self._table.first, len(sheet.rows)):
            row = sheet.rows[index]
            reason = self._judge(index, row)
            if reason is None:
                blanks += pending
                pending = []
                yield sheet.number(index), row
            elif reason:
                blanks += pending
                pending = []
                self._skip(sheet.number(index), row, reason)
            else:
                pending.append(sheet.number(index))
        for number in blanks:
            self._findings.repeat(Severity.INFO, "rows-blank", _("blank rows skipped"), sheet=sheet.name, row=number)

    def _judge(self, index: int, row: Sequence[CellValue]) -> str | None:
        """Say why a row is no data: an empty text for a blank one, `None` for data."""
        name = row[self._name] if self._name is not None else ""
        second = row[self._second] if self._second is not None else ""
        usual = name != "" and second != "" and name not in self._labels and index not in self._notes
        if usual and not (_is_mark(name) or _is_mark(second) or (self._starts_apart and _is_mark(row[0]))):
            # the usual case, decided fast
            labelled = _find_label(name) or _find_label(second) or (self._starts_apart and _find_label(row[0]))
            return _("line of notes") if labelled and self._is_signature(row) else None
        return self._judge_closely(index, row, name)

    def _judge_closely(self, index: int, row: Sequence[CellValue], name: CellValue) -> str | None:
        filled = [cell for cell in row if not _is_blank(cell)]
        mapped = [row[at] for at in self._mapped if not _is_blank(row[at])]
        if not mapped and len(filled) <= 1 and not any(_is_mark(cell) or len(str(cell)) > 8 for cell in filled):
            return ""  # nothing, or a number that was filled in beforehand
        first, titles = filled[0], self._table.titles
        required = sum(str(cell).strip() in REQUIRED_MARKS for cell in filled)
        repeated = sum(normalise(row[at]) == normalise(title) for at, title in titles.items() if row[at] != "")
        noted = index in self._notes or NOTE_START.match(str(first).strip()) is not None
        nameless = _is_blank(name) or len(str(name)) > _LONGEST_NAME or "：" in str(name)
        reasons = (
            (_is_total(first) or _is_total(name), _("line of totals")),
            (required * 2 >= len(filled), _("line that says which columns are required")),
            (_is_sample(first) or _is_sample(name), _("sample line")),
            (
                (repeated >= 2 and repeated * 2 > len(filled)) or tuple(map(str, row)) in self._above,
                _("header repeated"),
            ),
            (
                (noted and len(filled) <= 2) or (nameless and len(mapped) <= 1) or self._is_signature(row),
                _("line of notes"),
            ),
        )
        return next((reason for holds, reason in reasons if holds), None)

    def _is_signature(self, row: Sequence[CellValue]) -> bool:
        """Whether a row is one such as 制表：张三, 审核：李四, 日期：2010.12.28, and no member's."""
        if any(_is_number(row[at]) for at in self._numbers):
            return False
        if any(str(row[at]).strip() in SEXES or str(row[at]).strip() in MEMBERSHIPS for at in self._words):
            return False
        filled = [cell for cell in row if not _is_blank(cell)]
        labels = [_find_label(cell) for cell in filled]
        # what people write of themselves may begin with a label, and stand in the first column
        begins = "name" in self._table.columns and labels[0] is not None and not labels[0]["note"]
        return begins or sum(label is not None for label in labels) * 2 > len(filled)

    def _fill_down(self) -> None:
        """Give every row of a cell merged downwards its value: people merge the branch over its members."""
        table, rows = self._table, self._table.sheet.rows
        for merge in self._merges:
            if not self._is_filled_down(merge):
                continue
            value = rows[merge.top][merge.left]
            for row in rows[merge.top + 1 : merge.bottom + 1]:
                if row[merge.left] == "":
                    row[merge.left] = value
            self._findings.repeat(
                Severity.INFO,
                "cells-merged",
                _("cell merged over several rows: its value is used for all of them"),
                sheet=table.sheet.name,
                row=table.sheet.number(merge.top),
                column=table.titles[merge.left],
            )

    def _is_filled_down(self, merge: Merge) -> bool:
        return (
            merge.left == merge.right
            and merge.left in self._mapped
            and merge.left != self._name
            and self._table.first <= merge.top < merge.bottom
        )

    def _report_titles(self) -> None:
        sheet = self._table.sheet
        for index, row in enumerate(sheet.rows[: self._table.header]):
            if any(not _is_blank(cell) for cell in row):
                self._skip(sheet.number(index), row, _("line above the header"))
        if sheet.unread_after is not None:
            self._findings.add(
                Severity.WARNING,
                "rows-unread",
                _("There are values far below the table; nothing after row {row} was read.").format(
                    row=sheet.unread_after
                ),
                _("If they count, delete the empty rows between; else delete them."),
                sheet=sheet.name,
            )
        for cell in sheet.lost_cells[:20]:
            self._findings.add(
                Severity.WARNING,
                "formula-lost",
                _("The formula in {cell} has an error or was never calculated; the cell is read as empty.").format(
                    cell=cell
                ),
                _("Open the workbook in Excel or WPS, correct the formula or type its result, and save."),
                sheet=sheet.name,
                row=int("".join(char for char in cell if char.isdigit())),
            )

    def _skip(self, number: int, row: Sequence[CellValue], reason: str) -> None:
        self._findings.add(
            Severity.INFO,
            "row-skipped",
            _("Skipped: {reason}.").format(reason=reason),
            sheet=self._table.sheet.name,
            row=number,
            value=show_value(next((cell for cell in row if not _is_blank(cell)), "")),
        )


def _clip_merges(sheet: Sheet) -> Iterator[Merge]:
    """Merged ranges inside the rows; a file with absurdly many is not worth its time."""
    budget = _MERGED_ROWS * (len(sheet.rows) + 1)
    for merge in sheet.merges:
        bottom = min(merge.bottom, len(sheet.rows) - 1)
        budget -= bottom - merge.top + 1
        if budget < 0:
            return
        if merge.top <= bottom:
            yield Merge(merge.top, merge.left, bottom, merge.right)


def _is_blank(cell: CellValue) -> bool:
    return isinstance(cell, str) and (not cell or cell.isspace())


def _find_label(cell: CellValue) -> re.Match[str] | None:
    if not isinstance(cell, str) or ("：" not in cell and ":" not in cell):
        return None
    return SIGNATURE_START.match("".join(cell.split()))


def _is_number(cell: CellValue) -> bool:
    """Whether a cell holds a number of somebody, or of a line."""
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip()
        return text.isascii() and text.isalnum() and not text.isalpha()
    return isinstance(cell, int | float)


def _is_total(cell: CellValue) -> bool:
    return isinstance(cell, str) and "".join(cell.split()).startswith(TOTAL_MARKS)


def _is_sample(cell: CellValue) -> bool:
    return isinstance(cell, str) and (cell.startswith(SAMPLE_MARKS) or cell.strip() == "例")


def _is_mark(cell: CellValue) -> bool:
    """Whether a cell may be the mark of a line of totals or of a sample; most cells are ruled out by their start."""
    return isinstance(cell, str) and cell.lstrip()[:1] in _MARK_STARTS and (_is_total(cell) or _is_sample(cell))
