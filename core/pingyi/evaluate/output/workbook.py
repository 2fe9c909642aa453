"""评议结果汇总表 as a workbook: numbers of papers, both tallies, charts, and where each number comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pingyi.errors import SEVERITY_NAMES
from pingyi.evaluate.ballots import Shape
from pingyi.evaluate.output.charts import add_charts
from pingyi.evaluate.results import GroupTally, LineTally, Tallies, Tally
from pingyi.evaluate.subjects import Subjects
from pingyi.workbooks.book import open_workbook
from pingyi.workbooks.sheet import Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Value = str | int | Decimal | None
_PAPERS = {
    "党组织": 30, "评议": 12, "应到": 7, "实到": 7, "发出": 7, "收回": 7, "有效": 7, "无效": 7, "弃权": 7, "未收回": 8,
    "账目": 10, "说明": 40,
}  # fmt: skip
_SHAPES = {Shape.ORGANISATION: "评党组织", Shape.MEMBERS: "评党员"}
SHEETS = {Shape.ORGANISATION: "群众集中评议", Shape.MEMBERS: "党员民主评议"}
_TITLES = {
    Shape.ORGANISATION: ("党组织", "评议内容"),
    Shape.MEMBERS: ("党支部", "姓名"),
}
_SOURCES = {"党组织": 30, "评议": 12, "行": 34, "文件": 44, "工作表": 14, "行号": 12, "列": 6}
_PROBLEMS = {"程度": 8, "文件": 36, "工作表": 14, "行号": 8, "列": 20, "问题": 70, "怎样改": 50}


def make_tally_workbook(tallies: Tallies, subjects: Subjects) -> bytes:
    """Return the .xlsx of all tallies; text is written as text, so that none becomes a formula."""
    with open_workbook("评议结果汇总表") as (book, content):
        writer = _Writer(book)
        writer.write("票数", _PAPERS, map(_list_papers, tallies.tallies), total="票数")
        for shape in Shape:
            some = [tally for tally in tallies.tallies if tally.shape is shape]
            if some:
                grades = some[0].grades
                widths = _list_columns(shape, grades)
                rows = (row for tally in some for row in _list_lines(tally, subjects))
                writer.write(SHEETS[shape], widths, rows)
        add_charts(book, tallies, subjects)
        writer.write("数字来源", _SOURCES, (row for tally in tallies.tallies for row in _list_sources(tally)))
        if any(tally.remarks for tally in tallies.tallies):
            writer.write("意见和建议", {"党组织": 30, "评议": 12, "意见和建议": 90}, _list_remarks(tallies))
        if tallies.problems:
            writer.write("问题", _PROBLEMS, _list_problems(tallies))
    return content.getvalue()


class _Writer:
    def __init__(self, book: Workbook) -> None:
        self._book = book
        common: dict[str, Any] = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
        self._whole = book.add_format({**common, "num_format": "0"})
        self._parts = book.add_format({**common, "num_format": "0.00"})
        self._wrapped = book.add_format({**common, "num_format": "@", "text_wrap": True})

    def write(self, name: str, columns: dict[str, int], rows: Iterable[Sequence[Value]], total: str = "") -> None:
        """Write one sheet with filters and print titles; `total` adds a row that sums the papers."""
        page = Sheet(self._book, name, list(columns.values()))
        page.write_head(0, list(columns))
        listed = list(rows)
        for number, row in enumerate(listed, 1):
            for column, value in enumerate(row):
                self._write_cell(page, number, column, value)
        last = len(listed)
        if total and listed:
            self._write_total(page, list(columns), listed)
        page.finish(frozen=(1, 1), last=(max(last, 1), len(columns) - 1))

    def _write_cell(self, page: Sheet, row: int, column: int, value: Value) -> None:
        if isinstance(value, int):
            page.sheet.write_number(row, column, value, self._whole)
        elif isinstance(value, Decimal):
            page.sheet.write_number(row, column, float(value), self._parts)
        else:
            page.sheet.write_string(row, column, value or "", self._wrapped)

    def _write_total(self, page: Sheet, columns: list[str], rows: Sequence[Sequence[Value]]) -> None:
        last = len(rows)
        page.sheet.write_string(last + 1, 0, "合计（筛选后）", self._wrapped)
        for column, title in enumerate(columns):
            if title in ("应到", "实到", "发出", "收回", "有效", "无效", "弃权", "未收回"):
                letter = chr(ord("A") + column)
                formula = f"=SUBTOTAL(109,{letter}2:{letter}{last + 1})"
                value = sum(number for row in rows for number in [row[column]] if isinstance(number, int))
                page.sheet.write_formula(last + 1, column, formula, self._whole, value)


def _list_papers(tally: Tally) -> tuple[Value, ...]:
    group = tally.together
    note = ""
    if tally.void:
        note = "收回多于发出，本次评议无效"
    elif group.withheld:
        note = "收回的票太少，得票情况不公布"
    return (
        tally.organisation, _SHAPES[tally.shape], tally.expected, tally.attended, tally.issued, tally.returned,
        group.valid, group.invalid, group.abstained, tally.not_returned, "相符" if tally.balanced else "不符", note,
    )  # fmt: skip


def _list_columns(shape: Shape, grades: Sequence[str]) -> dict[str, int]:
    first, second = _TITLES[shape]
    votes = {f"{grade}（票）": 9 for grade in grades} | {f"{grade}（%）": 9 for grade in grades}
    own = {"支部评定": 12} if shape is Shape.MEMBERS else {}
    return {first: 30, "评议人": 13, second: 38 if shape is Shape.ORGANISATION else 16, **votes, "弃权": 7, "无效": 7,
            "满意率（%）": 10, "平均分": 9, **own}  # fmt: skip


def _list_lines(tally: Tally, subjects: Subjects) -> Iterator[tuple[Value, ...]]:
    for group in (tally.together, *(tally.groups if len(tally.groups) > 1 else ())):
        for line in group.lines:
            yield _describe_line(tally, group, line)
    if tally.verdicts is None:
        return
    shown = {line.item.person_id for line in tally.together.lines}
    people = subjects.plan.campaign.people
    for id_, verdict in tally.verdicts.items():  # verdicts are no votes: shown also where votes are withheld
        if id_ not in shown:
            blank = (None,) * (2 * len(tally.grades) + 4)
            yield (tally.organisation, "", people[id_].name, *blank, verdict)


def _describe_line(tally: Tally, group: GroupTally, line: LineTally) -> tuple[Value, ...]:
    rates: tuple[Value, ...] = line.rates or (None,) * len(line.votes)
    counts: tuple[Value, ...] = (*line.votes, *rates, line.abstained, line.invalid)
    if not line.sources:  # no sheet has the line
        counts = (None,) * len(counts)
    row = (tally.organisation, group.category, line.item.key, *counts, line.satisfaction, line.score)
    if tally.verdicts is None:
        return row
    return (*row, tally.verdicts.get(line.item.person_id, "") if group is tally.together else "")


def _list_sources(tally: Tally) -> Iterator[tuple[Value, ...]]:
    named = [("全部票", tally.sources), *((line.item.key, line.sources) for line in tally.together.lines)]
    for name, sources in named:
        for item in sources:
            yield (tally.organisation, _SHAPES[tally.shape], name, item.file, item.sheet, item.rows, item.column)


def _list_remarks(tallies: Tallies) -> Iterator[tuple[Value, ...]]:
    for tally in tallies.tallies:
        for remark in tally.remarks:
            yield (tally.organisation, _SHAPES[tally.shape], remark)


def _list_problems(tallies: Tallies) -> Iterator[tuple[Value, ...]]:
    for item in tallies.problems:
        row = str(item.row) if item.row is not None else ""
        message = f"{item.person}：{item.message}" if item.person else item.message
        yield (SEVERITY_NAMES[item.severity], item.file, item.sheet, row, item.column, message, item.cure)
