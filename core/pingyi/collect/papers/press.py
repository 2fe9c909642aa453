"""Layouts of many papers of one shape: read once with marks in place of values, then filled with each paper's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from markupsafe import escape

from pingyi.collect.papers.layout import Flag, Layout, Slot, clear_marks, read_layout
from pingyi.collect.papers.paper import Paper, PaperCell
from pingyi.collect.papers.symbols import squeeze
from pingyi.forms import CompiledTemplate
from pingyi.forms.filling.filters import Mark, show
from pingyi.forms.filling.values import make_context
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import AspectText, FormData

_LEFT, _RIGHT = "\ue010", "\ue011"
_VALUE = re.compile(f"{_LEFT}([^{_RIGHT}]*){_RIGHT}")
_KEPT = 256
"""How many shapes are kept; a campaign has a few dozen."""


class LayoutPress:
    """Makes the layout of a paper as it was sent.

    A shape is used for a paper only where filling it with the paper's values gives the very document that the
    template gives, so that it never differs from reading that document; it only takes a third of the time.

    Args:
        mark: stands for empty values.
    """

    def __init__(self, mark: Mark) -> None:
        self._mark = mark
        self._shapes: dict[tuple[object, ...], _Shape | None] = {}

    def fill(self, template: CompiledTemplate, sent: FormData) -> bytes:
        """The main part of a paper as it was sent.

        Raises:
            RenderError: it cannot be made.
        """
        return template.fill_body(make_context(sent, self._mark))

    def lay_out(self, template: CompiledTemplate, sent: FormData, body: bytes) -> Layout:
        """The layout of one paper.

        Args:
            template: of the form.
            sent: what the paper was filled with.
            body: what `fill` made of it.

        Raises:
            RenderError: it cannot be made.
        """
        values, others = _take_values(sent)
        key = (template.form.id, template.version, tuple(values), others)
        if key not in self._shapes:
            if len(self._shapes) >= _KEPT:
                self._shapes.clear()
            self._shapes[key] = self._find_shape(template, sent, values)
        shape = self._shapes[key]
        if shape is None or not shape.makes(body, values):
            return read_layout(body, sent)
        return shape.fill(values, sent)

    def _find_shape(self, template: CompiledTemplate, sent: FormData, values: Mapping[str, str]) -> _Shape | None:
        abstract = _mark_values(sent, values)
        body = self.fill(template, abstract)
        layout = read_layout(body, abstract)
        if any(slot.pattern is not None and _LEFT in slot.pattern.pattern for slot in layout.slots):
            return None
        return _Shape(body.decode(), layout)


def _take_values(data: FormData) -> tuple[dict[str, str], tuple[object, ...]]:
    """The values of a paper by the names of their marks, and what stays without a mark."""
    values: dict[str, str] = {}
    others: list[object] = []
    for name in type(data).model_fields:
        value = getattr(data, name)
        if isinstance(value, str | int | PartialDate) and not isinstance(value, bool) and value != "":
            values[name] = value if type(value) is str else show(value)
        elif isinstance(value, tuple) and any(isinstance(item, AspectText) and item.text for item in value):
            values |= {f"{name}_{item.id}": item.text for item in value if item.text}
            others.append(_list_parts(value))
        elif isinstance(value, tuple) and value and type(value[0]) is AspectText:
            others.append(_list_parts(value))
        else:
            others.append(value if isinstance(value, str | bool) else repr(value))
    return values, tuple(others)


def _list_parts(aspects: tuple[AspectText, ...]) -> tuple[tuple[str, str, str, bool], ...]:
    return tuple([(item.id, item.number, item.title, bool(item.text)) for item in aspects])


def _mark_values(data: FormData, values: Mapping[str, str]) -> FormData:
    """The data with marks in place of its values."""
    changes: dict[str, Any] = {}
    for name in type(data).model_fields:
        if name in values:
            changes[name] = f"{_LEFT}{name}{_RIGHT}"
            continue
        value = getattr(data, name)
        if isinstance(value, tuple) and any(isinstance(item, AspectText) and item.text for item in value):
            changes[name] = tuple(
                item.model_copy(update={"text": f"{_LEFT}{name}_{item.id}{_RIGHT}"}) if item.text else item
                for item in value
            )
    return data.model_copy(update=changes)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _VALUE.sub(lambda found: values[found[1]], text) if _LEFT in text else text


class _Shape:
    """A layout with marks in place of values, and where they stand.

    Args:
        text: the main part.
        layout: what was read from it.
    """

    def __init__(self, text: str, layout: Layout) -> None:
        pieces = _VALUE.split(text)
        self._stretches = [piece.encode() for piece in pieces]
        self._names = pieces[1::2]
        self._layout = layout
        cells = (cell for cell in layout.paper.cells() if _LEFT in cell.flat)
        self._cells = {id(cell): cell for cell in cells}
        self._rows = {cell.row for cell in self._cells.values()}
        self._counts = Counter(cell.flat for cell in layout.fixed if id(cell) not in self._cells)
        self._marked = [cell for cell in layout.fixed if id(cell) in self._cells]
        self._names_labels = any(_LEFT in slot.label for slot in layout.slots)

    def makes(self, body: bytes, values: Mapping[str, str]) -> bool:
        """Whether filling the shape with values gives this main part."""
        escaped = {name: str(escape(value)).encode() for name, value in values.items()}
        stretches = self._stretches.copy()
        stretches[1::2] = [escaped[name] for name in self._names]
        return b"".join(stretches) == body

    def fill(self, values: Mapping[str, str], data: FormData) -> Layout:
        """The layout of the paper with these values."""
        shape = self._layout
        cells = {place: _fill_cell(cell, values) for place, cell in self._cells.items()}
        rows = shape.paper.rows.copy()
        for number in self._rows:
            rows[number] = [cells.get(id(cell), cell) for cell in rows[number]]
        paper = Paper(rows, [_fill(line, values) for line in shape.paper.loose])
        fixed = [filled for cell in shape.fixed if (filled := cells.get(id(cell), cell)).flat]
        counts = self._counts.copy()
        for cell in self._marked:
            if flat := cells[id(cell)].flat:
                counts[flat] += 1
        slots = self._fill_slots(values, cells)
        labels = Counter({slot.label: counts[slot.label] for slot in slots if slot.label})
        flags = [Flag(flag.field, flag.label, cells.get(id(flag.cell), flag.cell)) for flag in shape.flags]
        return Layout(data, paper, slots, flags, labels, fixed)

    def _fill_slots(self, values: Mapping[str, str], cells: Mapping[int, PaperCell]) -> list[Slot]:
        """The slots with their values; those without any are the shape's own."""
        slots: list[Slot] = []
        seen: Counter[str] = Counter()
        last: Slot | None = None
        for slot in self._layout.slots:
            label, rank = slot.label, slot.rank
            if self._names_labels:  # what a value makes of a label changes which of several equal ones it is
                label = squeeze(_fill(label, values)) if _LEFT in label else label
                if last is None or last.cell is not slot.cell:
                    rank = seen[label]
                    seen[label] += 1
                elif slots:
                    rank = slots[-1].rank
            last = slot
            cell = cells.get(id(slot.cell))
            if cell is not None or self._names_labels:
                sent = _fill(slot.sent, values)
                cell = cell or slot.cell
                slot = Slot(  # noqa: PLW2901
                    slot.name, slot.field, slot.part, slot.title, cell, label, slot.offset, rank, sent, slot.pattern
                )
            slots.append(slot)
        return slots


def _fill_cell(cell: PaperCell, values: Mapping[str, str]) -> PaperCell:
    lines = [_fill(line, values) for line in cell.lines]
    flat = squeeze(clear_marks("".join(lines)))
    return PaperCell(cell.row, cell.place, cell.column, lines, cell.bookmarks, cell.joined, flat)
