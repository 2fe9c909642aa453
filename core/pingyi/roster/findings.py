"""Collecting problems: one at a place, or one for the many cells of a column that share a harmless oddity."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from pingyi.errors import Problem, Severity
from pingyi.texts import shorten
from pingyi.texts import translate as _

_LISTED_ROWS = 5
_LONGEST_VALUE = 60
_MANY = 20
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)")


def show_value(value: object) -> str:
    """A cell's value as a problem shows it: short, and without the `.0` that number cells carry."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = "".join(char if char.isprintable() or char.isspace() else _reveal(char) for char in str(value))
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _hide_numbers(text: str) -> str:
    """Identity numbers are never told, wherever somebody typed them."""
    return _ID_NUMBER.sub("******", text)


def _reveal(char: str) -> str:
    """Characters that cannot be seen are shown by their number; rare ones that Python does not know stay."""
    return f"<U+{ord(char):04X}>" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char


def join_rows(rows: Iterable[int]) -> str:
    """The first few row numbers as text, with a mark where there are more."""
    return shorten(list(map(str, rows)), _LISTED_ROWS)


@dataclass
class Findings:
    """Every problem of one file.

    Attributes:
        file: the file's name, set on each problem.
        sheets: names of its sheets, in the order in which problems are listed.
    """

    file: str
    sheets: list[str] = field(default_factory=list)
    _problems: list[Problem] = field(default_factory=list)
    _repeated: dict[tuple[Severity, str, str, str, str, str], list[tuple[int, str]]] = field(default_factory=dict)

    def add(
        self,
        severity: Severity,
        code: str,
        message: str,
        cure: str = "",
        *,
        sheet: str = "",
        row: int | None = None,
        column: str = "",
        person: str = "",
        value: object = "",
    ) -> None:
        """Note one problem at its place."""
        texts = (_hide_numbers(text) for text in (column, person, show_value(value)))
        message, cure = _hide_numbers(message), _hide_numbers(cure)
        self._problems.append(Problem(severity, code, message, cure, self.file, sheet, row, *texts))

    def repeat(
        self,
        severity: Severity,
        code: str,
        message: str,
        cure: str = "",
        *,
        sheet: str,
        row: int,
        column: str = "",
        person: str = "",
    ) -> None:
        """Note something that may hold for many rows: notes, and warnings on many rows, become one problem."""
        self._repeated.setdefault((severity, code, message, cure, sheet, column), []).append((row, person))

    def finish(self) -> list[Problem]:
        """Return all problems: by sheet, those of a whole sheet first, then by row."""
        for (severity, code, message, cure, sheet, column), places in self._repeated.items():
            if severity is not Severity.INFO and len(places) <= _MANY:
                for row, person in places:
                    self.add(
                        severity,
                        code,
                        _("{message}.").format(message=message),
                        cure,
                        sheet=sheet,
                        row=row,
                        column=column,
                        person=person,
                    )
                continue
            rows = [row for row, _person in places]
            text = _("{message} ({count} rows: {rows}).").format(message=message, count=len(rows), rows=join_rows(rows))
            self.add(severity, code, text, cure, sheet=sheet, row=rows[0], column=column)
        self._repeated.clear()
        order = {name: number for number, name in enumerate(self.sheets)}
        self._problems.sort(key=lambda problem: (order.get(problem.sheet, -1), problem.row or 0))
        return list(self._problems)
