"""A form of one's own, made from an official one by adding a row."""

from __future__ import annotations

import copy

from lxml import etree

from pingyi.errors import TemplateError
from pingyi.forms import read_package
from pingyi.forms.word.container import pack_parts
from pingyi.forms.word.dialect import W
from pingyi.texts import translate as _

_SUMMARY = "{{ aspect.text }}"
_ASPECTS = 4
"""How often the row of an aspect is repeated in a member's form (R14)."""
_LOWEST = 400
"""Height of a row of one line, in twentieths of a point."""


def add_row(content: bytes, label: str, text: str, *, after: str = "post_line") -> bytes:
    """Return a form with one more row, its height taken from the rows of the self-summary: the page stays as full.

    Args:
        content: a .docx template.
        label: printed in the first cell of the new row.
        text: what stands beside it, such as `{{ duty }}`.
        after: the new row is a copy of the row that prints this field, and stands below it.

    Raises:
        TemplateError: no row prints that field.
    """
    package = read_package(content, "docx")
    root = package.parse(package.main)
    tag = "{{ " + after + " }}"
    row = next((row for row in root.iter(W + "tr") if tag in "".join(_list_texts(row))), None)
    if row is None:
        raise TemplateError(
            _("no row of the form prints “{field}”").format(field=after),
            cure=_("Name a field that stands in a row of the form."),
        )
    new = copy.deepcopy(row)
    cells = new.findall(W + "tc")
    _write(cells[0], label)
    _write(cells[1], text)
    for rest in cells[2:]:
        _write(rest, "")
    row.addnext(new)
    _make_room(root, new)
    return pack_parts({**package.parts, package.main: etree.tostring(root, encoding="UTF-8", standalone=True)})


def _make_room(root: etree._Element, new: etree._Element) -> None:
    height = next(new.iter(W + "trHeight"), None)
    for row in root.iter(W + "tr"):
        summary = next(row.iter(W + "trHeight"), None)
        if height is not None and summary is not None and _SUMMARY in "".join(_list_texts(row)):
            left = int(summary.get(W + "val", "0")) - int(height.get(W + "val", "0")) // _ASPECTS
            summary.set(W + "val", str(max(left, _LOWEST)))


def _list_texts(element: etree._Element) -> list[str]:
    return [text.text or "" for text in element.iter(W + "t")]


def _write(cell: etree._Element, text: str) -> None:
    """Put a text where the cell's first text stands, in its type."""
    first, *others = cell.iter(W + "t")
    first.text = text
    for other in others:
        other.text = ""
