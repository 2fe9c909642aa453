"""docxtpl's dialect: its own patching turns a part's XML into a Jinja template.

`{%tr %}`, `{%tc %}`, `{%p %}`, `{%r %}`, `colspan`, `cellbg`, `vm`, `hm`, tags split over runs and curly quotes are all
docxtpl's work; nothing of it is repeated here.
"""

from __future__ import annotations

import functools
import io
import re
from typing import cast

from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from lxml import etree

from pingyi.forms.word.package import parse_part

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# no tag reaches over the beginning of the next one: an unclosed one must not swallow it, nor cost a search to the end
_INSIDE = r"(?:(?!\{[{%#]).)*?"
TAG = re.compile(rf"\{{\{{{_INSIDE}\}}\}}|\{{%{_INSIDE}%\}}|\{{#.{{0,2000}}?#\}}", re.DOTALL)
OPENING = re.compile(r"\{[{%#]")
_BLOCK = re.compile(r"\{%-?(?:p|r)?\s*(end)?(if|for)\b")
_ROW = re.compile(r"\{[%#]tr\s")
_WIDE = re.compile(r"\{[%#]tc\s|\{%(?:\s*colspan\s|\s*hm\s*%)")


@functools.cache
def _docxtpl() -> DocxTemplate:
    return DocxTemplate(io.BytesIO())


def patch_part(file: str, name: str, content: bytes, *, keep_blanks: bool = False) -> str:
    """The Jinja source of one part, without XML declaration.

    Args:
        file: the template's name, for messages.
        name: the part's name.
        content: its XML.
        keep_blanks: leave white space between elements, as docxtpl does with footnotes alone.
    """
    root = parse_part(file, name, content)
    if not keep_blanks:
        root = cast("etree._Element", parse_xml(etree.tostring(root)))
    return cast("str", _docxtpl().patch_xml(etree.tostring(root, encoding="unicode")))


def search_breaks(xml: str) -> str:
    """Search, as docxtpl does, for line breaks and tabs in a filled part."""
    return cast("str", _docxtpl().resolve_listing(xml))


def fit_columns(xml: bytes) -> etree._Element:
    """Repair, as docxtpl does, tables whose rows have more or fewer cells than the table has columns."""
    return cast("etree._Element", _docxtpl().fix_tables(xml))


def changes_columns(body: etree._Element) -> bool:
    """Whether filling can change how many columns a table has, so that `fit_columns` is needed for each document."""
    return any(_is_flexible(table) for table in body.iter(W + "tbl"))


def _is_flexible(table: etree._Element) -> bool:
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    for row in table.iter(W + "tr"):
        cells = row.findall(W + "tc")
        text = join_text(row)
        # a row of `{%tr %}` goes away whole; every other one must have the table's columns
        if not _ROW.search(text) and sum(span_of(cell) for cell in cells) != columns:
            return True
        if _WIDE.search(text) or any(is_open(cell) for cell in cells):
            return True
    return False


def is_open(cell: etree._Element) -> bool:
    """Whether a block begins in the cell and ends in another one, or the other way round."""
    blocks = [match[1] for match in _BLOCK.finditer(join_text(cell))]
    return blocks.count(None) != blocks.count("end")


def span_of(cell: etree._Element) -> int:
    """How many columns of the table a cell covers; 1 where a tag will say it."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = "1" if span is None else str(span.get(W + "val", "1"))
    return int(value) if value.isdigit() else 1


def join_text(element: etree._Element) -> str:
    """The text of a part of a document without its formatting."""
    return "".join(item.text or "" for item in element.iter(W + "t"))
