"""A problem with a meeting, at the place where it is written."""

from __future__ import annotations

from pingyi.errors import Problem, Severity
from pingyi.model.people.organisation import Organisation
from pingyi.model.results.meetings import Meeting


def tell(
    meeting: Meeting,
    organisation: Organisation,
    code: str,
    text: str,
    cure: str,
    *,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """Make the problem; the message begins with the organisation.

    Args:
        meeting: names file, sheet and row.
        organisation: whose meeting it is.
        code: stable name of the kind of problem.
        text: what is wrong.
        cure: what to do.
        severity: how grave it is.
    """
    message = f"{organisation.name}: {text}"
    return Problem(severity, code, message, cure, meeting.file, meeting.sheet, meeting.row)
