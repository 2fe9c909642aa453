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

    def write_head(self, row: int, titles: Sequence[str]) -> None:
        """Write the row of column headers, repeated on each printed page."""
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
