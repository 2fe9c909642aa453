"""Native charts of the tallies: the overall line by organisation, and the branches' verdicts beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pingyi.evaluate.ballots import Shape
from pingyi.evaluate.results import Tallies
from pingyi.evaluate.subjects import Subjects
from pingyi.evaluate.verdicts import list_verdicts
from pingyi.plan.fields.member_fields import UNGRADED
from pingyi.workbooks.sheet import Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

NAME = "图表"
_COLOURS = ("#2E75B6", "#9DC3E6", "#FFD966", "#C55A11", "#7F7F7F", "#A9D18E", "#BF9000")
_LIGHT, _DARK = "#FFFFFF", "#000000"
_ROW = 24
"""Height of one organisation in a chart, in pixels."""
_MOST = 60
"""Organisations that one chart shows legibly; the sheets have all of them."""
Row = tuple[str, tuple[int, ...]]


def add_charts(book: Workbook, tallies: Tallies, subjects: Subjects) -> None:
    """Add a sheet of charts with the numbers they are drawn from; none where there is nothing to draw."""
    settings = subjects.settings
    overall = [
        (tally.organisation, tally.together.lines[-1].votes)
        for tally in tallies.tallies
        if tally.shape is Shape.ORGANISATION and tally.together.lines
    ]
    verdicts = [
        (organisation.name, votes)
        for organisation in subjects.organisations
        if organisation.kind.has_members
        for votes in [_count_verdicts(subjects, organisation.id)]
        if any(votes)
    ]
    if not overall and not verdicts:
        return
    page = Sheet(book, NAME, [34, *[9] * 8])
    row = _draw(book, page, 0, "党组织总体评价得票（票）", grades=settings.grades.organisation, rows=overall)
    _draw(book, page, row, "党员评定等次（人）", grades=(*settings.grades.verdict, UNGRADED), rows=verdicts)
    page.sheet.set_landscape()
    page.sheet.set_paper(9)
    page.sheet.fit_to_pages(1, 0)


def _count_verdicts(subjects: Subjects, branch_id: str) -> tuple[int, ...]:
    branch = subjects.plan.campaign.organisations[branch_id]
    found = Counter(list_verdicts(subjects, branch).values())
    grades = subjects.settings.grades.verdict
    counts = tuple(found[grade] for grade in grades)
    return (*counts, found[UNGRADED]) if any(counts) else ()


def _draw(book: Workbook, page: Sheet, top: int, title: str, *, grades: Sequence[str], rows: Sequence[Row]) -> int:
    """Write one table and its chart beside it; return the first free row."""
    if not rows:
        return top
    whole = book.add_format({"num_format": "0", "border": 1})
    for column, text in enumerate((title, *grades)):
        page.sheet.write_string(top, column, text, page.head)
    for number, (name, votes) in enumerate(rows, top + 1):
        page.sheet.write_string(number, 0, name, page.text)
        for column, count in enumerate(votes, 1):
            page.sheet.write_number(number, column, count, whole)
    last = top + min(len(rows), _MOST)
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for column in range(1, len(grades) + 1):
        chart.add_series({
            "name": [NAME, top, column],
            "categories": [NAME, top + 1, 0, last, 0],
            "values": [NAME, top + 1, column, last, column],
            "fill": {"color": _COLOURS[(column - 1) % len(_COLOURS)]},
            "gap": 60,
            # a label on nothing would only hide its neighbour
            "data_labels": {"value": True, "num_format": "0;;", "font": {"color": _LIGHT if column == 1 else _DARK}},
        })  # fmt: skip
    chart.set_title({"name": title, "name_font": {"size": 13}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    height = 150 + _ROW * (last - top)
    chart.set_size({"width": 760, "height": height})
    page.sheet.insert_chart(top, len(grades) + 2, chart, {"description": title})
    return max(top + len(rows), top + height // 20) + 3
