"""`pingyi status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pingyi.cli.options import AsJson, Source, Strict, Trust
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.errors import Problem


def status(
    source: Source = None,
    on: Annotated[str, typer.Option(metavar="DATE", help=_("The day to look from; today when left out."))] = "",
    text: Annotated[bool, typer.Option("--text", help=_("Print a reminder for each branch, to paste."))] = False,
    everything: Annotated[bool, typer.Option("--all", help=_("List branches that are done, and every step."))] = False,
    strict: Strict = False,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """Show how far the campaign is."""
    from pingyi.campaign.folder import REPORTS
    from pingyi.cli.console import print_json, print_problems
    from pingyi.cli.day import read_day
    from pingyi.cli.source import load_results, open_source
    from pingyi.errors import Severity
    from pingyi.report import Evidence, list_status, read_status, write_reminder

    day = read_day(on)
    opened = open_source(source, trust=trust)
    print_problems(opened.plugins.problems, err=True)  # without its rules a campaign wants something else
    plan, _collected, tallies = load_results(opened)
    papers = opened.folder / REPORTS if opened.folder is not None else None
    held = [] if tallies is None else [item for item in tallies.problems if _is_held(item)]
    found = read_status(plan, day, held, Evidence(plan, tallies, papers))
    if as_json:
        print_json(found.to_json())
    elif text:
        reminders = [write_reminder(found, branch) for branch in found.branches if everything or branch.missing]
        typer.echo("\n\n".join(reminders))
    else:
        for line in list_status(found, everything=everything):
            typer.echo(line)
        shown = [item for item in found.problems if item.code != "coverage-missing"]
        print_problems(shown, err=True)
    late = any(item.severity is Severity.ERROR for item in found.problems)
    return 1 if late or (strict and found.coverage.lacks_demanded) else 0


def _is_held(problem: Problem) -> bool:
    """Whether a problem is about meetings or visits; the ballots have a command of their own."""
    return problem.code.startswith(("meeting-", "visit-"))
