"""One worksheet under reading: its cleaned cells, what can be voted on, and the problems found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pingyi.errors import Problem, Severity
from pingyi.evaluate.ballots import Source
from pingyi.evaluate.counting import Subject
from pingyi.evaluate.scales import GradeScale, get_scale
from pingyi.evaluate.sheets import words
from pingyi.evaluate.sheets.words import normalise, read_cell
from pingyi.evaluate.subjects import Subjects
from pingyi.roster.files.sheets import Sheet
from pingyi.texts import translate as _

_TOTALS = ("合计", "总计", "小计")


@dataclass(frozen=True)
class Table:
    """Where the table of a sheet begins.

    Attributes:
        header: index of its header row.
        counted: whether it has counts; else each row is a paper.
        subject: what is voted on.
    """

    header: int
    counted: bool
    subject: Subject


class Page:
    """A worksheet.

    Args:
        sheet: as read.
        file: path as problems name it.
        subjects: what can be voted on.
    """

    def __init__(self, sheet: Sheet, file: str, subjects: Subjects) -> None:
        self.sheet = sheet
        self.file = file
        self.subjects = subjects
        self.rows = [[read_cell(value) for value in row] for row in sheet.rows]
        self.problems: list[Problem] = []

    def scale_of(self, subject: Subject) -> GradeScale:
        """The grades of a subject's ballot."""
        return get_scale(self.subjects.settings, subject.shape)

    def grade_names(self, subject: Subject) -> Mapping[str, str]:
        """Grades by what headers may call them."""
        return {normalise(grade): grade for grade in self.scale_of(subject).grades}

    def locate(self, numbers: Sequence[int]) -> Source:
        """The place that these rows are."""
        span = f"{min(numbers)}-{max(numbers)}" if numbers else ""
        return Source(self.file, self.sheet.name, span)

    def is_total(self, text: str) -> bool:
        """Whether a row sums up the others."""
        return normalise(text) in _TOTALS

    def read_category(self, text: str, row: int) -> str:
        """The category of voters that a cell names."""
        if not text:
            return ""
        for name in self.subjects.categories:
            if _shorten(text) == _shorten(name):
                return name
        self.tell(
            "voter-category-unknown",
            _("“{value}” is no category of voters.").format(value=text),
            _("Write one of: {known}.").format(known="、".join(self.subjects.categories)),
            row=row,
            column=words.CATEGORY,
        )
        return ""

    def tell_missing(self, table: Table, missing: Sequence[str]) -> None:
        """Report lines of the ballot that the sheet lacks."""
        if missing:
            self.tell(
                "ballot-line-missing",
                _("Not typed in: {items}.").format(items="、".join(missing)),
                _("Add them exactly as the ballot prints them."),
                row=self.sheet.number(table.header),
            )

    def tell(
        self,
        code: str,
        message: str,
        cure: str,
        *,
        row: int | None = None,
        column: str = "",
        value: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Report what is wrong with this sheet."""
        problem = Problem(
            severity, code, message, cure, self.file, self.sheet.name, row, column.replace("\n", ""), value=value
        )
        self.problems.append(problem)


def _shorten(text: str) -> str:
    """群众（代表）, 群众代表 and 群众 are the same voters."""
    return normalise(text).partition("(")[0].removesuffix("代表")
