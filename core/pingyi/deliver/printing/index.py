"""The index of a print file as .xlsx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from pingyi.deliver.printing.entry import PrintedPlace
from pingyi.deliver.printing.front import TITLE
from pingyi.workbooks.book import open_workbook
from pingyi.workbooks.tables import CELL, HEAD, TEXT, finish_sheet, write_head

_COLUMNS = {"页码": 8, "页数": 8, "节": 8, "姓名": 14, "党组织": 36, "表格": 24, "存留": 10, "编号": 18}


def write_print_index(stream: IO[bytes], places: Iterable[PrintedPlace]) -> None:
    """Write the index of a print file as .xlsx: text that no program takes for a formula, numbers as numbers.

    Args:
        stream: a writable binary stream.
        places: what `PrintFile.close` returned.

    Raises:
        OSError: the stream cannot be written.
    """
    with open_workbook(TITLE) as (book, content):
        sheet = book.add_worksheet(TITLE)
        write_head(sheet, _COLUMNS, book.add_format({**CELL, **HEAD}))
        text, number = book.add_format({**CELL, **TEXT}), book.add_format(CELL)
        row = 0
        for row, place in enumerate(places, 1):
            entry = place.entry
            sheet.write_number(row, 0, place.page, number)
            sheet.write_number(row, 1, place.pages, number)
            texts = (f"s{place.section}", entry.person or "—", entry.organisation, entry.form, entry.copy, entry.code)
            for column, value in enumerate(texts, 2):
                sheet.write_string(row, column, value, text)
        finish_sheet(sheet, frozen=(1, 0), last=(max(row, 1), len(_COLUMNS) - 1), header=TITLE)
    stream.write(content.getbuffer())
