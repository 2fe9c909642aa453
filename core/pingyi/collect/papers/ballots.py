"""The ticks of a ballot that came back as a file: for each printed line the grades that were ticked."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from pingyi.collect.papers.choices import Choice, Tick, list_options, read_choice, read_tick
from pingyi.collect.papers.form import Reading
from pingyi.collect.papers.paper import Paper
from pingyi.collect.papers.symbols import squeeze
from pingyi.errors import Problem, Severity
from pingyi.model.papers.forms import BallotForm
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
    lines = {squeeze(item.line): item.line for item in sent.items}
    for row in paper.rows:
        name = next((lines[cell.flat] for cell in row if cell.flat in lines), "")
        if not name or name in ticks:
            continue
        found = []
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


def read_category(sent: BallotForm, blank: Paper, paper: Paper, reading: Reading) -> str:
    """Read which category of voters was ticked; empty where none was, or where it cannot be told.

    Args:
        sent: the blank ballot.
        blank: its paper as it was sent.
        paper: as it came back.
        reading: takes what cannot be told, and loses what was said of the changed line.
    """
    options = sent.voter_categories
    printed = next((line for line in _list_lines(blank) if options and list_options(line) == options), "")
    if not printed:
        return ""
    label = squeeze(printed[: printed.index("□")]) if "□" in printed else ""
    came = _find_line(printed, label, paper)
    reading.problems = [
        item for item in reading.problems if item.code != "fixed-changed" or item.column != printed.strip()
    ]
    choice = read_choice(came.partition("：")[2] or came, options) if came else Choice()
    if choice.unclear or len(choice.ticked) > 1 or choice.unread:
        shown = "、".join((*choice.ticked, *choice.unclear)) or choice.unread
        reading.problems.append(
            Problem(
                Severity.WARNING,
                "voter-category-unclear",
                _("which voters this ballot comes from cannot be told: {shown}").format(shown=shown[:20]),
                _("It is counted without a category. One tick tells; the meeting decides."),
                column=label.rstrip("：:"),
                value=shown[:20],
            )
        )
        return ""
    return choice.value


def _list_lines(paper: Paper) -> Iterator[str]:
    yield from paper.loose
    for cell in paper.cells():
        yield from cell.lines


def _find_line(printed: str, label: str, paper: Paper) -> str:
    """The line as it came back: with its label, or else very much like it."""
    lines = [line for line in _list_lines(paper) if line.strip()]
    labelled = [line for line in lines if label and squeeze(line).startswith(label)]
    near = difflib.get_close_matches(printed, lines, n=1, cutoff=0.6) if not labelled else []
    return "\n".join(labelled[:1] or near)


def _find_grades(sent: BallotForm, paper: Paper) -> dict[int, str]:
    """The grade of each column, from the row that prints the scale."""
    grades = {squeeze(grade): grade for grade in sent.grades}
    for row in paper.rows:
        found = {cell.column: grades[cell.flat] for cell in row if cell.flat in grades}
        if len(found) == len(grades):
            return found
    return {}
