"""Building blocks: runs, paragraphs, boxes and tables. Lengths are millimetres, measured from the table's left edge.

A row is written as boxes with the place of their right edges. The table's grid is the union of all edges, so that
`w:tblGrid`, `w:tcW` and `w:gridSpan` cannot disagree.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WIDTH = 180.0
"""Width of every table: A4 less margins of 15 mm, as seen on real forms."""

Element = etree._Element


def twips(millimetres: float) -> int:
    """Twentieths of a point, the unit of WordprocessingML."""
    return round(millimetres * 1440 / 25.4)


def tag(name: str, /, *children: Element, **values: object) -> Element:
    """Make one element of WordprocessingML; keywords become its attributes, in their order."""
    attributes = {f"{{{W}}}{key}": str(value) for key, value in values.items()}
    element = etree.Element(f"{{{W}}}{name}", attributes, nsmap={"w": W})
    element.extend(children)
    return element


def run(text: str, *, bold: bool = False) -> Element:
    """Make a run. The hint makes Word set quotes, √ and □ in the East Asian font; a line end becomes a break."""
    element = tag("r", tag("rPr", tag("rFonts", hint="eastAsia"), *([tag("b")] if bold else [])))
    for number, line in enumerate(text.split("\n")):
        if number:
            element.append(tag("br"))
        piece = tag("t")
        piece.text = line
        if line != line.strip():
            piece.set(XML_SPACE, "preserve")
        element.append(piece)
    return element


def tab() -> Element:
    """Make a run that jumps to the next tab stop."""
    return tag("r", tag("tab"))


def fill(name: str, text: str) -> list[Element]:
    """Make the content of a cell that people fill: the bookmark `fill_<name>` lets a returned form be read by cell."""
    return [tag("bookmarkStart", id=0, name=f"fill_{name}"), run(text), tag("bookmarkEnd", id=0)]


def paragraph(style: str, *content: str | Element | Sequence[Element], keep: bool = False) -> Element:
    """Make a paragraph; with `keep` it stays on the page of the next one."""
    properties = tag("pPr", tag("pStyle", val=style), *([tag("keepNext")] if keep else []))
    element = tag("p", properties)
    for item in content:
        if isinstance(item, str):
            element.append(run(item))
        elif isinstance(item, etree._Element):
            element.append(item)
        else:
            element.extend(item)
    return element


@dataclass(frozen=True)
class Box:
    """One cell.

    Attributes:
        end: place of its right edge.
        content: its paragraphs.
        merge: its part in a cell that goes down over several rows.
        vertical: whether its text runs from top to bottom (竖排).
        align: where its text stands.
        no_top: leave out the line above, so that it looks one with the cell above.
        no_bottom: the same below.
    """

    end: float
    content: tuple[Element, ...]
    merge: Literal["", "restart", "continue"] = ""
    vertical: bool = False
    align: Literal["top", "center", "bottom"] = "center"
    no_top: bool = False
    no_bottom: bool = False


def label(end: float, text: str, *, style: str = "FormLabel") -> Box:
    """Make a cell with a printed label."""
    return Box(end, (paragraph(style, text),))


def value(end: float, text: str, *, name: str = "", style: str = "FormValue") -> Box:
    """Make a cell with a short value; with `name` people fill it."""
    return Box(end, (paragraph(style, fill(name, text) if name else text),))


def writing(end: float, name: str, text: str, *, style: str = "FormText", signed: bool = False) -> Box:
    """Make a cell for long text; `signed` ones are followed by their signature line and stay together with it."""
    content = (paragraph(style, fill(name, text), keep=signed),)
    return Box(end, content, align="top", no_bottom=signed)


def signature(end: float, line: str, *, joined: bool = True) -> Box:
    """Make a signature and date line, never filled; `joined` makes it the foot of the cell above."""
    return Box(end, (paragraph("FormSignature", line),), no_top=joined)


def down(end: float, text: str, *, style: str = "FormLabel", vertical: bool = False) -> Box:
    """Start a label that goes down over several rows."""
    return Box(end, (paragraph(style, text),), merge="restart", vertical=vertical)


def under(box: Box) -> Box:
    """Continue the label of the row above."""
    return replace(box, content=(paragraph("FormLabel"),), merge="continue")


def command(end: float, text: str) -> Box:
    """Make a cell whose row docxtpl takes away: it holds a `{%tr ... %}` tag."""
    return Box(end, (paragraph("FormNote", text),))


@dataclass(frozen=True)
class Row:
    """One row: boxes from left to right.

    Attributes:
        height: at least this high; no row has an exact height, so that no text is ever clipped.
        header: repeated at the top of each page.
    """

    boxes: tuple[Box, ...]
    height: float
    header: bool = False


def row(height: float, *boxes: Box, header: bool = False) -> Row:
    """Make a row."""
    return Row(boxes, height, header)


def loop(start: Sequence[Box], opening: str, rows: Sequence[Row], closing: str) -> list[Row]:
    """Put `{%tr %}` rows around `rows`; `start` are the merged cells that go on through them."""
    before, after = (row(5, *start, command(WIDTH, "{%tr " + text + " %}")) for text in (opening, closing))
    return [before, *rows, after]


def table(rows: Sequence[Row], *, flexible: bool = False) -> Element:
    """Make a table of fixed layout.

    Args:
        rows: its rows.
        flexible: a loop makes its columns, so the cells have no widths of their own but those of the grid.
    """
    edges = sorted({0.0, *(box.end for each in rows for box in each.boxes)})
    places = {edge: number for number, edge in enumerate(edges)}
    thickness = {"top": 8, "left": 8, "bottom": 8, "right": 8, "insideH": 4, "insideV": 4}
    borders = tag(
        "tblBorders", *(tag(side, val="single", sz=size, space=0, color="auto") for side, size in thickness.items())
    )
    padding = {"top": 0.5, "left": 1.2, "bottom": 0.5, "right": 1.2}
    margins = tag("tblCellMar", *(tag(side, w=twips(size), type="dxa") for side, size in padding.items()))
    properties = tag(
        "tblPr",
        tag("tblW", w=twips(edges[-1]), type="dxa"),
        tag("jc", val="center"),
        borders,
        tag("tblLayout", type="fixed"),
        margins,
    )
    grid = tag("tblGrid", *(tag("gridCol", w=twips(b) - twips(a)) for a, b in itertools.pairwise(edges)))
    return tag("tbl", properties, grid, *(_draw_row(each, places, flexible=flexible) for each in rows))


def _draw_row(each: Row, places: dict[float, int], *, flexible: bool) -> Element:
    height = tag("trHeight", val=twips(each.height), hRule="atLeast")
    header = [tag("tblHeader")] if each.header else []
    element = tag("tr", tag("trPr", tag("cantSplit"), height, *header))
    start = 0.0
    for box in each.boxes:
        span = places[box.end] - places[start]
        properties = tag("tcPr")
        if not flexible:
            properties.append(tag("tcW", w=twips(box.end) - twips(start), type="dxa"))
        if span > 1:
            properties.append(tag("gridSpan", val=span))
        if box.merge:
            properties.append(tag("vMerge", **({"val": "restart"} if box.merge == "restart" else {})))
        if box.no_top or box.no_bottom:
            open_sides = [side for side, is_open in (("top", box.no_top), ("bottom", box.no_bottom)) if is_open]
            properties.append(tag("tcBorders", *(tag(side, val="nil") for side in open_sides)))
        if box.vertical:
            properties.append(tag("textDirection", val="tbRlV"))
        properties.append(tag("vAlign", val=box.align))
        element.append(tag("tc", properties, *copy.deepcopy(box.content)))
        start = box.end
    return element
