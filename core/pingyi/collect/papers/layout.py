"""The paper as it was sent: where people write, what is printed beside it, and what each cell said."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pingyi.collect.papers.paper import Paper, PaperCell, read_paper
from pingyi.collect.papers.paragraph import CLOSE, OPEN, STOP
from pingyi.collect.papers.symbols import SIGNS, TICK_LETTERS, squeeze
from pingyi.forms.filling.filters import show
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import AspectText, FormData
from pingyi.model.papers.rich import RichValue

_SPAN = re.compile(f"{OPEN}(?P<name>.*?){CLOSE}(?P<text>[^{OPEN}{STOP}]*){STOP}?", re.DOTALL)
_SIGN = re.compile(f"[{SIGNS}]")
_WIDER = ord("！") - ord("!")
_ANY_SIGNS = f"[{re.escape(SIGNS + TICK_LETTERS)}]*"


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell that people fill, or a part of one.

    Attributes:
        name: of its bookmark, without prefix.
        field, part: of the form's model; the part is the id of an aspect.
        title: what messages call it.
        label: the printed text it is found by, without blanks; empty where there is none.
        offset: how many cells right of its label it stands.
        rank: which of several equal labels it is.
        sent: what stood in it.
        pattern: how the cell's text is taken apart, where other text stands in the cell too.
    """

    name: str
    field: str
    part: str
    title: str
    cell: PaperCell
    label: str
    offset: int
    rank: int
    sent: str
    pattern: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no field printed as a box and its label inside a slot's cell."""

    field: str
    label: str
    cell: PaperCell


@dataclass
class Layout:
    """One paper as it was sent.

    Attributes:
        labels: every label a slot is found by, with the number of cells that print it.
        fixed: cells with text that nobody fills.
    """

    data: FormData
    paper: Paper
    slots: list[Slot] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    fixed: list[PaperCell] = field(default_factory=list)

    @functools.cached_property
    def prefilled(self) -> dict[str, str]:
        """The fields that nobody fills, by what they print."""
        return {squeeze(text): name for name, text in _list_printed(self.data) if text}


def read_layout(document: bytes, data: FormData) -> Layout:
    """Read the main part of a document as it was sent.

    Args:
        document: the part, as the template fills it.
        data: what it was filled with.
    """
    layout = Layout(data, read_paper(etree.fromstring(document), spans=True, fonts=False))
    above: dict[int, str] = {}
    drafts: list[tuple[PaperCell, list[tuple[str, str]], str, PaperCell | None]] = []
    for row in layout.paper.rows:
        label, owner = "", None
        now: dict[int, str] = {}
        for cell in row:
            if cell.bookmarks:
                drafts.append((cell, _take_spans(cell), label, owner))
                continue
            text = above.get(cell.column, "") if cell.joined else cell.flat
            now[cell.column] = text
            if text:
                label, owner = text, cell
            if cell.flat:
                layout.fixed.append(cell)
        above = now
    counts = Counter(cell.flat for cell in layout.fixed)
    seen: Counter[str] = Counter()
    for cell, spans, label, owner in drafts:
        offset = cell.place - owner.place if owner is not None else 0
        rank = seen[label]
        seen[label] += 1
        pattern = _make_pattern(cell, spans)
        for name, text in spans:
            owned = _find_field(name, data)
            if owned is not None:
                title = _name_slot(*owned, data)
                layout.slots.append(Slot(name, *owned, title, cell, label, offset, rank, text, pattern))
        layout.flags.extend(_find_flags(cell, data))
    layout.labels = Counter({slot.label: counts[slot.label] for slot in layout.slots if slot.label})
    return layout


def _list_printed(data: FormData) -> Iterator[tuple[str, str]]:
    cells = list_cells(type(data))
    for name in type(data).model_fields:
        value = getattr(data, name)
        if (cell := cells.get(name)) is None or cell.fill or isinstance(value, tuple | bool | RichValue):
            continue
        yield name, show(value)
        if isinstance(value, PartialDate):
            yield name, value.by_month


def _take_spans(cell: PaperCell) -> list[tuple[str, str]]:
    """The bookmarks of a cell with what stands in them; the cell keeps its text without their marks."""
    text = "\n".join(cell.lines)
    spans = [(found["name"], found["text"]) for found in _SPAN.finditer(text)]
    cell.lines = text.split("\n") if spans else cell.lines
    return spans


def clear_marks(text: str) -> str:
    """A text without the marks of bookmarks."""
    return _SPAN.sub(lambda found: found["text"], text)


def _make_pattern(cell: PaperCell, spans: list[tuple[str, str]]) -> re.Pattern[str] | None:
    pieces = _SPAN.split("\n".join(cell.lines))
    fixed = [squeeze(piece) for piece in pieces[::3]]
    cell.flat = squeeze(clear_marks("".join(cell.lines)))
    if not any(fixed) and len(spans) == 1:
        return None
    parts = [_match_fixed(fixed[0])]
    for number, text in enumerate(fixed[1:]):
        parts += [f"(?P<s{number}>.*?)", _match_fixed(text)]
    return re.compile(r"\s*".join(("", *parts, "")), re.DOTALL)


def _match_fixed(text: str) -> str:
    """Printed text, with whatever blanks people leave in it and whatever they put into its boxes, in either width."""
    return r"\s*".join(_ANY_SIGNS if char in SIGNS else _match_char(char) for char in text)


def _match_char(char: str) -> str:
    wide = chr(ord(char) + _WIDER) if "!" <= char <= "~" else ""
    return f"[{re.escape(char)}{wide}]" if wide else re.escape(char)


def _find_field(name: str, data: FormData) -> tuple[str, str] | None:
    fields = type(data).model_fields
    if name in fields:
        return name, ""
    for known in fields:
        value = getattr(data, known)
        if name.startswith(known + "_") and isinstance(value, tuple):
            part = name.removeprefix(known + "_")
            if any(isinstance(item, AspectText) and item.id == part for item in value):
                return known, part
    return None


def _name_slot(name: str, part: str, data: FormData) -> str:
    cell = list_cells(type(data)).get(name)
    label = cell.label if cell is not None else name
    if not part:
        return label
    return f"{label}：{next(item.title for item in getattr(data, name) if item.id == part)}"


def _find_flags(cell: PaperCell, data: FormData) -> Iterator[Flag]:
    text = clear_marks("\n".join(cell.lines))
    if not _SIGN.search(text):
        return
    for name, note in list_cells(type(data)).items():
        if isinstance(getattr(data, name), bool) and re.search(rf"[{SIGNS}]\s*{re.escape(note.label)}", text):
            yield Flag(name, note.label, cell)
