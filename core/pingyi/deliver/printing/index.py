"""The index of a print file as .xlsx."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pingyi.deliver.printing.entry import PrintedPlace
from pingyi.disk.atomic import write_whole

_COLUMNS = {"页码": 8, "页数": 8, "节": 8, "姓名": 14, "党组织": 36, "表格": 24, "存留": 10, "编号": 18}


def write_print_index(target: Path | IO[bytes], places: Iterable[PrintedPlace], *, title: str = "打印目录") -> None:
    """Write the index of a print file as .xlsx: text that no program takes for a formula, numbers as numbers.

    Args:
        target: a path, written whole or not at all, or a writable binary stream.
        places: what `PrintFile.close` returned.
        title: printed above each page.

    Raises:
        DeliveryError: it cannot be written; what was there before is untouched.
    """
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": dt.datetime(1980, 1, 1, tzinfo=dt.UTC)})
        sheet = book.add_worksheet("打印目录")
        common = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
        head = book.add_format({**common, "bold": True, "align": "center", "bg_color": "#DDEBF7"})
        text, number = book.add_format({**common, "num_format": "@"}), book.add_format(common)
        for column, (name, width) in enumerate(_COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        row = 0
        for row, place in enumerate(places, 1):
            entry = place.entry
            sheet.write_number(row, 0, place.page, number)
            sheet.write_number(row, 1, place.pages, number)
            texts = (f"s{place.section}", entry.person, entry.organisation, entry.form, entry.copy, entry.code)
            for column, value in enumerate(texts, 2):
                sheet.write_string(row, column, value, text)
        sheet.autofilter(0, 0, max(row, 1), len(_COLUMNS) - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_header("&C&14 " + title.replace("&", "&&"))
        sheet.set_footer("&C第 &P 页，共 &N 页")
    if isinstance(target, Path):
        write_whole(target, content.getvalue())
    else:
        target.write(content.getbuffer())
