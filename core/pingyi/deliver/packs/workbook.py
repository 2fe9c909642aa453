"""Small workbooks whose bytes depend on their content alone, and whose texts no program takes for formulas."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_FONT = {"font_name": "宋体", "font_size": 11}
_A4 = 9
_LINE, _SPACE = 15, 3
"""Points of a line, and around the lines of a row."""


@contextlib.contextmanager
def open_workbook(title: str) -> Iterator[tuple[Workbook, io.BytesIO]]:
    """Give a workbook and the buffer that holds it afterwards."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _CREATED})
        yield book, content


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
        self.text: Format = book.add_format({**_FONT, "num_format": "@", "border": 1, "valign": "vcenter"})
        self.head: Format = book.add_format(
            {
                **_FONT,
                "num_format": "@",
                "bold": True,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "bg_color": "#DDEBF7",
            }
        )
        self.title: Format = book.add_format({**_FONT, "num_format": "@", "bold": True, "font_size": 14})
        self.plain: Format = book.add_format({**_FONT, "num_format": "@"})
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
        """Freeze the header, add filters, and make the sheet fit the width of a page."""
        self.sheet.freeze_panes(*frozen)
        if filters:
            self.sheet.autofilter(frozen[0] - 1, 0, *last)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")


def count_lines(titles: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines the longest title takes in its column: a Chinese character is two wide."""
    return max(
        -(-sum(1 + (not char.isascii()) for char in title) // width)
        for title, width in zip(titles, widths, strict=True)
    )
