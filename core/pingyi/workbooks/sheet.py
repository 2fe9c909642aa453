"""One sheet of text cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pingyi.workbooks.tables import CELL, HEAD, TEXT, finish_sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_FONT = {"font_name": "宋体", "font_size": 11}
_LINE, _SPACE = 15, 3
"""Points of a line, and around the lines of a row."""


class Sheet:
    """One sheet of text cells.

    Args:
        book: the workbook.
        name: of the sheet.
        widths: of its columns, in characters.
    """

    def __init__(self, book: Workbook, name: str, widths: Sequence[int]) -> None:
        self.sheet = book.add_worksheet(name)
        self._widths = tuple(widths)
        cell = {**CELL, **_FONT, **TEXT}
        self.text: Format = book.add_format(cell)
        self.head: Format = book.add_format({**cell, **HEAD, "text_wrap": True})
        self.title: Format = book.add_format({**_FONT, **TEXT, "bold": True, "font_size": 14})
        self.plain: Format = book.add_format({**_FONT, **TEXT})
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width, self.plain)

    def write_head(self, row: int, titles: Sequence[str], lines: int = 0) -> None:
        """Write the row of column headers, repeated on each printed page.

        Args:
            row: its number, from 0.
            titles: one for each column.
            lines: how many lines the longest of them takes, if not these titles but others are meant.
        """
        # programs that do not measure texts when they open a file would cut off the second line
        self.sheet.set_row(row, _LINE * (lines or count_lines(titles, self._widths)) + _SPACE)
        for column, title in enumerate(titles):
            self.sheet.write_string(row, column, title, self.head)
        self.sheet.repeat_rows(row)

    def write_row(self, row: int, values: Sequence[str]) -> None:
        """Write one row of texts."""
        for column, value in enumerate(values):
            self.sheet.write_string(row, column, value, self.text)

    def finish(self, *, frozen: tuple[int, int], last: tuple[int, int], filters: bool = True) -> None:
        """Freeze the headers, add filters, and make the sheet fit the width of a page, as `finish_sheet` does."""
        finish_sheet(self.sheet, frozen=frozen, last=last, filters=filters)


def count_lines(titles: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines the longest title takes in its column: a Chinese character is two wide."""
    return max(
        -(-sum(1 + (not char.isascii()) for char in title) // width)
        for title, width in zip(titles, widths, strict=True)
    )
