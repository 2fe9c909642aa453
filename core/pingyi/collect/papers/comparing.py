"""What else than the filled cells differs between the paper that was sent and the one that came back."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field

from pingyi.collect.papers.findings import Findings
from pingyi.collect.papers.layout import Layout, Slot, clear_marks
from pingyi.collect.papers.locate import Located
from pingyi.collect.papers.paper import Paper, PaperCell
from pingyi.collect.papers.symbols import squeeze
from pingyi.collect.papers.values import join_lines
from pingyi.model.fields.base import list_cells
from pingyi.texts import translate as _

_ROOM = re.compile(r"[ \u3000_＿]{3,}")
"""Blanks wide enough to write in: a signature, a date."""
NAMES = frozenset({"name", "org_name"})
"""Whose form it is: where this was changed, somebody wrote on another one's form."""
_LONGEST = 200
_SIGNATURE = 24
"""Characters of a name and a date."""
_SIGNED = ("盖章", "签名", "签字")


@dataclass
class Comparison:
    """What was found.

    Attributes:
        printed: lines without blanks that are printed text in a cell people fill, to be taken out of what they wrote.
        added: paragraphs in rows that people added below a slot, by the slot's name.
        is_other: the name on the form is not the one it was made for.
    """

    printed: set[str] = field(default_factory=set)
    added: dict[str, list[str]] = field(default_factory=dict)
    is_other: bool = False


