"""Reading entry sheets that were counted by hand: one row per line of the ballot, one column per grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pingyi.evaluate.ballots import Head, LineCount, Part
from pingyi.evaluate.sheets import words
from pingyi.evaluate.sheets.page import Page, Table
from pingyi.evaluate.sheets.words import find_role, name_count, name_item, normalise
from pingyi.texts import translate as _


def read_counts(page: Page, table: Table, head: Head) -> Part | None:
    """Read the counts of a sheet, `None` where it has none or a grade has no column."""
    header = page.rows[table.header]
    grades = page.grade_names(table.subject)
    columns = {name_count(cell): index for index, cell in enumerate(header) if cell}
    absent = [grade for name, grade in grades.items() if name not in columns]
    if absent:
        page.tell(
            "ballot-grade-missing",
            _("There is no column for: {grades}.").format(grades="、".join(absent)),
            _("Add the columns; write 0 where nobody chose the grade."),
            row=page.sheet.number(table.header),
        )
        return None
    names = page.subjects.read_names(table.subject)
    category_column = next(
        (index for index, cell in enumerate(header) if find_role(normalise(cell)) == "category"), None
    )
    numbers = [columns.get(name) for name in (*grades, words.ABSTAINED, words.INVALID)]
    lines: list[LineCount] = []
    for index in range(table.header + 1, len(page.rows)):
        row, place = page.rows[index], page.sheet.number(index)
        if not any(row[column] for column in numbers if column is not None):
            continue
        counts = [0 if at is None else _read_count(page, row[at], place, header[at]) for at in numbers]
        key = next((names[name_item(cell)] for cell in row if cell and name_item(cell) in names), "")
        if not key:
            _tell_unknown(page, row, place)
            continue
        category = page.read_category(row[category_column], place) if category_column is not None else ""
        lines.append(LineCount(key, category, tuple(counts[: len(grades)]), counts[-2], counts[-1], place))
    if not lines:
        return None
    done = {line.item for line in lines}
    page.tell_missing(table, [item.key for item in table.subject.items if item.key not in done])
    source = page.locate([line.row for line in lines])
    subject = table.subject
    return Part(subject.organisation_id, subject.shape, head, source, counts=_complete(lines, head))


def _read_count(page: Page, text: str, row: int, header: str) -> int:
    plain = normalise(text).removesuffix("票").removesuffix("张")
    if not plain or plain.isdecimal():
        return int(plain or 0)
    page.tell(
        "ballot-count-wrong",
        _("“{value}” is no number of votes; 0 is used.").format(value=text),
        _("Write a whole number."),
        row=row,
        column=header,
    )
    return 0


def _tell_unknown(page: Page, row: Sequence[str], place: int) -> None:
    name = next((cell for cell in row if cell and not cell.isdecimal()), "")
    if not page.is_total(name):
        page.tell(
            "ballot-line-unknown",
            _("The ballot has no line “{header}”; its votes are not counted.").format(header=name),
            _("Write it as the ballot prints it, or delete the row."),
            row=place,
        )


def _complete(lines: Sequence[LineCount], head: Head) -> tuple[LineCount, ...]:
    """Add papers that were spoiled or blank as a whole to each line, where the counters left them out of it."""
    invalid, abstained = head.invalid or 0, head.abstained or 0
    totals: Counter[str] = Counter()
    for line in lines:
        totals[line.item] += line.total
    if not (invalid or abstained) or len(totals) != len(lines):
        return tuple(lines)
    return tuple(
        replace(line, invalid=line.invalid + invalid, abstained=line.abstained + abstained)
        if line.total + invalid + abstained == head.returned
        else line
        for line in lines
    )
