"""Layouts of many papers of one shape: read once with marks in place of values, then filled with each paper's own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from markupsafe import escape

from pingyi.collect.layout import Flag, Layout, Slot, clear_marks, list_prefilled, read_layout
from pingyi.collect.paper import Paper, PaperCell
from pingyi.collect.symbols import squeeze
from pingyi.forms import CompiledTemplate
from pingyi.forms.filters import Mark, show
from pingyi.forms.values import make_context
from pingyi.model.dates import PartialDate
from pingyi.model.forms import AspectText, FormData

_LEFT, _RIGHT = "\ue010", "\ue011"
_VALUE = re.compile(f"{_LEFT}([^{_RIGHT}]*){_RIGHT}")
_KEPT = 256
"""How many shapes are kept; a campaign has a few dozen."""
_Shape = tuple[str, Layout | None]


class LayoutPress:
    """Makes the layout of a paper as it was sent.

    A shape is used for a paper only where filling it with the paper's values gives the very document that the
    template gives, so that it never differs from reading that document; it only takes a third of the time.

    Args:
        mark: stands for empty values.
    """

    def __init__(self, mark: Mark) -> None:
        self._mark = mark
        self._shapes: dict[tuple[str, str, str], _Shape] = {}

    def lay_out(self, template: CompiledTemplate, sent: FormData) -> Layout:
        """The layout of one paper.

        Raises:
            RenderError: it cannot be made.
        """
        body = template.fill_parts(make_context(sent, self._mark))[0][1]
        abstract, values = _take_values(sent)
        text, layout = self._find_shape(template, abstract)
        if layout is None or _fill(text, {name: str(escape(value)) for name, value in values.items()}) != body.decode():
            return read_layout(body, sent)
        return _Instance(layout, values, sent).make()

    def _find_shape(self, template: CompiledTemplate, abstract: FormData) -> _Shape:
        key = (template.form.id, template.version, repr(abstract))
        shape = self._shapes.get(key)
        if shape is None:
            if len(self._shapes) >= _KEPT:
                self._shapes.clear()
            body = template.fill_parts(make_context(abstract, self._mark))[0][1]
            layout: Layout | None = read_layout(body, abstract)
            if any(slot.pattern is not None and _LEFT in slot.pattern.pattern for slot in layout.slots):  # type: ignore[union-attr]
                layout = None
            shape = self._shapes[key] = body.decode(), layout
        return shape


def _take_values(data: FormData) -> tuple[FormData, dict[str, str]]:
    """The data with marks in place of its values, and the values by their marks' names."""
    changes: dict[str, Any] = {}
    values: dict[str, str] = {}
    for name in type(data).model_fields:
        value = getattr(data, name)
        if isinstance(value, str | int | PartialDate) and not isinstance(value, bool) and value != "":
            values[name] = show(value)
            changes[name] = f"{_LEFT}{name}{_RIGHT}"
        elif isinstance(value, tuple) and any(isinstance(item, AspectText) and item.text for item in value):
            values |= {f"{name}_{item.id}": item.text for item in value if item.text}
            changes[name] = tuple(
                item.model_copy(update={"text": f"{_LEFT}{name}_{item.id}{_RIGHT}"}) if item.text else item
                for item in value
            )
    return data.model_copy(update=changes), values


def _fill(text: str, values: dict[str, str]) -> str:
    return _VALUE.sub(lambda found: values[found[1]], text) if _LEFT in text else text


class _Instance:
    """A shape filled with the values of one paper."""

    def __init__(self, shape: Layout, values: dict[str, str], data: FormData) -> None:
        self._shape = shape
        self._values = values
        self._data = data
        self._cells: dict[int, PaperCell] = {}

    def make(self) -> Layout:
        shape = self._shape
        rows = [self._fill_row(row) for row in shape.paper.rows]
        paper = Paper(rows, [_fill(line, self._values) for line in shape.paper.loose])
        fixed = [cell for old in shape.fixed if (cell := self._get(old)).flat]
        counts = Counter([cell.flat for cell in fixed])
        slots = self._make_slots()
        labels = Counter({slot.label: counts[slot.label] for slot in slots if slot.label})
        flags = [Flag(flag.field, flag.label, self._get(flag.cell)) for flag in shape.flags]
        return Layout(self._data, paper, slots, flags, labels, fixed, list_prefilled(self._data))

    def _get(self, cell: PaperCell) -> PaperCell:
        return self._cells.get(id(cell), cell)

    def _fill_row(self, row: list[PaperCell]) -> list[PaperCell]:
        """The row with its values; one without any is the shape's own."""
        if not any(_LEFT in cell.flat for cell in row):
            return row
        for cell in row:
            if _LEFT in cell.flat:
                lines = [_fill(line, self._values) for line in cell.lines]
                flat = squeeze(clear_marks("".join(lines)))
                self._cells[id(cell)] = replace(cell, lines=lines, flat=flat)
        return [self._get(cell) for cell in row]

    def _make_slots(self) -> list[Slot]:
        slots: list[Slot] = []
        seen: Counter[str] = Counter()
        last: Slot | None = None
        for slot in self._shape.slots:
            label = squeeze(_fill(slot.label, self._values)) if _LEFT in slot.label else slot.label
            if last is None or last.cell is not slot.cell:
                rank = seen[label]
                seen[label] += 1
            last = slot
            sent = _fill(slot.sent, self._values)
            slots.append(replace(slot, cell=self._get(slot.cell), label=label, rank=rank, sent=sent))
        return slots
