"""What stands on a returned paper: rows of cells with their text, whichever editor wrote the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pingyi.collect.symbols import read_symbol, read_symbols, squeeze

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT, _RUN, _PARAGRAPH, _TABLE, _ROW, _CELL = (W + name for name in ("t", "r", "p", "tbl", "tr", "tc"))
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_START, _END, _SYMBOL, _CONTROL, _FIELD = (
    W + name for name in ("bookmarkStart", "bookmarkEnd", "sym", "sdt", "fldChar")
)
_BOX = W + "txbxContent"
_GRID_SPAN, _MERGE = W + "gridSpan", W + "vMerge"
# what is no text: properties, deleted text, field codes, the older half of a drawing
_SILENT = frozenset(
    (*(W + name for name in ("pPr", "rPr", "tcPr", "trPr", "tblPr", "tblGrid", "del", "moveFrom", "instrText")),
     *(W + name for name in ("delText", "delInstrText", "sdtPr", "sdtEndPr", "fldData", "ruby")), _MC + "Fallback")
)  # fmt: skip
OPEN, CLOSE, STOP = "\ue000", "\ue001", "\ue002"
"""In a paper read with spans: `OPEN name CLOSE content STOP` for the content of a bookmark."""
PREFIX = "fill_"


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
    paper = Paper()
    reader = _Reader(spans=spans, fonts=fonts)
    for body in root:
        for block, _marks in _list_blocks(body, (_PARAGRAPH, _TABLE)):
            if block.tag == _PARAGRAPH:
                paper.loose.extend(reader.read_paragraph(block, []))
            else:
                _read_table(block, paper, reader)
    return paper


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
        elif tag == _START:
            name = child.get(W + "name", "")
            if name.startswith(PREFIX):
                marks.append(name.removeprefix(PREFIX))
        elif tag not in _SILENT and isinstance(tag, str) and len(child):
            yield from _list_blocks(child, wanted, marks)


def _read_table(table: etree._Element, paper: Paper, reader: _Reader) -> None:
    for row, _marks in _list_blocks(table, (_ROW,)):
        properties = _find_child(row, W + "trPr")
        column = 0
        if properties is not None:
            if _find_child(properties, W + "del") is not None:
                continue
            column = _number(_find_child(properties, W + "gridBefore"), 0)
        cells: list[PaperCell] = []
        for element, marks in _list_blocks(row, (_CELL,)):
            cell = PaperCell(len(paper.rows), len(cells), column, bookmarks=marks)
            column += _read_cell(element, cell, reader)
            cells.append(cell)
        paper.rows.append(cells)


def _read_cell(element: etree._Element, cell: PaperCell, reader: _Reader) -> int:
    """Read one cell, and return how many columns of the grid it covers."""
    span = 1
    properties = _find_child(element, W + "tcPr")
    if properties is not None:
        for item in properties:
            if item.tag == _GRID_SPAN:
                span = _number(item, 1)
            elif item.tag == _MERGE:
                cell.joined = item.get(W + "val", "continue") == "continue"
    for block, early in _list_blocks(element, (_PARAGRAPH, _TABLE)):
        cell.bookmarks.extend(early)
        for paragraph in (block,) if block.tag == _PARAGRAPH else block.iter(_PARAGRAPH):
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


def _is_on(element: etree._Element | None, name: str = W + "val") -> bool:
    return element is not None and element.get(name, "1") not in ("0", "false", "off")


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read; text boxes inside it become lines of their own behind it."""

    bookmarks: list[str]
    pieces: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


