"""`pingyi report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pingyi.cli.options import AsJson, Overwrite, Source, Strict, Trust
from pingyi.texts import translate as _


def report(
    source: Source = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help=_("Where the files go; out/report/ otherwise."))
    ] = None,
    on: Annotated[str, typer.Option(metavar="DATE", help=_("The day of the papers; today when left out."))] = "",
    overwrite: Overwrite = False,
    strict: Strict = False,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """Write overview, ledger, certificate, notice and report."""
    from pingyi.campaign.folder import REPORTS
    from pingyi.cli.console import print_json, print_problems
    from pingyi.cli.day import read_day
    from pingyi.cli.source import load_results, open_source
    from pingyi.deliver import OutputFolder
    from pingyi.errors import Severity, UsageError
    from pingyi.forms import TemplateShelf
    from pingyi.report import list_status, write_reports

    day = read_day(on)
    opened = open_source(source, trust=trust)
    opened.require_rules()
    if out is None:
        if opened.folder is None:
            raise UsageError(_("A roster without a campaign needs a place for the files."), cure=_("Add: -o FOLDER"))
        out = opened.folder / REPORTS
    plan, collected, tallies = load_results(opened)
    imbalances = [item for item in collected.problems if item.severity is Severity.ERROR]
    shelf = TemplateShelf(opened.plugins, opened.campaign.settings, opened.templates)
    with OutputFolder(out, overwrite=overwrite) as folder:
        made = write_reports(plan, shelf, folder, day, tallies=tallies, imbalances=imbalances)
    files = [str(out / path) for path in made.paths]
    if tallies is not None and tallies.tallies:
        from pingyi.evaluate.output import write_tallies

        files += [str(path) for path in write_tallies(tallies, plan, out, opened.templates)]
    if as_json:
        described = made.status.to_json()
        problems = [item.to_json() for item in made.problems]
        print_json({"files": files, "problems": problems, "summary": described["summary"]})
    else:
        print_problems([item for item in made.problems if strict or item.code != "coverage-missing"], err=True)
        for path in files:
            typer.echo(path)
        typer.echo(list(list_status(made.status))[-1])
    return 1 if strict and made.status.coverage.lacks_demanded else 0
