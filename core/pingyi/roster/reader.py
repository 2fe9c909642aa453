"""From the rows of a sheet to drafts: values by field name, with every trouble told at its cell."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pingyi.errors import Severity
from pingyi.roster.cells import Trouble
from pingyi.roster.columns.field import ValueKind
from pingyi.roster.columns.header import Table
from pingyi.roster.columns.rows import RowSorter
from pingyi.roster.files.sheets import CellValue
from pingyi.roster.findings import Findings
from pingyi.roster.values import Converted, Converter, make_converter
from pingyi.texts import translate as _

_JOINED = {"post": "、", "remark": "；"}
"""Fields that may be spread over several columns, such as 职务 and 职称, and what is put between."""
_KEPT = 1 << 15  # more than there are days in two generations
_NOTHING = ("", ())
_NO_COLUMN = frozenset({"serial"})


@dataclass(slots=True)
class Draft:
    """One row on its way to a person, an organisation or a record.

    Attributes:
        table: the sheet it stands in.
        row: Excel's number of the row.
        cells: the row as it was read.
        name: the name as far as it could be read.
        values: what is given, by field name; nothing is stored for an empty cell.
        faulty: whether the row has an error.
        unread: the fields whose cells have one.
        deferred: troubles in columns of some branch types, which count only for members of these types.
        branch_id: for members, the organisation they were found to belong to.
    """

    table: Table
    row: int
    cells: Sequence[CellValue]
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    faulty: bool = False
    unread: tuple[str, ...] = ()
    deferred: tuple[tuple[str, Trouble], ...] = ()
    branch_id: str = ""

    def get(self, name: str) -> str:
        """A text value, empty where nothing is given."""
        return str(self.values.get(name) or "")

    def find_cell(self, name: str) -> int | None:
        """The column of a field: the first of its columns that is filled here, else the first."""
        indexes = self.table.columns.get(name, ())
        return next((index for index in indexes if self.cells[index] != ""), indexes[0] if indexes else None)

    def title(self, name: str) -> str:
        """The printed header of that column, on one line."""
        index = self.find_cell(name)
        return " ".join((self.table.title(name) if index is None else self.table.titles[index]).split())


class RowFindings:
    """Tells troubles at the cells of rows.

    Args:
        findings: where they go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def tell(self, draft: Draft, name: str, trouble: Trouble, value: CellValue | None = None) -> None:
        """Add one trouble with a field of a row; an error makes the draft faulty; private values are not shown.

        Args:
            draft: the row.
            name: the field.
            trouble: what is wrong.
            value: the wrong part of the cell, where not the whole of it is meant.
        """
        index = draft.find_cell(name)
        if value is None:
            value = draft.cells[index] if index is not None else ""
        self._findings.add(
            *trouble,
            sheet=draft.table.sheet.name,
            row=draft.row,
            column=draft.title(name),
            person=draft.name or draft.get("subject"),
            value="" if draft.table.fields[name].column.private else value,
        )
        if trouble.severity is Severity.ERROR:
            draft.faulty = True
            draft.unread = (*draft.unread, name)

    def repeat(self, draft: Draft, name: str, trouble: Trouble) -> None:
        """Add a trouble that may hold for many rows."""
        column = draft.title(name) if name else ""
        self._findings.repeat(*trouble, sheet=draft.table.sheet.name, row=draft.row, column=column, person=draft.name)


class _Memo(dict[str, Converted]):
    """What the texts of one column are read as: most columns repeat few.

    Args:
        convert: reads a cell.
    """

    def __init__(self, convert: Converter) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, text: str) -> Converted:
        answer = self._convert(text)
        if len(self) < _KEPT:
            self[text] = answer
        return answer


@dataclass(frozen=True, slots=True)
class _Plan:
    index: int
    name: str
    read_text: Callable[[str], Converted]
    read_other: Converter
    deferred: bool


class TableReader:
    """Reads one sheet.

    Args:
        table: the sheet and its columns.
        findings: takes the troubles.
    """

    def __init__(self, table: Table, findings: Findings) -> None:
        self.table = table
        self._findings = findings
        self._rows = RowFindings(findings)
        self._plans = [
            self._plan(name, index)
            for name, indexes in table.columns.items()
            if name not in _NO_COLUMN
            for index in indexes
        ]

    def _plan(self, name: str, index: int) -> _Plan:
        field = self.table.fields[name]
        convert = make_converter(field, self.table.codes.get(index, {}))
        # numbers of people hardly ever repeat
        read_text = convert if field.kind is ValueKind.CODE else _Memo(convert).__getitem__
        # typed, because True, 1 and 1.0 are one key otherwise
        read_other = functools.lru_cache(maxsize=_KEPT, typed=True)(convert)
        return _Plan(index, name, read_text, read_other, bool(field.models))

    def read(self) -> Iterator[Draft]:
        """Yield one draft for each row that holds data."""
        columns = [(plan.index, plan.name, plan.read_text, plan.read_other, plan) for plan in self._plans]
        for number, row in RowSorter(self.table, self._findings).list_data():
            values: dict[str, Any] = {}
            troubled: list[tuple[_Plan, Trouble]] = []
            for index, name, read_text, read_other, plan in columns:
                raw = row[index]
                if raw == "":
                    continue
                value, troubles = read_text(raw) if isinstance(raw, str) else read_other(raw)
                if troubles:
                    troubled += [(plan, trouble) for trouble in troubles]
                if not value and (value is None or value in _NOTHING):
                    continue
                if name not in values:
                    values[name] = value
                elif name in _JOINED and value not in values[name]:
                    values[name] += _JOINED[name] + value
            draft = Draft(self.table, number, row, values.get("name", ""), values)
            for plan, trouble in troubled:
                self._tell(draft, plan, trouble)
            yield draft

    def _tell(self, draft: Draft, plan: _Plan, trouble: Trouble) -> None:
        if trouble.severity is Severity.INFO:
            self._rows.repeat(draft, plan.name, trouble)
            return
        trouble = trouble._replace(message=_("{message}.").format(message=trouble.message))
        if plan.deferred:
            draft.deferred = (*draft.deferred, (plan.name, trouble))
        else:
            self._rows.tell(draft, plan.name, trouble)
