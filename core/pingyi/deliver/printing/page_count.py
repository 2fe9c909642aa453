"""How many pages a form takes, worked out from its tables, styles and texts as Word lays them out.

It knows what forms are made of: tables of fixed widths, rows with least heights, lines of a set height. The index
needs it because no field of Word tells the place of a page in the whole file once each form counts its own pages.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.deliver.printing.measures import Measures, StyleMeasures, count_lines
from pingyi.deliver.printing.source import Opened, Source
from pingyi.deliver.printing.wordml import Element, W, children, number_of, parse, value_of

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)")
_SHORT = 4
"""Texts up to this length fill no second line, so documents that differ in them alone take equally many pages."""
_SLACK = 1.0
_BORDER = 0.5
"""Height of the line below a cell, which its text makes room for."""


class PageCounter:
    """Counts pages, once for all documents whose texts are equally long."""

    def __init__(self) -> None:
        self._styles: dict[int, StyleMeasures] = {}
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}

    def count(self, opened: Opened) -> int:
        """Return how many pages a document takes, at least 1."""
        source = opened.source
        lengths = tuple(
            length if (length := len(text)) > _SHORT else 0 for text in _TEXT.findall(opened.body.decode("utf-8-sig"))
        )
        key = (id(source), lengths)
        if key not in self._known:
            styles = self._styles.get(id(source))
            if styles is None:
                styles = self._styles[id(source)] = _measure_styles(source)
            self._known[key] = _Pages(parse(opened.body), styles).count()
        return self._known[key]


def _measure_styles(source: Source) -> StyleMeasures:
    return StyleMeasures(parse(source.style_part) if source.style_part else None)


@dataclass
class _Row:
    height: float
    keep: bool
    splits: bool
    header: bool


class _Pages:
    def __init__(self, root: Element, styles: StyleMeasures) -> None:
        body = root.find(W + "body")
        self._blocks = list(children(body))
        section = body.find(W + "sectPr") if body is not None else None
        self._room, self._width = _measure_page(section)
        self._styles = styles
        self._page, self._y = 1, 0.0

    def count(self) -> int:
        for block in self._blocks:
            if block.tag == W + "p":
                self._add_paragraph(block)
            elif block.tag == W + "tbl":
                self._add_table(block)
        return self._page

    def _add_paragraph(self, paragraph: Element) -> None:
        measures = self._styles.of(paragraph)
        if measures.breaks or paragraph.find(f".//{W}br[@{W}type='page']") is not None:
            self._page, self._y = self._page + 1, 0.0
        lines = count_lines(paragraph, measures, self._width)
        before = measures.before if self._y else 0.0
        if self._y + before + measures.height > self._room + _SLACK:
            self._page, self._y = self._page + 1, 0.0
        self._y += before + lines * measures.height + measures.after
        section = paragraph.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            kind = section.find(W + "type")
            self._page, self._y = self._page + (value_of(kind) != "continuous"), 0.0
        self._turn()

    def _turn(self) -> None:
        while self._y > self._room + _SLACK + 20 and self._room > 0:
            self._page, self._y = self._page + 1, self._y - self._room

    def _add_table(self, table: Element) -> None:
        rows = list(_list_rows(table, self._styles))
        head = sum(row.height for row in itertools.takewhile(lambda row: row.header, rows))
        for group in _group(rows):
            height = sum(row.height for row in group)
            fits = self._y + height <= self._room + _SLACK
            if not fits and height <= self._room and (len(group) > 1 or not group[0].splits):
                self._page, self._y = self._page + 1, head if not group[0].header else 0.0
            self._y += height
            while self._y > self._room + _SLACK:
                self._page, self._y = self._page + 1, self._y - self._room + head


def _group(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows that stay on one page with the row below them."""
    group: list[_Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            yield group
            group = []
    if group:
        yield group


def _measure_page(section: Element | None) -> tuple[float, float]:
    size = section.find(W + "pgSz") if section is not None else None
    margins = section.find(W + "pgMar") if section is not None else None

    def read(element: Element | None, name: str, usual: float) -> float:
        return number_of(element.get(W + name) if element is not None else None, usual) / 20

    height = read(size, "h", 16838) - abs(read(margins, "top", 1440)) - abs(read(margins, "bottom", 1440))
    return height, read(size, "w", 11906) - read(margins, "left", 1800) - read(margins, "right", 1800)


def _list_rows(table: Element, styles: StyleMeasures) -> Iterator[_Row]:
    grid = [number_of(column.get(W + "w")) / 20 for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    margins = table.find(f"{W}tblPr/{W}tblCellMar")
    padding = {
        side: _read_width(margins.find(W + side)) if margins is not None else usual
        for side, usual in (("top", 0.0), ("bottom", 0.0), ("left", 5.4), ("right", 5.4))
    }
    open_cells: dict[int, float] = {}
    rows = table.findall(W + "tr")
    for number, row in enumerate(rows):
        following = _continued(rows[number + 1]) if number + 1 < len(rows) else frozenset()
        height, keep, column = 0.0, False, 0
        for cell in row.iterfind(W + "tc"):
            span = int(number_of(value_of(cell.find(f"{W}tcPr/{W}gridSpan")), 1))
            width = sum(grid[column : column + span]) - padding["left"] - padding["right"]
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            if merged is None or value_of(merged) == "restart":
                own = padding["top"] + padding["bottom"] + _BORDER + _measure_cell(cell, styles, width)
                keep |= _keeps(cell, styles)
            else:
                own = open_cells.get(column, 0.0)
            if merged is not None and column in following:
                open_cells[column] = own
            else:
                height = max(height, own)
            column += span
        wanted = row.find(f"{W}trPr/{W}trHeight")
        least = number_of(value_of(wanted)) / 20 if wanted is not None else 0.0
        exact = wanted is not None and wanted.get(W + "hRule") == "exact"
        height = least if exact else max(height, least)
        open_cells = {key: max(0.0, rest - height) for key, rest in open_cells.items()}
        splits = row.find(f"{W}trPr/{W}cantSplit") is None
        yield _Row(height, keep, splits, row.find(f"{W}trPr/{W}tblHeader") is not None)


def _continued(row: Element) -> frozenset[int]:
    """Columns at which a row goes on with a cell of the row above."""
    found, column = set(), 0
    for cell in row.iterfind(W + "tc"):
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and value_of(merged) != "restart":
            found.add(column)
        column += int(number_of(value_of(cell.find(f"{W}tcPr/{W}gridSpan")), 1))
    return frozenset(found)


def _measure_cell(cell: Element, styles: StyleMeasures, width: float) -> float:
    if cell.find(f"{W}tcPr/{W}textDirection") is not None:
        return 0.0  # text that runs from top to bottom takes the height that the others make
    height = 0.0
    for block in children(cell):
        if block.tag == W + "p":
            measures: Measures = styles.of(block)
            height += measures.before + measures.after + count_lines(block, measures, width) * measures.height
        elif block.tag == W + "tbl":
            height += sum(row.height for row in _list_rows(block, styles))
    return height


def _keeps(cell: Element, styles: StyleMeasures) -> bool:
    first = cell.find(W + "p")
    return first is not None and styles.of(first).keep


def _read_width(element: Element | None) -> float:
    return number_of(element.get(W + "w")) / 20 if element is not None else 0.0
