"""What a check found, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass

from pingyi.errors import Problem, Severity
from pingyi.texts import translate as _


@dataclass(frozen=True)
class Check:
    """One promise and whether it is kept.

    Attributes:
        id: stable, one word.
        promise: what was looked at, in the user's language.
        problems: what was found; a warning does not break the promise.
        skipped: it could not be looked at, since an earlier promise is broken.
    """

    id: str
    promise: str
    problems: tuple[Problem, ...] = ()
    skipped: bool = False

    @property
    def passed(self) -> bool:
        """Whether the promise is kept."""
        return not self.skipped and all(problem.severity is not Severity.ERROR for problem in self.problems)

    @property
    def verdict(self) -> str:
        """One word for the listing."""
        return _("skipped") if self.skipped else _("kept") if self.passed else _("broken")


@dataclass(frozen=True)
class Report:
    """Everything about one plugin."""

    plugin: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every promise is kept."""
        return all(check.passed for check in self.checks)

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "plugin": self.plugin,
            "passed": self.passed,
            "checks": [
                {
                    "check": check.id,
                    "passed": check.passed,
                    "skipped": check.skipped,
                    "problems": [problem.to_json() for problem in check.problems],
                }
                for check in self.checks
            ],
        }
