"""pytest finds the cases in `*.case.yaml` by itself: one test for each case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pingyi.errors import PingyiError
from pingyi.testing.cases import Case, load_cases

SUFFIX = ".case.yaml"


class WrongCaseError(AssertionError):
    """A case is otherwise than expected."""


class CaseItem(pytest.Item):
    """One case."""

    case: Case

    def runtest(self) -> None:
        """Plan the case's member and compare."""
        lines = self.case.check()
        if lines:
            raise WrongCaseError("\n".join(lines))

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The lines alone: whoever wrote the case does not read tracebacks."""
        if isinstance(excinfo.value, WrongCaseError | PingyiError):
            problems = getattr(excinfo.value, "problems", ())
            told = [f"{problem.column}: {problem.message} {problem.cure}" for problem in problems]
            return "\n".join([self.case.name, str(excinfo.value), *told])
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case stands."""
        return self.path, None, self.case.name


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Every case of the file."""
        try:
            cases = load_cases(self.path)
        except PingyiError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            item: CaseItem = CaseItem.from_parent(self, name=case.name)
            item.case = case
            yield item


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """Collect `*.case.yaml`."""
    if not file_path.name.endswith(SUFFIX):
        return None
    made: CaseFile = CaseFile.from_parent(parent, path=file_path)
    return made
