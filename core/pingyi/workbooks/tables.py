"""What the tables of all workbooks share: how cells look, the row of headers, and how a page is printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CELL: Mapping[str, Any] = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
TEXT: Mapping[str, Any] = {"num_format": "@"}
"""Stays text when it is typed over too."""
HEAD: Mapping[str, Any] = {"bold": True, "align": "center", "bg_color": "#DDEBF7"}
_A4 = 9


def write_head(sheet: Worksheet, columns: Mapping[str, int], look: Format, row: int = 0) -> None:
    """Write the row of column headers, which each printed page repeats with what stands above it.

    Args:
        sheet: where to.
        columns: titles and widths in characters.
        look: of the headers.
        row: its number, from 0.
    """
    for column, (title, width) in enumerate(columns.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(row, column, title, look)
    sheet.repeat_rows(0, row)


def finish_sheet(
    sheet: Worksheet,
    *,
    frozen: tuple[int, int],
    last: tuple[int, int],
    filters: bool = True,
    header: str = "",
    numbered: bool = True,
) -> None:
    """Freeze the headers, add filters, and make the sheet fit the width of a page.

    Args:
        sheet: whose rows are written.
        frozen: how many rows and columns stay in sight; the last of the rows has the headers.
        last: row and column of the last cell, from 0.
        filters: whether rows can be chosen by their values.
        header: printed above each page.
        numbered: whether the number of the page is printed below it.
    """
    sheet.freeze_panes(*frozen)
    if filters:
        sheet.autofilter(frozen[0] - 1, 0, *last)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if header:
        sheet.set_header("&C&14 " + header.replace("&", "&&"))
    if numbered:
        sheet.set_footer("&C第 &P 页，共 &N 页")
