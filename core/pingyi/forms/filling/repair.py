"""What a filled part needs before Word accepts it: well-formed XML, a paragraph in each cell, numbers used once."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import Any, cast

from lxml import etree

from pingyi.errors import RenderError
from pingyi.forms.word import dialect
from pingyi.forms.word.dialect import W, join_text
from pingyi.texts import translate as _

_WORD = {"w": W.strip("{}")}
_DRAWING = {"wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}
# a cell ends with a paragraph (or a content control that holds one); marks such as a bookmark's end may follow it
_BAD_CELLS = etree.XPath(
    "//w:tc[not(*[self::w:p or self::w:tbl or self::w:sdt or self::w:customXml or self::w:altChunk]"
    "[last()][self::w:p or self::w:sdt])]",
    namespaces=_WORD,
)
_BAD_ROWS = etree.XPath("//w:tr[not(.//w:tc)]", namespaces=_WORD)
_BAD_TABLES = etree.XPath("//w:tbl[not(.//w:tr)]", namespaces=_WORD)
_BAD_STORIES = etree.XPath(
    "(//w:hdr | //w:ftr | //w:footnote | //w:txbxContent)[not(.//w:p)]",
    namespaces=_WORD,
)
_BOXES = etree.XPath("//w:txbxContent", namespaces=_WORD)
_PICTURES = etree.XPath("//wp:docPr", namespaces=_DRAWING)
_BOOKMARK = re.compile(r'(<w:bookmark(?:Start|End)\b[^>]*?\bw:id=")([^"]*)(")')
_PREFIX = re.compile(r"\{[%#](tr|tc|p)\s")
_FIRST_PICTURE = 1001  # docxtpl's numbering


class _Nothing:
    """A parser's target that builds nothing: half the time of building a tree."""

    def close(self) -> None:
        return None


_STRICT = etree.XMLParser(target=cast("Any", _Nothing()), resolve_entities=False, no_network=True, huge_tree=False)


def check_filled(part: str, content: bytes) -> None:
    """Parse a filled part strictly.

    Raises:
        RenderError: it is not well-formed; a forgiving parser would drop text in silence instead.
    """
    try:
        etree.fromstring(content, _STRICT)
    except etree.XMLSyntaxError as error:
        raise RenderError(
            _("{part} is not well-formed after filling: {error}").format(part=part, error=error),
            cure=_("A block of the template ends in another cell or paragraph than it begins in: put them together."),
        ) from error


def list_risks(root: etree._Element) -> frozenset[str]:
    """What filling a part can leave without its content: see `_WHOLE`; `stories` for headers, footers and the like.

    Args:
        root: the part as it was written in Word, with its tags.
    """
    text = join_text(root)
    prefixes = set(_PREFIX.findall(text))
    risks = set()
    if "p" in prefixes:
        risks |= {"cells", "stories"} if root.tag != W + "document" or _find(_BOXES, root) else {"cells"}
    if "tc" in prefixes:
        risks.add("rows")
    if "tr" in prefixes:
        risks.add("tables")
    if any(dialect.is_open(cell) for cell in root.iter(W + "tc")):
        risks |= set(_WHOLE)
    return frozenset(risks)


# how every cell, row and table ends that has what it needs; searching for it takes far less time than a tree
_WHOLE = {
    "cells": ("</w:tc>", "</w:p></w:tc>"),
    "rows": ("</w:tr>", "</w:tc></w:tr>"),
    "tables": ("</w:tbl>", "</w:tr></w:tbl>"),
}


def may_need_mending(xml: str, risks: frozenset[str]) -> bool:
    """Whether something may be left without its content, so that `mend_structure` must look."""
    return any(risk not in _WHOLE or xml.count(_WHOLE[risk][0]) != xml.count(_WHOLE[risk][1]) for risk in risks)


def mend_structure(part: str, root: etree._Element) -> bool:
    """Give every cell, header, footer and text box that was left without a paragraph an empty one.

    Returns:
        Whether anything was changed.

    Raises:
        RenderError: a row was left without cells or a table without rows.
    """
    if _BAD_TABLES(root):
        raise RenderError(
            _("{part}: a table has no row left").format(part=part),
            cure=_("Keep a heading row outside the loop, or put {%p if %} and {%p endif %} around the table."),
        )
    if _BAD_ROWS(root):
        raise RenderError(
            _("{part}: a row of a table has no cell left").format(part=part),
            cure=_("Leave out the whole row with {%tr if %}, not its cells one by one."),
        )
    holders = [*_find(_BAD_CELLS, root), *_find(_BAD_STORIES, root)]
    for holder in holders:
        holder.append(etree.Element(W + "p"))
    return bool(holders)


def number_pictures(root: etree._Element) -> None:
    """Number the drawings of the body anew, as docxtpl does: a loop repeats their numbers."""
    for number, picture in enumerate(_find(_PICTURES, root), _FIRST_PICTURE):
        picture.set("id", str(number))


def _find(query: etree.XPath, root: etree._Element) -> list[etree._Element]:
    return cast("list[etree._Element]", query(root))


def number_bookmarks(xml: str) -> str:
    """Number bookmarks anew: a loop repeats their numbers, and Word then loses all but one."""
    numbers = itertools.count(1)
    opened: defaultdict[str, list[int]] = defaultdict(list)

    def renumber(match: re.Match[str]) -> str:
        old = match[2]
        if match[1].startswith("<w:bookmarkStart"):
            opened[old].append(next(numbers))
            number = opened[old][-1]
        else:
            number = opened[old].pop() if opened[old] else next(numbers)
        return f"{match[1]}{number}{match[3]}"

    return _BOOKMARK.sub(renumber, xml)
