"""A workbook as read: sheets of plain cell values, with the Excel row each comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

CellValue = str | float | bool | dt.date | dt.time | dt.timedelta
"""What a cell can hold; an empty cell is an empty text, and a datetime is a date too."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, as first and last index into `Sheet.rows` and into a row, both inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: as on its tab; empty for a text file.
        top: Excel's number of the first row in `rows`.
        rows: cell values; all rows are of one length.
        left: how many empty columns stand before the first one of `rows`.
        merges: merged ranges inside `rows`.
        unread_after: Excel row after which values were left unread, because a long run of empty rows came before them.
        lost_cells: cells whose formula has an error, or has never been calculated: they read as empty.
    """

    name: str
    top: int
    rows: list[list[CellValue]]
    merges: list[Merge] = field(default_factory=list)
    left: int = 0
    unread_after: int | None = None
    lost_cells: list[str] = field(default_factory=list)

    @classmethod
    def place(
        cls,
        name: str,
        start: tuple[int, int] | None,
        rows: list[list[CellValue]],
        ranges: Iterable[tuple[int, int, int, int]],
    ) -> Self:
        """Make a sheet of what calamine read.

        Args:
            name: as on its tab.
            start: row and column of the first value, from 0; `None` of an empty sheet.
            rows: the values from there on.
            ranges: merged ranges as first row and column, last row and column, of the whole sheet; those that begin
                before the first value are left out.
        """
        top, left = start or (0, 0)
        merges = [Merge(a - top, b - left, c - top, d - left) for a, b, c, d in ranges if a >= top and b >= left]
        return cls(name, top + 1, rows, merges, left)

    def number(self, index: int) -> int:
        """Excel's number of `rows[index]`."""
        return self.top + index
