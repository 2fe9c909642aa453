"""The ticks of a ballot that came back as a file: for each printed line the grades that were ticked."""

from __future__ import annotations

from collections.abc import Mapping

from pingyi.collect.choices import Tick, read_tick
from pingyi.collect.form import Reading
from pingyi.collect.paper import Paper
from pingyi.collect.symbols import squeeze
from pingyi.errors import Problem, Severity
from pingyi.model.forms import BallotForm
from pingyi.texts import translate as _


def read_ballot(sent: BallotForm, paper: Paper, reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """Read the grid of a ballot; a line with two ticks keeps both, one with none is empty.

    Args:
        sent: the blank ballot.
        paper: as it came back.
        reading: takes the signs that cannot be told, and loses what was said of the cells with ticks.
    """
    columns = _find_grades(sent, paper)
    ticks: dict[str, tuple[str, ...]] = {}
    reading.problems = [item for item in reading.problems if item.code not in ("text-unread", "prefilled-changed")]
    labels = {squeeze(f"{item.text}（{item.note}）" if item.note else item.text): item.text for item in sent.items}
    notes = {squeeze(f"{item.text}（{item.note}）" if item.note else item.text): item.note for item in sent.items}
    for row in paper.rows:
        label = next((cell.flat for cell in row if cell.flat in labels), "")
        if not label or label in ticks:
            continue
        found = []
        name = labels[label] + (f"（{notes[label]}）" if notes[label] else "")
        for cell in row:
            grade = columns.get(cell.column)
            if grade is None:
                continue
            tick = read_tick("".join(cell.lines))
            if tick is Tick.YES:
                found.append(grade)
            elif tick is Tick.UNCLEAR:
                reading.problems.append(
                    Problem(
                        Severity.ERROR,
                        "tick-unclear",
                        _("the sign “{sign}” can mean yes or no; the line counts as not ticked there").format(
                            sign=cell.flat[:10]
                        ),
                        _("Treat it as the meeting decides, and write √ or nothing."),
                        column=f"{name} / {grade}",
                        value=cell.flat[:10],
                    )
                )
        ticks[name] = tuple(found)
    return ticks if columns else {}


def _find_grades(sent: BallotForm, paper: Paper) -> dict[int, str]:
    """The grade of each column, from the row that prints the scale."""
    grades = {squeeze(grade): grade for grade in sent.grades}
    for row in paper.rows:
        found = {cell.column: grades[cell.flat] for cell in row if cell.flat in grades}
        if len(found) == len(grades):
            return found
    return {}