class _Reader:
    """Reads paragraphs.

    Args:
        spans: write into the text where fill bookmarks begin and end.
        fonts: look at the font of each run.
    """

    def __init__(self, *, spans: bool, fonts: bool) -> None:
        self._spans = spans
        self._fonts = fonts
        self._open: set[str] = set()
        self._takers: Mapping[str, Callable[[etree._Element, _Line, str], None]] = {
            _TEXT: self._take_text,
            _RUN: self._take_run,
            _START: self._take_bookmark,
            _END: self._take_end,
            _SYMBOL: self._take_symbol,
            _FIELD: self._take_field,
            _CONTROL: self._take_control,
            _BOX: self._take_box,
            **dict.fromkeys(_BREAKS, self._take_break),
            **dict.fromkeys(_SILENT, self._take_nothing),
        }

    def read_paragraph(self, paragraph: etree._Element, bookmarks: list[str]) -> list[str]:
        """The text of a paragraph, and of each paragraph of the text boxes in it."""
        line = _Line(bookmarks)
        self._walk(paragraph, line, "")
        return ["".join(line.pieces), *line.boxes]

    def _walk(self, element: etree._Element, line: _Line, font: str) -> None:
        takers = self._takers
        for child in element:
            take = takers.get(child.tag)
            if take is not None:
                take(child, line, font)
            elif isinstance(child.tag, str):
                self._walk(child, line, font)

    def _take_nothing(self, element: etree._Element, line: _Line, font: str) -> None:
        pass

    def _take_text(self, element: etree._Element, line: _Line, font: str) -> None:
        text = element.text or ""
        line.pieces.append(text if text.isascii() and not font else read_symbols(text, font))

    def _take_run(self, element: etree._Element, line: _Line, font: str) -> None:
        self._walk(element, line, _find_font(element) if self._fonts else "")

    def _take_break(self, element: etree._Element, line: _Line, font: str) -> None:
        parent = element.getparent()
        if parent is not None and parent.tag == _RUN:  # a tab stop of a paragraph has the same name
            line.pieces.append(_BREAKS[element.tag])

    def _take_bookmark(self, element: etree._Element, line: _Line, font: str) -> None:
        name = element.get(W + "name", "")
        if name.startswith(PREFIX):
            line.bookmarks.append(name.removeprefix(PREFIX))
            if self._spans:
                self._open.add(element.get(W + "id", ""))
                line.pieces.append(f"{OPEN}{line.bookmarks[-1]}{CLOSE}")

    def _take_end(self, element: etree._Element, line: _Line, font: str) -> None:
        number = element.get(W + "id", "")
        if number in self._open:
            self._open.discard(number)
            line.pieces.append(STOP)

    def _take_symbol(self, element: etree._Element, line: _Line, font: str) -> None:
        code = element.get(W + "char", "")
        if _is_hex(code):
            line.pieces.append(read_symbol(element.get(W + "font", ""), int(code, 16)))

    def _take_field(self, element: etree._Element, line: _Line, font: str) -> None:
        """The check box of an old form field, which has no text."""
        box = element.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            checked = box.find(W + "checked")
            line.pieces.append("☑" if _is_on(checked if checked is not None else box.find(W + "default")) else "☐")

    def _take_box(self, element: etree._Element, line: _Line, font: str) -> None:
        for inner in element.iter(_PARAGRAPH):
            line.boxes.extend(self.read_paragraph(inner, line.bookmarks))

    def _take_control(self, element: etree._Element, line: _Line, font: str) -> None:
        properties = element.find(W + "sdtPr")
        if properties is not None:
            box = properties.find(_W14 + "checkbox")
            if box is not None:
                line.pieces.append("☑" if _is_on(box.find(_W14 + "checked"), _W14 + "val") else "☐")
                return
            if _is_on(properties.find(W + "showingPlcHdr")):
                return  # “click here to enter text”
        content = element.find(W + "sdtContent")
        if content is not None:
            self._walk(content, line, font)


def _find_font(run: etree._Element) -> str:
    properties = run[0] if len(run) and run[0].tag == W + "rPr" else None
    fonts = None if properties is None else properties.find(W + "rFonts")
    if fonts is not None:
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            font = fonts.get(W + name, "")
            if "ingdings" in font:
                return font
    return ""


def _is_hex(text: str) -> bool:
    return 0 < len(text) <= 5 and all(char in "0123456789abcdefABCDEF" for char in text)