class Comparer:
    """Compares two papers.

    Args:
        layout: the paper as it was sent.
        paper: the paper as it came back.
        located: where its slots are.
        findings: takes what differs.
        fixed: whether printed texts must be equal; not where the template was changed since.
    """

    def __init__(self, layout: Layout, paper: Paper, located: Located, findings: Findings, *, fixed: bool) -> None:
        self._layout = layout
        self._paper = paper
        self._located = located
        self._findings = findings
        self._fixed = fixed
        claimed = {id(cell) for cell in located.cells.values()}
        self._others = [cell for cell in paper.cells() if cell.flat and id(cell) not in claimed]
        self._result = Comparison()

    def compare(self) -> Comparison:
        """Report every difference."""
        sent = Counter(cell.flat for cell in self._layout.fixed)
        came = Counter(cell.flat for cell in self._others)
        self._compare_loose()
        if sent != came:
            lost, new = sent - came, came - sent
            extra = [cell for cell in self._others if _take(new, cell.flat)]
            rows = self._map_rows(sent, came)
            for cell in self._layout.fixed:
                if _take(lost, cell.flat):
                    self._compare_cell(cell, rows, extra)
            for cell in extra:
                self._place(cell, rows)
        return self._result

    def _map_rows(self, sent: Counter[str], came: Counter[str]) -> dict[int, int]:
        """For each row that was sent, the row it became; found by what cannot be mistaken."""
        places = {cell.flat: cell.row for cell in self._others if came[cell.flat] == 1}
        votes: dict[int, Counter[int]] = {}
        for cell in self._layout.fixed:
            if sent[cell.flat] == 1 and cell.flat in places:
                votes.setdefault(cell.row, Counter())[places[cell.flat]] += 1
        for slot in self._layout.slots:
            found = self._located.cells.get(slot.name)
            if found is not None:
                votes.setdefault(slot.cell.row, Counter())[found.row] += 2
        rows = {row: count.most_common(1)[0][0] for row, count in votes.items()}
        taken = set(rows.values())
        for row in range(len(self._layout.paper.rows)):
            following = rows.get(row - 1, -1) + 1
            if row not in rows and following not in taken and following < len(self._paper.rows):
                rows[row] = following
                taken.add(following)
        return rows

    def _compare_cell(self, cell: PaperCell, rows: dict[int, int], extra: list[PaperCell]) -> None:
        """A printed text that is not there as it was."""
        here = [item for item in extra if item.row == rows.get(cell.row)]
        found = next((item for item in here if item.place == cell.place), here[0] if len(here) == 1 else None)
        room = any(_ROOM.search(line) for line in cell.lines)
        if found is not None and room and _is_inside(cell.flat, found.flat):
            extra.remove(found)
            return
        if found is None:
            lines = {squeeze(line) for item in self._located.cells.values() for line in item.lines}
            moved = {line for line in lines if line == cell.flat or (room and _is_signed(cell.flat, line))}
            if moved:
                self._result.printed |= moved
                return
        if found is not None:
            extra.remove(found)
        self._tell_changed(cell, join_lines(found.lines) if found is not None else "")

    def _tell_changed(self, cell: PaperCell, came: str) -> None:
        name = self._layout.prefilled.get(cell.flat, "")
        sent = " ".join(join_lines(cell.lines).split())
        if name in NAMES:
            self._result.is_other = True
            self._findings.error(
                "name-changed",
                _("this is the form of “{sent}”, but the name on it is “{came}”").format(sent=sent, came=came),
                _("If this is another one's form, ask for the own one; if the roster is wrong, correct it there."),
                column=list_cells(type(self._layout.data))[name].label,
                value=came,
            )
        elif name:
            self._findings.warn(
                "prefilled-changed",
                _("“{sent}” by today's roster, “{came}” on the form; the roster's value is kept").format(
                    sent=sent, came=came
                ),
                _("The form may have been made before the roster changed. If its value is right, correct the roster."),
                column=list_cells(type(self._layout.data))[name].label,
                value=came,
            )
        else:
            self._tell_fixed(sent, came)

    def _place(self, cell: PaperCell, rows: dict[int, int]) -> None:
        """Text in a cell where nothing was expected."""
        text = join_lines(cell.lines)
        before = {came: sent for sent, came in rows.items()}
        if cell.row in before:
            sent_row = self._layout.paper.rows[before[cell.row]]
            left = [item.flat for item in sent_row[: cell.place] if item.flat]
            if left and any(word in left[-1] for word in _SIGNED):
                return  # a seal or a name where one belongs
            left_label = left[-1] if left else ""
            if cell.place < len(sent_row) and not sent_row[cell.place].flat and not sent_row[cell.place].joined:
                self._findings.warn(
                    "prefilled-changed",
                    _("empty by today's roster, “{came}” on the form; it is not used").format(came=text),
                    _("If it is right, put it into the roster."),
                    column=left_label,
                    value=text,
                )
                return
        else:
            slot = self._find_above(cell, before)
            if slot is not None:
                self._result.added.setdefault(slot.name, []).extend(cell.lines)
                self._findings.warn(
                    "row-added",
                    _("text in a row that was added below is taken as part of this cell"),
                    _("See that it belongs there."),
                    column=slot.title,
                    value=text,
                )
                return
        self._tell_unread(text)

    def _tell_unread(self, text: str) -> None:
        self._findings.warn(
            "text-unread",
            _("this text stands outside of the cells that are read; it is not used"),
            _("Move it into the cell it belongs to, or leave it if it is only a note."),
            value=text,
        )

    def _find_above(self, cell: PaperCell, known: dict[int, int]) -> Slot | None:
        """The slot whose cell an added row continues: the row's only text, below it in the same column."""
        if sum(other.row == cell.row for other in self._others) != 1:
            return None
        for number in range(cell.row - 1, -1, -1):
            upper = next((item for item in self._paper.rows[number] if item.column == cell.column), None)
            for slot in self._layout.slots:
                if upper is not None and self._located.cells.get(slot.name) is upper:
                    return slot
            if number in known:
                return None
        return None

    def _compare_loose(self) -> None:
        """The paragraphs outside of tables: titles and notes."""
        sent = {squeeze(text): text for line in self._layout.paper.loose if (text := clear_marks(line).strip())}
        came = {squeeze(text): text for line in self._paper.loose if (text := line.strip())}
        lost = {flat: text for flat, text in sent.items() if flat not in came}
        new = {flat: text for flat, text in came.items() if flat not in sent}
        joined = "".join(new)
        for flat, text in lost.items():
            near = difflib.get_close_matches(flat, [line for line in new if len(line) < _LONGEST], n=1, cutoff=0.5)
            if not near and flat in joined:  # only its paragraphs are other ones
                new = {line: item for line, item in new.items() if line not in flat and flat not in line}
                continue
            self._tell_fixed(text, new.pop(near[0]) if near else "")
        for text in new.values():
            self._tell_unread(text)

    def _tell_fixed(self, sent: str, came: str) -> None:
        if self._fixed:
            self._findings.warn(
                "fixed-changed",
                _("where the form prints “{sent}” today, this one says “{came}”").format(sent=sent, came=came)
                if came
                else _("“{sent}”, which the form prints today, is not on this one").format(sent=sent),
                _("It may have been made before the roster changed. See that it says what it must, or render it anew."),
                column=sent,
                value=came,
            )


def _take(counts: Counter[str], key: str) -> bool:
    if counts[key] <= 0:
        return False
    counts[key] -= 1
    return True


def _is_signed(sent: str, came: str) -> bool:
    """Whether a line is a printed one with a name and a date in it."""
    return len(came) <= len(sent) + _SIGNATURE and _is_inside(sent, came)


def _is_inside(sent: str, came: str) -> bool:
    """Whether a printed text is all there, with something written into it."""
    letters = iter(came)
    return all(letter in letters for letter in sent)
