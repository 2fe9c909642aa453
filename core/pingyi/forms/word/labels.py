"""Places in a template as officers know them: the printed label of a cell, not its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pingyi.forms.word.dialect import TAG, W, join_text, span_of
from pingyi.forms.word.package import Package
from pingyi.texts import translate as _

_MAX_LABEL = 24
_MAX_TEXT = 400  # a label stands at the beginning
_UNCLOSED = re.compile(r"[{｛][{｛%％#].*", re.DOTALL)
# from the first brace on, with the name before it where the brace closes a tag that was never opened
_BRACED = re.compile(r"([{｛]|[ -z|]*[}｝]).*", re.DOTALL)
_DECORATION = " \t\n\u3000：:、，,。.（）()【】[]_—-"


def name_part(package: Package, part: str) -> str:
    """What a part is called in messages."""
    if part == package.main:
        return _("text")
    for kind, title in (
        ("header", _("header")),
        ("footer", _("footer")),
        ("footnotes", _("footnotes")),
        ("endnotes", _("endnotes")),
        ("comments", _("comments")),
    ):
        if part in package.targets(kind):
            return title
    return _("document properties") if part.startswith("docProps/") else part


def list_paragraphs(root: etree._Element) -> list[etree._Element]:
    """The paragraphs of a part in the order in which docxtpl-lint numbers them, from 1."""
    return list(root.iter(W + "p"))


def label_paragraph(paragraph: etree._Element) -> str:
    """The printed label of what a paragraph holds.

    It is the text before the tag in the same paragraph or cell, else the nearest text to the left in the row, else
    the nearest text above in the column, else what the paragraph itself says, else the paragraph before it.
    """
    return next(filter(None, (_shorten(text) for text in _candidates(paragraph))), "")


def _candidates(paragraph: etree._Element) -> Iterator[str]:
    text = _text(paragraph)
    yield _BRACED.sub("", text)
    cell = next(paragraph.iterancestors(W + "tc"), None)
    if cell is not None:
        for earlier in _before(cell.findall(W + "p"), paragraph):
            yield _strip_tags(_text(earlier))
        row = next(cell.iterancestors(W + "tr"))
        for left in _before(row.findall(W + "tc"), cell):
            yield _strip_tags(_text(left))
        yield from _above(row, cell)
    yield _strip_tags(text)
    for earlier in paragraph.itersiblings(W + "p", preceding=True):
        yield _strip_tags(_text(earlier))


def _text(element: etree._Element) -> str:
    return join_text(element)[:_MAX_TEXT]


def _before(items: list[etree._Element], item: etree._Element) -> Iterator[etree._Element]:
    if item in items:
        yield from reversed(items[: items.index(item)])


def _above(row: etree._Element, cell: etree._Element) -> Iterator[str]:
    column = _column(row, cell)
    for upper in row.itersiblings(W + "tr", preceding=True):
        for candidate in upper.findall(W + "tc"):
            start = _column(upper, candidate)
            if start <= column < start + span_of(candidate):
                yield _strip_tags(_text(candidate))


def _column(row: etree._Element, cell: etree._Element) -> int:
    cells = row.findall(W + "tc")
    return sum(span_of(item) for item in cells[: cells.index(cell)]) if cell in cells else 0


def _strip_tags(text: str) -> str:
    return _UNCLOSED.sub("", TAG.sub("", text))


def _shorten(text: str) -> str:
    # labels are spread with blanks (姓  名) and written downwards: the blanks mean nothing
    words = text.split()
    joined = ("" if all(ord(character) > 0x2E7F for character in "".join(words)) else " ").join(words)
    label = joined.strip(_DECORATION)
    return label if len(label) <= _MAX_LABEL else label[: _MAX_LABEL - 1] + "…"
