"""The text of one paragraph: runs, breaks, symbols, boxes and fields, but nothing deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pingyi.collect.papers.symbols import read_symbol, read_symbols

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT, RUN, PARAGRAPH = W + "t", W + "r", W + "p"
BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-", W + "ptab": "\t"}
START, _END, SYMBOL, CONTROL, FIELD = (W + name for name in ("bookmarkStart", "bookmarkEnd", "sym", "sdt", "fldChar"))
BOX = W + "txbxContent"
# what is no text: properties, deleted text, field codes, the older half of a drawing
SILENT = frozenset(
    (*(W + name for name in ("pPr", "rPr", "tcPr", "trPr", "tblPr", "tblGrid", "del", "moveFrom", "instrText")),
     *(W + name for name in ("delText", "delInstrText", "sdtPr", "sdtEndPr", "fldData", "ruby")), MC + "Fallback")
)  # fmt: skip
OPEN, CLOSE, STOP = "\ue000", "\ue001", "\ue002"
"""In a paper read with spans: `OPEN name CLOSE content STOP` for the content of a bookmark."""
PREFIX = "fill_"


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read; text boxes inside it become lines of their own behind it."""

    bookmarks: list[str]
    pieces: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


class ParagraphReader:
    """Reads paragraphs.

    Args:
        spans: write into the text where fill bookmarks begin and end.
        fonts: look at the font of each run.
    """

    def __init__(self, *, spans: bool, fonts: bool) -> None:
        self._spans = spans
        self._fonts = fonts
        self._open: set[str] = set()

    def read_paragraph(self, paragraph: etree._Element, bookmarks: list[str]) -> list[str]:
        """The text of a paragraph, and of each paragraph of the text boxes in it."""
        line = _Line(bookmarks)
        self._walk(paragraph, line, "")
        return ["".join(line.pieces), *line.boxes]

    def _walk(self, element: etree._Element, line: _Line, font: str) -> None:
        for child in element:
            take = _TAKERS.get(child.tag)
            if take is not None:
                take(self, child, line, font)
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
        if parent is not None and parent.tag == RUN:  # a tab stop of a paragraph has the same name
            line.pieces.append(BREAKS[element.tag])

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
        for inner in element.iter(PARAGRAPH):
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


# functions, not methods of one reader: those would hold it in a circle
_TAKERS: Mapping[str, Callable[[ParagraphReader, etree._Element, _Line, str], None]] = {
    TEXT: ParagraphReader._take_text,
    RUN: ParagraphReader._take_run,
    START: ParagraphReader._take_bookmark,
    _END: ParagraphReader._take_end,
    SYMBOL: ParagraphReader._take_symbol,
    FIELD: ParagraphReader._take_field,
    CONTROL: ParagraphReader._take_control,
    BOX: ParagraphReader._take_box,
    **dict.fromkeys(BREAKS, ParagraphReader._take_break),
    **dict.fromkeys(SILENT, ParagraphReader._take_nothing),
}


def _is_on(element: etree._Element | None, name: str = W + "val") -> bool:
    return element is not None and element.get(name, "1") not in ("0", "false", "off")


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
