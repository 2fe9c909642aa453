"""The index at the front of a print file: page, person, organisation, form, copy and code of each document."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from pingyi.deliver.printing.entry import PrintedPlace

TITLE = "打印目录"
"""Heading of the index, and title of the file."""
_ROWS = 46
"""Rows of a page: each has an exact height, so that the index takes as many pages as it is said to take."""
_WIDTHS = {"页码": 800, "节": 800, "姓名": 1600, "党组织": 3100, "表格": 1900, "存留": 1050, "编号": 1750}
"""Columns and their widths in twentieths of a point."""
_ROW = 290
_PADDING = 60
_SIZES = range(18, 8, -1)
"""Type sizes in half-points: text that is too long for its cell is set smaller, and the smallest takes two lines."""
_FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NOTE = (
    "“页码”从本文件第一页数起，按版面推算{blank}；每份表自己的页码另从第1页编起。"
    "在 Word 的“打印”里填写“节”栏的内容（如 s2），只打印这一份。"
)
_BLANK = "，连同双面打印时空出的背面"
SECTION = (
    '{references}<w:type w:val="nextPage"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="794" w:right="454" w:bottom="680" w:left="454" w:header="340" w:footer="340" w:gutter="0"/>'
    '<w:pgNumType w:fmt="lowerRoman" w:start="1"/>'
)


def count_pages(documents: int) -> int:
    """How many pages the index of so many documents takes."""
    return max(1, math.ceil(documents / _ROWS))


def name_bookmark(number: int) -> str:
    """The bookmark at the beginning of a document, counted from 1."""
    return f"form_{number}"


def write_front(places: Sequence[PrintedPlace], section: str, *, duplex: bool) -> Iterator[str]:
    """The XML of the index, page by page; its formatting is its own, whatever the styles of the forms are.

    Args:
        places: the documents.
        section: the properties of its section.
        duplex: whether blank backs of sheets are counted.
    """
    note = _NOTE.format(blank=_BLANK if duplex else "")
    pages = [places[start : start + _ROWS] for start in range(0, len(places), _ROWS)] or [()]
    for number, page in enumerate(pages, 1):
        label = TITLE if len(pages) == 1 else f"{TITLE}（{number}/{len(pages)}）"
        yield _write_paragraph(label, size=28, line=480, bold=True, align="center", new_page=number > 1)
        yield _write_table(page, (number - 1) * _ROWS + 1)
        yield _write_paragraph(note, size=15, line=240, ends=section if number == len(pages) else "")


def _write_table(page: Sequence[PrintedPlace], first: int) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS.values())
    head = "".join(_write_cell(title, width, bold=True) for title, width in _WIDTHS.items())
    rows = "".join(_write_row(place, number) for number, place in enumerate(page, first))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS.values())}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_PADDING}" w:type="dxa"/><w:right w:w="{_PADDING}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{_wrap_row(head)}{rows}</w:tbl>"
    )


def _write_row(place: PrintedPlace, number: int) -> str:
    entry = place.entry
    named = (entry.person or "—", entry.organisation, entry.form, entry.copy or "—", entry.code)
    texts = (str(place.page), f"s{place.section}", *named)
    return _wrap_row(
        "".join(
            _write_cell(text, width, target=name_bookmark(number) if column == 0 else "")
            for column, (text, width) in enumerate(zip(texts, _WIDTHS.values(), strict=True))
        )
    )


def _wrap_row(cells: str) -> str:
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_ROW}" w:hRule="exact"/></w:trPr>{cells}</w:tr>'


def _write_cell(text: str, width: int, *, bold: bool = False, target: str = "") -> str:
    room = (width - 2 * _PADDING - 40) / 10  # in half-points
    wide = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.7 for char in text) or 1.0
    size = next((size for size in _SIZES if wide * size <= room), _SIZES[-1])
    lines = 1 if wide * size <= room else 2
    paragraph = _write_paragraph(text, size=size, line=(_ROW - 20) // lines, bold=bold, align="center", target=target)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{paragraph}</w:tc>'


def _write_paragraph(
    text: str,
    *,
    size: int,
    line: int,
    bold: bool = False,
    align: str = "left",
    new_page: bool = False,
    target: str = "",
    ends: str = "",
) -> str:
    weight = "<w:b/>" if bold else '<w:b w:val="0"/>'
    run = (
        f'<w:r><w:rPr>{_FONTS}{weight}<w:color w:val="auto"/><w:spacing w:val="0"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )
    if target:
        run = f"<w:hyperlink w:anchor={quoteattr(target)}>{run}</w:hyperlink>"
    section = f"<w:sectPr>{ends}</w:sectPr>" if ends else ""
    return (
        f'<w:p><w:pPr>{"<w:pageBreakBefore/>" if new_page else ""}<w:widowControl w:val="0"/>'
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
        f'<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="{align}"/>{section}</w:pPr>{run}</w:p>'
    )
