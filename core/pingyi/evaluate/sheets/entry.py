"""Reading one entry sheet: what was voted on, and whether its rows are papers or counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pingyi.errors import Problem, Severity
from pingyi.evaluate.ballots import Part, Shape
from pingyi.evaluate.counting import Subject
from pingyi.evaluate.sheets import words
from pingyi.evaluate.sheets.counted import read_counts
from pingyi.evaluate.sheets.heads import read_head
from pingyi.evaluate.sheets.page import Page, Table
from pingyi.evaluate.sheets.papers import read_papers
from pingyi.evaluate.sheets.words import name_count, name_item, names_voter, normalise
from pingyi.evaluate.subjects import Subjects
from pingyi.roster.files.sheets import Sheet
from pingyi.texts import translate as _

_HEAD_ROWS = 25
"""The header of the table stands within the first rows."""


def read_entry(sheet: Sheet, file: str, subjects: Subjects) -> tuple[Part | None, list[Problem]]:
    """Read one worksheet.

    Args:
        sheet: as read.
        file: path as problems name it.
        subjects: what can be voted on.

    Returns:
        What the sheet says, `None` where it is no entry sheet, an empty one, or refused; and what is wrong with it.
    """
    page = Page(sheet, file, subjects)
    above, name = read_head(sheet.rows[:_HEAD_ROWS])
    organisation = subjects.find_organisation(name)
    if organisation is None:
        if _looks_like_ballots(page):
            page.tell(
                "ballot-subject-unknown",
                _("It is not written, or not in the roster, which organisation was voted on."),
                _("Write the full name of the organisation behind 评议对象, above the table."),
                value=name,
            )
        return None, page.problems
    table = _find_table(page, [subjects.get(organisation, shape) for shape in Shape])
    if table is None:
        if above.issued is not None or above.returned is not None:
            page.tell(
                "ballot-table-missing",
                _("There is no table below the head, so its numbers are not used."),
                _("Keep the header row of the sheet that went out, also where no paper is typed in."),
                severity=Severity.WARNING,
            )
        return None, page.problems
    head, _name = read_head(sheet.rows[: table.header])
    if head.category:
        head = replace(head, category=page.read_category(head.category, sheet.top))
    part = read_counts(page, table, head) if table.counted else read_papers(page, table, head)
    if part is not None and not part.ballots and not part.counts and not head.returned and not head.issued:
        return None, []  # the blank sheet that went out
    return part, page.problems


def _looks_like_ballots(page: Page) -> bool:
    headers = {normalise(cell).removesuffix("票数") for row in page.rows[:_HEAD_ROWS] for cell in row if cell}
    return {"发出", "收回"} <= headers


def _find_table(page: Page, subjects: Sequence[Subject]) -> Table | None:
    for index, row in enumerate(page.rows[:_HEAD_ROWS]):
        cells = [normalise(cell) for cell in row if cell]
        if any(cell in words.HEAD_TEXTS[field] for field in ("counters", "supervisors") for cell in cells):
            continue  # who counted may well be on the ballot
        for subject in subjects:
            names = page.subjects.read_names(subject)
            counted = {name_count(cell) for cell in row if cell} & set(page.grade_names(subject))
            if len(counted) >= 2 and _has_items(page.rows[index + 1 :], names):
                return Table(index, counted=True, subject=subject)
            found = sum(name_item(cell) in names for cell in row if cell)
            if found and (found >= 2 or any(cell in words.NUMBER_HEADERS or names_voter(cell) for cell in cells)):
                return Table(index, counted=False, subject=subject)
    return None


def _has_items(rows: Sequence[Sequence[str]], names: Mapping[str, str]) -> bool:
    return any(name_item(cell) in names for row in rows for cell in row if cell)
