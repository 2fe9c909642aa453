"""Voters and the people who type their ballots in; every mark is counted here a second time, in the plainest way."""

from __future__ import annotations

import io
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import openpyxl

GRADES = ("好", "较好", "一般", "差")
SHEETS = {"党组织评议票": "organisation", "党员评议票": "members"}
CATEGORIES = ("党员", "群众（代表）")
Votes = dict[str, Counter[str]]


@dataclass
class Count:
    """The marks on the papers of one ballot."""

    issued: int = 0
    returned: int = 0
    by_line: Votes = field(default_factory=lambda: defaultdict(Counter))
    by_category: dict[str, Votes] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Counter)))

    def add(self, line: str, grade: str, category: str = "") -> None:
        """One mark; an empty grade is a line without one."""
        self.by_line[line][grade] += 1
        self.by_category[category][line][grade] += 1

    def votes(self, category: str = "") -> dict[str, dict[str, int]]:
        """Votes by line and grade, of all papers or of one category's."""
        lines = self.by_category[category] if category else self.by_line
        return {line: {grade: marks[grade] for grade in GRADES} for line, marks in lines.items()}


def type_ballots(workbook: bytes, branch: str) -> tuple[bytes, dict[str, Count]]:
    """Type the papers of one branch into the workbook of its pack: `(workbook, {shape: count})`."""
    dice = random.Random(f"{branch}的票")
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    counts: dict[str, Count] = {}
    for sheet in book.worksheets:
        shape = SHEETS[sheet.title]
        count = counts[shape] = Count(returned=dice.randint(12, 16))
        count.issued = count.returned + dice.randint(0, 3)
        rows = {str(row[0].value): row for row in sheet.iter_rows() if row[0].value is not None}
        rows["发出票数"][1].value = count.issued
        rows["收回票数"][1].value = str(count.returned)  # the cells are text
        header = [str(cell.value) for cell in rows["序号"]]
        lines = range(2, len(header) - 1)
        for paper in range(count.returned):
            row = rows[str(paper + 1)]
            category = CATEGORIES[paper % 2]
            row[1].value = category
            for column in lines:
                # the first line always has a mark: a paper without any would be an abstention
                grade = dice.choice(GRADES if column == 2 else (*GRADES, ""))
                row[column].value = grade or None
                count.add(header[column], grade, category)
    return _save(book), counts


def write_head(workbook: bytes, shape: str, issued: int) -> bytes:
    """Write into the workbook of a pack only how many ballots went out by mail; its other sheet stays blank."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = next(sheet for sheet in book.worksheets if SHEETS[sheet.title] == shape)
    rows = {str(row[0].value): row for row in sheet.iter_rows(max_row=5)}
    rows["发出票数"][1].value = issued
    rows["发出票数"][2].value, rows["发出票数"][3].value = "场次", "电子票"
    return _save(book)


def _save(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
