"""Reading one returned form against the paper that was sent: what people wrote, and what is wrong with it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pingyi.collect.papers.choices import Tick, list_options, read_choice, read_flag
from pingyi.collect.papers.comparing import Comparer, Comparison
from pingyi.collect.papers.findings import Findings
from pingyi.collect.papers.layout import Layout, Slot
from pingyi.collect.papers.locate import Located, Locator
from pingyi.collect.papers.paper import Paper, PaperCell
from pingyi.collect.papers.symbols import SIGNS, squeeze
from pingyi.collect.papers.values import join_lines, parse_date
from pingyi.errors import Problem
from pingyi.model.fields.dates import PartialDate
from pingyi.model.fields.items import split_items
from pingyi.model.papers.forms import AspectText, FormData
from pingyi.model.papers.meeting_forms import MeetingRecord
from pingyi.texts import translate as _

Value = str | bool | list[str]
_PARAGRAPH = "\u2029"
"""Between paragraphs, where a line break inside one must stay different."""
_BETWEEN_BOXES = re.compile(rf"[{SIGNS}；。\s]+")
_STRAY = 3
"""So many characters beside boxes are no text that somebody wrote."""
_TEXTS = tuple[str, ...]
_LONGEST = 20_000
"""Characters of a cell that is taken apart; no form has room for a tenth of it."""


@dataclass
class Reading:
    """What one returned form says.

    Attributes:
        values: what was read, by slot or field; only what differs from what was sent.
        problems: without file and person.
        is_other: it bears another name than it was made for, so it is nobody's.
    """

    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_other: bool = False


def read_form(layout: Layout, paper: Paper, *, fixed: bool = True) -> Reading:
    """Read a returned form.

    Args:
        layout: the paper as it was sent.
        paper: the paper as it came back.
        fixed: report changes of printed texts.
    """
    findings = Findings()
    if _count_forms(layout, paper) > 1:
        findings.error(
            "forms-joined",
            _("this file holds several forms one after another; none of them was read"),
            _("Save each form as a file of its own: the one that was sent, filled in."),
        )
        return Reading(problems=findings.problems, is_other=True)
    located = Locator(layout, paper).locate()
    comparison = Comparer(layout, paper, located, findings, fixed=fixed).compare()
    reading = Reading(is_other=comparison.is_other)
    reader = _SlotReader(layout, located, comparison, findings)
    for slot in layout.slots:
        value = reader.read(slot)
        if value is not None:
            reading.values[slot.name] = value
    for name, value in reader.read_flags():
        reading.values[name] = value
    reading.problems = findings.problems
    return reading


def _count_forms(layout: Layout, paper: Paper) -> int:
    """How many times the labels of the form stand on the paper."""
    if not layout.labels:
        return 1
    came = Counter(cell.flat for cell in paper.cells() if cell.flat in layout.labels)
    repeated = sorted(came[label] // count for label, count in layout.labels.items() if count)
    return repeated[len(repeated) // 2] if repeated else 1


def fill_in(data: FormData, values: Mapping[str, Value]) -> FormData:
    """Return the data of a form as it came back.

    Args:
        data: as it was sent.
        values: of a `Reading`.
    """
    if not values:
        return data
    changes: dict[str, Any] = {}
    dates = _list_fields(type(data), PartialDate)
    for name in type(data).model_fields:
        if name in values:
            value = values[name]
            is_date = isinstance(value, str) and name in dates
            changes[name] = parse_date(str(value)) if is_date else tuple(value) if isinstance(value, list) else value
            continue
        sent = getattr(data, name)
        if isinstance(sent, tuple) and sent and isinstance(sent[0], AspectText):
            changes[name] = tuple(
                item.model_copy(update={"text": values[f"{name}_{item.id}"]}) if f"{name}_{item.id}" in values else item
                for item in sent
            )
    return data.model_copy(update=changes)


@functools.cache
def _list_fields(model: type[FormData], kind: object) -> frozenset[str]:
    """The fields whose values are of one kind, alone or beside others."""
    fields = model.model_fields.items()
    return frozenset(name for name, item in fields if kind in (item.annotation, *get_args(item.annotation)))


class _SlotReader:
    def __init__(self, layout: Layout, located: Located, comparison: Comparison, findings: Findings) -> None:
        self._layout = layout
        self._located = located
        self._comparison = comparison
        self._findings = findings
        self._merged = {slot.name for slot in located.merged}
        self._doubted = {slot.name for slot in located.doubted}

    def read(self, slot: Slot) -> Value | None:
        """The value of one slot; `None` where it is what was sent, or cannot be told."""
        cell = self._located.cells.get(slot.name)
        if cell is None:
            self._findings.error(
                "cell-missing",
                _("this cell is not in the file; it was not read"),
                _(
                    "The form may have been made before the roster changed. Enter what it said into the workbook, or "
                    "have it written on a fresh form."
                ),
                column=slot.title,
            )
            return None
        if slot.name in self._merged:
            self._findings.error(
                "cells-merged",
                _("this cell was made one with another cell that people fill; neither was read"),
                _("Take the cells apart again in Word, or use a fresh form."),
                column=slot.title,
                value=join_lines(cell.lines),
            )
            return None
        if slot.name in self._doubted:
            self._findings.warn(
                "text-moved",
                _("text of this cell may have been moved to another one"),
                _("See that each text stands beside its label."),
                column=slot.title,
            )
        lines = self._take_lines(slot, cell)
        return None if lines is None else self._convert(slot, lines)

    def read_flags(self) -> list[tuple[str, bool]]:
        """The yes-or-no boxes that stand in cells of slots, where they differ from what was sent."""
        found = []
        for flag in self._layout.flags:
            slot = next(item for item in self._layout.slots if item.cell is flag.cell)
            cell = self._located.cells.get(slot.name)
            if cell is None or slot.name in self._merged:
                continue
            tick = read_flag("\n".join(cell.lines), flag.label)
            if tick is Tick.UNCLEAR:
                self._tell_unclear(flag.label, join_lines(cell.lines))
            elif (tick is Tick.YES) != getattr(self._layout.data, flag.field):
                found.append((flag.field, tick is Tick.YES))
        return found

    def _take_lines(self, slot: Slot, cell: PaperCell) -> list[str] | None:
        lines = list(cell.lines)
        if slot.pattern is not None:
            text = self._match(slot, slot.pattern, cell)
            if text is None:
                return None
            lines = text.split(_PARAGRAPH)
        lines = [line for line in lines if squeeze(line) not in self._comparison.printed]
        return [*lines, *self._comparison.added.get(slot.name, ())]

    def _match(self, slot: Slot, pattern: re.Pattern[str], cell: PaperCell) -> str | None:
        """A slot's part of a cell that holds other text as well."""
        shared = [item.name for item in self._layout.slots if item.cell is slot.cell]
        text = _PARAGRAPH.join(cell.lines)
        found = pattern.fullmatch(text) if len(text) < _LONGEST else None
        if found is not None:
            return found[f"s{shared.index(slot.name)}"]
        if len(shared) == 1:  # what is printed was wiped out: everything else was written by people
            drop = [flag.label for flag in self._layout.flags if flag.cell is slot.cell]
            kept = [line for line in cell.lines if not _is_boxes(line, drop)]
            if squeeze("".join(kept)) != slot.cell.flat or drop:
                return _PARAGRAPH.join(kept)
        self._findings.error(
            "cell-unreadable",
            _("what is printed in this cell was changed, so that what was written cannot be told from it"),
            _("Enter what it says into the workbook, or have it written on a fresh form."),
            column=slot.title,
            value=join_lines(cell.lines),
        )
        return None

    def _convert(self, slot: Slot, lines: list[str]) -> Value | None:
        text = join_lines(lines)
        options = list_options(slot.sent)
        if options:
            return self._convert_choice(slot, text, options)
        if text == join_lines(slot.sent.split("\n")) or text == slot.sent.strip():
            return None
        is_date = slot.field in _list_fields(type(self._layout.data), PartialDate)
        if not text and is_date and not parse_date(slot.sent):
            return None  # 年　月　日, waiting for the pen
        if not text:
            self._findings.warn(
                "text-deleted",
                _("the text that was sent in this cell was deleted; the workbook still has it"),
                _("If it is to go, delete it in the workbook as well."),
                column=slot.title,
                value=slot.sent,
            )
        if slot.field in _list_fields(type(self._layout.data), _TEXTS) and not slot.part:
            return list(split_items(lines))
        if is_date:
            date = parse_date(text)
            if date and not isinstance(date, PartialDate):
                self._findings.warn(
                    self._name_unread(slot),
                    _("“{value}” is no date; it is kept as it was written").format(value=text),
                    _("Write it like 2010.12.20."),
                    column=slot.title,
                    value=text,
                )
            return str(date)
        return text

    def _name_unread(self, slot: Slot) -> str:
        """The code of a date that is none: those of meetings and visits are told again where these are checked."""
        if slot.field == "visit_held_on":
            return "visit-unread"
        of_meeting = slot.field == "held_on" and isinstance(self._layout.data, MeetingRecord)
        return "meeting-unread" if of_meeting else "date-unreadable"

    def _convert_choice(self, slot: Slot, text: str, options: tuple[str, ...]) -> Value | None:
        choice = read_choice(text, options)
        if len(choice.ticked) > 1:
            self._findings.error(
                "choice-two",
                _("more than one is ticked: {options}").format(options="、".join(choice.ticked)),
                _("Ask which one is meant, and leave one tick."),
                column=slot.title,
                value=text,
            )
            return ""
        if choice.unclear:
            self._tell_unclear(slot.title, text)
            return ""
        if choice.unread:
            self._findings.warn(
                "choice-unread",
                _("“{text}” belongs to no option that is printed here").format(text=choice.unread),
                _("See what is meant, and tick one."),
                column=slot.title,
                value=text,
            )
        return None if choice.value == read_choice(slot.sent, options).value else choice.value

    def _tell_unclear(self, title: str, text: str) -> None:
        self._findings.error(
            "choice-unclear",
            _("a cross or an unknown sign can mean yes or no"),
            _("Ask what is meant, and write √."),
            column=title,
            value=text,
        )


def _is_boxes(line: str, labels: list[str]) -> bool:
    """Whether a line is boxes with their labels, and next to nothing else."""
    rest = line
    for label in labels:
        rest = rest.replace(label, "")
    return rest != line and len(_BETWEEN_BOXES.sub("", rest)) <= _STRAY
