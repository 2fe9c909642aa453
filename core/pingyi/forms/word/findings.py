"""The problems of one template, gathered with their places."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from pingyi.errors import Problem, Severity
from pingyi.forms.word.labels import label_paragraph, name_part
from pingyi.forms.word.package import Package


@dataclass
class Findings:
    """Collects problems; the same finding at the same place is kept once."""

    package: Package
    problems: list[Problem] = field(default_factory=list)

    def error(
        self, code: str, message: str, cure: str, *, part: str = "", at: etree._Element | None = None, value: str = ""
    ) -> None:
        """Add a mistake that keeps the template from being used.

        Args:
            code: the problem's code.
            message: what is wrong.
            cure: what to do.
            part: name of the part it is in.
            at: the paragraph it is in.
            value: the tag or text in question.
        """
        self._add(Problem(Severity.ERROR, code, message, cure, value=value), part, at)

    def warning(
        self, code: str, message: str, cure: str, *, part: str = "", at: etree._Element | None = None, value: str = ""
    ) -> None:
        """Add something that should be looked at; arguments as for `error`."""
        self._add(Problem(Severity.WARNING, code, message, cure, value=value), part, at)

    def has_errors(self, part: str = "") -> bool:
        """Whether there is an error, in one part or anywhere."""
        title = name_part(self.package, part) if part else ""
        return any(item.severity is Severity.ERROR and (not title or item.sheet == title) for item in self.problems)

    def _add(self, problem: Problem, part: str, at: etree._Element | None) -> None:
        placed = replace(
            problem,
            file=self.package.name,
            sheet=name_part(self.package, part) if part else "",
            column="" if at is None else label_paragraph(at),
            value=problem.value[:120],
        )
        if placed not in self.problems:
            self.problems.append(placed)
