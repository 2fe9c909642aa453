"""What stands on a returned paper: rows of cells with their text, whichever editor wrote the file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pingyi.collect.papers.paragraph import (
    BOX,
    BREAKS,
    CONTROL,
    FIELD,
    MC,
    PARAGRAPH,
    PREFIX,
    RUN,
    SILENT,
    START,
    SYMBOL,
    TEXT,
    ParagraphReader,
    W,
)
from pingyi.collect.papers.symbols import read_symbols, squeeze

_TABLE, _ROW, _CELL = W + "tbl", W + "tr", W + "tc"
_GRID_SPAN, _GRID_BEFORE, _MERGE = W + "gridSpan", W + "gridBefore", W + "vMerge"
_RARE = frozenset(
    (CONTROL, SYMBOL, FIELD, BOX, MC + "AlternateContent", MC + "Fallback",
     *(W + name for name in ("del", "moveFrom", "ruby", "tcPrChange", "trPrChange")))
)  # fmt: skip
"""What only the thorough reader understands."""
_AROUND = frozenset(W + name for name in ("sectPr", "bookmarkStart", "bookmarkEnd", "proofErr"))
"""What may stand between the tables of a plain document."""


@dataclass(slots=True)
class PaperCell:
    """One cell.

    Attributes:
        row, place: which row of the paper, which cell of the row, from 0.
        column: first column of the table's grid that it covers.
        lines: its paragraphs as they are, the empty ones too.
        bookmarks: names of the fill bookmarks that begin in it, without their prefix.
        joined: it continues the cell above.
        flat: all its text without blanks.
    """

    row: int
    place: int
    column: int
    lines: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    joined: bool = False
    flat: str = ""


@dataclass(slots=True)
class Paper:
    """The rows of all tables one after another, and the paragraphs outside of them."""

    rows: list[list[PaperCell]] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)

    def cells(self) -> Iterator[PaperCell]:
        """Every cell, row by row."""
        for row in self.rows:
            yield from row


def read_paper(root: etree._Element, *, spans: bool = False, fonts: bool = True) -> Paper:
    """Read the main part of a document.

    Args:
        root: the part.
        spans: write into the text where fill bookmarks begin and end, for the paper that was sent.
        fonts: look at the font of each run; needless where the part names no symbol font.
    """
    reader = ParagraphReader(spans=spans, fonts=fonts)
    if not (spans or fonts):
        with contextlib.suppress(_RareError):
            return _read_plain(root, reader)
    paper = Paper()
    for body in root:
        for block, _marks in _list_blocks(body, (PARAGRAPH, _TABLE)):
            if block.tag == PARAGRAPH:
                paper.loose.extend(reader.read_paragraph(block, []))
            else:
                _read_table(block, paper, reader)
    return paper


class _RareError(Exception):
    """The document holds something that only the thorough reader understands."""


def _read_plain(root: etree._Element, reader: ParagraphReader) -> Paper:
    """Read a document in which nothing is rare, in a third of the time.

    Raises:
        _RareError: something is.
    """
    paper = Paper()
    for body in root:
        for block in body:
            tag = block.tag
            if tag == PARAGRAPH:
                paper.loose.extend(reader.read_paragraph(block, []))
            elif tag == _TABLE:
                _PlainTable(block, paper.rows).read()
            elif tag not in _AROUND:
                raise _RareError
    return paper


class _PlainTable:
    """Reads one table in one walk over what matters in it, in the order of the file.

    Args:
        table: the table.
        rows: takes its rows.
    """

    def __init__(self, table: etree._Element, rows: list[list[PaperCell]]) -> None:
        self._table = table
        self._rows = rows
        self._row: list[PaperCell] = []
        self._cell = PaperCell(0, 0, 0)
        self._next = 0

    def read(self) -> None:
        """Read it.

        Raises:
            _RareError: something in it is rare.
        """
        first = len(self._rows)
        for element in self._table.iter(PARAGRAPH, TEXT, *_TAKERS):
            tag = element.tag
            if tag == TEXT:
                text = element.text or ""
                self._add(text if text.isascii() else read_symbols(text))
            elif tag == PARAGRAPH:
                self._cell.lines.append("")
            else:
                _TAKERS[tag](self, element)
        for row in self._rows[first:]:
            for cell in row:
                cell.flat = squeeze("".join(cell.lines))

    def _add(self, text: str) -> None:
        lines = self._cell.lines
        if not lines:
            raise _RareError
        lines[-1] += text

    def _take_table(self, element: etree._Element) -> None:
        if element is not self._table:
            raise _RareError

    def _take_row(self, _element: etree._Element) -> None:
        self._row = []
        self._rows.append(self._row)
        self._next = 0

    def _take_cell(self, _element: etree._Element) -> None:
        self._cell = PaperCell(len(self._rows) - 1, len(self._row), self._next)
        self._row.append(self._cell)
        self._next += 1

    def _take_span(self, element: etree._Element) -> None:
        self._next = self._cell.column + _number(element, 1)

    def _take_columns_before(self, element: etree._Element) -> None:
        self._next = _number(element, 0)

    def _take_merge(self, element: etree._Element) -> None:
        self._cell.joined = element.get(W + "val", "continue") == "continue"

    def _take_bookmark(self, element: etree._Element) -> None:
        name = element.get(W + "name", "")
        if name.startswith(PREFIX):
            if not _is_in(element, PARAGRAPH):
                raise _RareError
            self._cell.bookmarks.append(name.removeprefix(PREFIX))

    def _take_break(self, element: etree._Element) -> None:
        if _is_in(element, RUN):  # a tab stop of a paragraph has the same name
            self._add(BREAKS[element.tag])

    def _take_rare(self, _element: etree._Element) -> None:
        raise _RareError


# functions, not methods of one table: those would hold it, and its document with it, in a circle
_TAKERS: Mapping[str, Callable[[_PlainTable, etree._Element], None]] = {
    _TABLE: _PlainTable._take_table,
    _ROW: _PlainTable._take_row,
    _CELL: _PlainTable._take_cell,
    START: _PlainTable._take_bookmark,
    _GRID_SPAN: _PlainTable._take_span,
    _GRID_BEFORE: _PlainTable._take_columns_before,
    _MERGE: _PlainTable._take_merge,
    **dict.fromkeys(BREAKS, _PlainTable._take_break),
    **dict.fromkeys(_RARE, _PlainTable._take_rare),
}


def _is_in(element: etree._Element, tag: str) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == tag


def _list_blocks(
    parent: etree._Element, wanted: tuple[str, ...], marks: list[str] | None = None
) -> Iterator[tuple[etree._Element, list[str]]]:
    """The wanted children, also inside content controls and revisions, with the bookmarks that begin before each."""
    marks = [] if marks is None else marks
    for child in parent:
        tag = child.tag
        if tag in wanted:
            yield child, marks.copy()
            marks.clear()
        elif tag == START:
            name = child.get(W + "name", "")
            if name.startswith(PREFIX):
                marks.append(name.removeprefix(PREFIX))
        elif tag not in SILENT and isinstance(tag, str) and len(child):
            yield from _list_blocks(child, wanted, marks)


def _read_table(table: etree._Element, paper: Paper, reader: ParagraphReader) -> None:
    for row, _marks in _list_blocks(table, (_ROW,)):
        properties = _find_child(row, W + "trPr")
        column = 0
        if properties is not None:
            if _find_child(properties, W + "del") is not None:
                continue
            column = _number(_find_child(properties, _GRID_BEFORE), 0)
        cells: list[PaperCell] = []
        for element, marks in _list_blocks(row, (_CELL,)):
            cell = PaperCell(len(paper.rows), len(cells), column, bookmarks=marks)
            column += _read_cell(element, cell, reader)
            cells.append(cell)
        paper.rows.append(cells)


def _read_cell(element: etree._Element, cell: PaperCell, reader: ParagraphReader) -> int:
    """Read one cell, and return how many columns of the grid it covers."""
    span = 1
    properties = _find_child(element, W + "tcPr")
    if properties is not None:
        for item in properties:
            if item.tag == _GRID_SPAN:
                span = _number(item, 1)
            elif item.tag == _MERGE:
                cell.joined = item.get(W + "val", "continue") == "continue"
    for block, early in _list_blocks(element, (PARAGRAPH, _TABLE)):
        cell.bookmarks.extend(early)
        for paragraph in (block,) if block.tag == PARAGRAPH else block.iter(PARAGRAPH):
            cell.lines.extend(reader.read_paragraph(paragraph, cell.bookmarks))
    cell.flat = squeeze("".join(cell.lines))
    return span


def _find_child(element: etree._Element, tag: str) -> etree._Element | None:
    for child in element:
        if child.tag == tag:
            return child
    return None


def _number(element: etree._Element | None, default: int) -> int:
    value = "" if element is None else element.get(W + "val", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else default
