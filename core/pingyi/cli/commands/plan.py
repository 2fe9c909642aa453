"""`pingyi plan`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingyi.cli.options import AsJson, Source, Trust
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.errors import Problem
    from pingyi.plan import Plan


def plan(
    source: Source = None,
    excel: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Write a workbook for the leaders to confirm."))
    ] = None,
    members: Annotated[bool, typer.Option("--members", help=_("List the members too, not only their number."))] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help=_("Show what the campaign's own rules change, person by person."))
    ] = False,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """Show who reviews whom, in which steps, with which forms."""
    from pingyi.cli.console import print_json, print_problems
    from pingyi.cli.source import open_source
    from pingyi.errors import Severity
    from pingyi.plan import describe_plan, list_plan, make_plan, write_plan_workbook

    opened = open_source(source, trust=trust)
    made = make_plan(opened.campaign, opened.plugins)
    problems = [item for item in (*opened.problems, *made.problems) if item.severity is not Severity.INFO]
    if excel is not None:
        write_plan_workbook(made, excel)
    if diff:
        _show_difference(made, problems, as_json=as_json)
    elif as_json:
        print_json(describe_plan(made, problems))
    else:
        for line in list_plan(made, members=members):
            typer.echo(line)
        print_problems(problems, err=True)
        if excel is not None:
            typer.echo(_("Workbook: {path}").format(path=excel))
        typer.echo(_("“pingyi why NAME” explains one person or organisation."), err=True)
    return 1 if any(item.severity is Severity.ERROR for item in problems) else 0


def _show_difference(made: Plan, problems: Sequence[Problem], *, as_json: bool) -> None:
    from pingyi.cli.console import print_json, print_problems
    from pingyi.plan import compare_plans, list_difference

    if as_json:
        changed = [item.to_json() for item in compare_plans(made)]
        summary = {"subjects": len(changed), "rules": list(made.plugins.local)}
        print_json({"subjects": changed, "problems": [problem.to_json() for problem in problems], "summary": summary})
        return
    for line in list_difference(made):
        typer.echo(line)
    print_problems(problems, err=True)
