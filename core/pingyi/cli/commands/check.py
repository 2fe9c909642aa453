"""`pingyi check`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingyi.cli.options import AsJson, Source, Trust
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.campaign import OpenCampaign
    from pingyi.errors import Problem


def check(
    source: Source = None,
    marked: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Where to write the marked copy of the workbook."))
    ] = None,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """List everything wrong with the roster."""
    from pingyi.cli.console import count_problems, print_counts, print_json, print_problems
    from pingyi.cli.source import open_source
    from pingyi.errors import DataError, Severity

    try:
        opened = open_source(source, trust=trust)
    except DataError as error:
        if not (as_json and error.problems):
            raise
        print_json({"problems": [item.to_json() for item in error.problems], "summary": count_problems(error.problems)})
        return error.exit_code
    from pingyi.plan import make_plan

    roster = opened.roster.path
    problems = [
        *opened.problems,
        # a plan knows sheets and rows, not the file they are in
        *(
            replace(item, file=roster.name) if item.sheet and not item.file else item
            for item in make_plan(opened.campaign, opened.plugins).problems
        ),
        *_check_templates(opened),
        *_check_outputs(opened),
    ]
    in_rows = [
        item
        for item in problems
        if item.row is not None and item.severity is not Severity.INFO and item.file in ("", roster.name)
    ]
    copy: Path | None = None
    if in_rows:
        from pingyi.roster import mark_workbook

        copy = marked or _default_copy(opened)
        copy.parent.mkdir(parents=True, exist_ok=True)
        mark_workbook(roster, in_rows, copy)
    counts = count_problems(problems)
    if as_json:
        summary = {
            **counts,
            "rows": opened.roster.rows_read,
            "people": len(opened.campaign.people),
            "organisations": len(opened.campaign.organisations),
            "marked_copy": str(copy) if copy is not None else None,
        }
        print_json({"problems": [item.to_json() for item in problems], "summary": summary})
    else:
        print_problems(problems)
        typer.echo(
            _("{rows} rows read: {people} members in {organisations} organisations.").format(
                rows=opened.roster.rows_read,
                people=len(opened.campaign.people),
                organisations=len(opened.campaign.organisations),
            )
        )
        if copy is not None:
            typer.echo(_("Marked copy: {path}").format(path=copy))
        print_counts(problems)
        if not counts["error"]:
            typer.echo(_("Next: “pingyi plan” shows who reviews whom, “pingyi render” makes the forms."))
    return 1 if counts["error"] else 0


def _default_copy(opened: OpenCampaign) -> Path:
    folder = opened.folder / "out" if opened.folder is not None else Path.cwd()
    return folder / f"{opened.roster.path.stem}_检查结果.xlsx"


def _check_outputs(opened: OpenCampaign) -> list[Problem]:
    from pingyi.deliver import verify

    return [] if opened.folder is None else verify(opened.folder / "out")


def _check_templates(opened: OpenCampaign) -> list[Problem]:
    from pingyi.errors import PingyiError
    from pingyi.forms import TemplateShelf

    if opened.folder is None:
        return []
    shelf = TemplateShelf(opened.plugins, opened.campaign.settings, opened.folder / "templates")
    problems: list[Problem] = []
    for form in opened.plugins.forms:
        try:
            if shelf.find(form).origin == "campaign":
                problems.extend(shelf.check(form))
        except PingyiError as error:
            problems.extend(error.problems)
    return problems
