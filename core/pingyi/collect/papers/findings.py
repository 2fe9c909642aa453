"""What is told about one returned file: short values, no identity numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pingyi.errors import Problem, Severity

_LONGEST = 60
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)")


def shorten(text: str) -> str:
    """A text as a problem shows it."""
    line = _ID_NUMBER.sub("******", " ".join(text.split()))
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


@dataclass
class Findings:
    """The problems of one file, before it is said which file it is."""

    problems: list[Problem] = field(default_factory=list)

    def error(self, code: str, message: str, cure: str, column: str = "", value: str = "") -> None:
        """Note something because of which a text or a file is not used."""
        self._add(Severity.ERROR, code, (message, cure), column, value)

    def warn(self, code: str, message: str, cure: str, column: str = "", value: str = "") -> None:
        """Note something that people should look at; what was read is used."""
        self._add(Severity.WARNING, code, (message, cure), column, value)

    def _add(self, severity: Severity, code: str, texts: tuple[str, str], column: str, value: str) -> None:
        self.problems.append(Problem(severity, code, *texts, column=column, value=shorten(value)))
