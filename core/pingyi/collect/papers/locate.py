"""Finding the cells of a returned paper: by their bookmark if its label agrees, else by the printed label."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field

from pingyi.collect.papers.layout import Layout, Slot
from pingyi.collect.papers.paper import Paper, PaperCell

_NEAR = 0.7
_LONGEST_LABEL = 60


@dataclass
class Located:
    """Where each slot was found.

    Attributes:
        cells: by the slot's name.
        merged: slots that cannot be told apart, because people made one cell of several.
        doubted: slots whose text may have been moved from or to another cell.
    """

    cells: dict[str, PaperCell] = field(default_factory=dict)
    merged: list[Slot] = field(default_factory=list)
    doubted: list[Slot] = field(default_factory=list)


class Locator:
    """Finds the slots of one returned paper.

    Args:
        layout: the paper as it was sent.
        paper: the paper as it came back.
    """

    def __init__(self, layout: Layout, paper: Paper) -> None:
        self._layout = layout
        self._paper = paper
        self._by_label: defaultdict[str, list[PaperCell]] = defaultdict(list)
        self._by_mark: dict[str, PaperCell] = {}
        for cell in paper.cells():
            if cell.flat in layout.labels:
                self._by_label[cell.flat].append(cell)
            for name in cell.bookmarks:
                self._by_mark.setdefault(name, cell)
        self._known = {slot.name for slot in layout.slots}
        strange = [name for name in self._by_mark if name not in self._known]
        parted = {slot.field for slot in layout.slots if slot.part}
        self._changed = {field for field in parted if any(name.startswith(f"{field}_") for name in strange)}

    def locate(self) -> Located:
        """Find every slot."""
        found = Located()
        owners: defaultdict[int, list[Slot]] = defaultdict(list)
        for slot in self._layout.slots:
            cell = self._find(slot)
            if cell is None:
                continue
            found.cells[slot.name] = cell
            owners[id(cell)].append(slot)
            if cell.joined:
                found.merged.extend(self._share_above(cell, found))
                found.merged.append(slot)
        for slots in owners.values():
            if len({id(slot.cell) for slot in slots}) > 1:
                found.merged.extend(slots)
        found.merged = list({slot.name: slot for slot in found.merged}.values())
        found.doubted = [slot for slot in self._layout.slots if self._is_doubtful(slot, found)]
        return found

    def _share_above(self, cell: PaperCell, found: Located) -> list[Slot]:
        """The slots of the cell that this one was joined to."""
        for row in reversed(self._paper.rows[: cell.row]):
            upper = next((item for item in row if item.column == cell.column), None)
            if upper is None:
                return []
            if not upper.joined:
                return [slot for slot in self._layout.slots if found.cells.get(slot.name) is upper]
        return []

    def _find(self, slot: Slot) -> PaperCell | None:
        marked = self._by_mark.get(slot.name)
        if marked is not None and (not slot.label or self._label_of(marked) == slot.label):
            return marked
        if marked is None and slot.part and self._has_other_rows(slot):
            return self._find_renamed(slot)
        labelled = self._find_by_label(slot)
        if labelled is not None:
            return labelled
        if marked is not None and not self._label_of(marked):
            return marked  # its label was changed or wiped out, which is reported as such
        return self._find_in_row(slot) if marked is None else None

    def _label_of(self, cell: PaperCell) -> str:
        for left in reversed(self._paper.rows[cell.row][: cell.place]):
            if left.flat in self._layout.labels:
                return left.flat
        return ""

    def _find_by_label(self, slot: Slot) -> PaperCell | None:
        if not slot.label:
            return None
        labels = self._by_label.get(slot.label, [])
        if len(labels) > 1 and len(labels) == self._layout.labels[slot.label]:
            labels = labels[slot.rank : slot.rank + 1]
        cells = [cell for cell in (self._step(label, slot.offset) for label in labels) if cell is not None]
        return cells[0] if len(cells) == 1 else None

    def _has_other_rows(self, slot: Slot) -> bool:
        """Whether the paper was made with other rows: some that nobody knows today, or fewer of a name."""
        return slot.field in self._changed or (
            0 < len(self._by_label.get(slot.label, ())) < self._layout.labels[slot.label]
        )

    def _find_renamed(self, slot: Slot) -> PaperCell | None:
        """A row with the same label that is no other slot's.

        A member whose number was corrected has the same name, but the row of a namesake is not to be taken for it.
        """
        cells = [self._step(label, slot.offset) for label in self._by_label.get(slot.label, ())]
        free = [cell for cell in cells if cell is not None and self._known.isdisjoint(cell.bookmarks)]
        return free[0] if len(free) == 1 else None

    def _step(self, label: PaperCell, offset: int) -> PaperCell | None:
        """The cell some steps right of a label, if it is no label itself."""
        row = self._paper.rows[label.row]
        place = label.place + offset
        if place >= len(row) or (row[place].flat in self._layout.labels and offset):
            return None
        return row[place]

    def _find_in_row(self, slot: Slot) -> PaperCell | None:
        """The cell in a row with a label that is nearly the same, or the one that begins with its label."""
        near = []
        for cell in self._paper.cells():
            if not cell.flat or cell.flat in self._layout.labels or len(cell.flat) > _LONGEST_LABEL:
                continue
            if slot.label and cell.flat.startswith(slot.label) and slot.offset:
                continue  # label and text in one cell cannot be told apart with certainty
            if slot.label and difflib.SequenceMatcher(None, slot.label, cell.flat).ratio() >= _NEAR:
                near.append(self._step(cell, slot.offset))
            elif not slot.label and slot.cell.flat and cell.flat.startswith(slot.cell.flat[:6]):
                near.append(cell)
        return near[0] if len(near) == 1 else None

    def _is_doubtful(self, slot: Slot, found: Located) -> bool:
        """Whether a slot's bookmark lies in another slot's cell: its text may have been moved there."""
        marked = self._by_mark.get(slot.name)
        cell = found.cells.get(slot.name)
        return marked is not None and cell is not None and marked is not cell and bool(marked.flat)
