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
    from pingyi.plan import Plan


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

    if source is not None and _is_output(source):
        return _check_folder(source, as_json=as_json)
    try:
        opened = open_source(source, trust=trust)
    except DataError as error:
        if not (as_json and error.problems):
            raise
        print_json({"problems": [item.to_json() for item in error.problems], "summary": count_problems(error.problems)})
        return error.exit_code
    from pingyi.plan import make_plan

    plan = make_plan(opened.campaign, opened.plugins)
    roster = opened.roster.path
    problems = [
        *opened.problems,
        # a plan knows sheets and rows, not the file they are in
        *(replace(item, file=roster.name) if item.sheet and not item.file else item for item in plan.problems),
        *_check_templates(opened),
        *_check_outputs(opened, plan),
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
        if not counts["error"] and not opened.campaign.people:
            typer.echo(_("Next: fill in the sheet “{sheet}” of {file}.").format(sheet="党员", file=roster.name))
        elif not counts["error"]:
            typer.echo(_("Next: “pingyi plan” shows who reviews whom, “pingyi render” makes the forms."))
    return 1 if counts["error"] else 0


def _default_copy(opened: OpenCampaign) -> Path:
    from pingyi.campaign.folder import CHECKED_MARK, OUTPUT

    folder = opened.folder / OUTPUT if opened.folder is not None else Path.cwd()
    return folder / f"{opened.roster.path.stem}{CHECKED_MARK}.xlsx"


def _is_output(folder: Path) -> bool:
    """Whether it is a folder that forms were delivered to, and no campaign."""
    from pingyi.deliver.verify import find_outputs
    from pingyi.model.config.faults import SETTINGS_FILE

    return folder.is_dir() and not (folder / SETTINGS_FILE).exists() and bool(find_outputs(folder))


def _check_folder(folder: Path, *, as_json: bool) -> int:
    """Compare a folder of forms with what was made there."""
    from pingyi.cli.console import count_problems, print_counts, print_json, print_problems
    from pingyi.deliver import verify

    problems = verify(folder)
    counts = count_problems(problems)
    if as_json:
        print_json({"problems": [item.to_json() for item in problems], "summary": counts})
    else:
        print_problems(problems)
        typer.echo(_("The files in {path} were compared with what was made there.").format(path=folder))
        print_counts(problems)
    return 1 if counts["error"] else 0


def _check_outputs(opened: OpenCampaign, plan: Plan) -> list[Problem]:
    """Compare what was made with what is there, and look into copies for others that were changed."""
    from pingyi.campaign.folder import OUTPUT
    from pingyi.deliver import verify
    from pingyi.deliver.local import LocalStorage
    from pingyi.deliver.manifest import MANIFEST, read_manifest
    from pingyi.deliver.storage import STATE_FOLDER
    from pingyi.deliver.verify import tell_lost
    from pingyi.engine import Selection
    from pingyi.engine.batch import Batch
    from pingyi.engine.edited import search_edited
    from pingyi.engine.leftovers import find_leftovers, tell_leftovers
    from pingyi.errors import DeliveryError, Severity
    from pingyi.forms import TemplateShelf

    if opened.folder is None:
        return []
    out = opened.folder / OUTPUT
    batch = Batch(plan, TemplateShelf(opened.plugins, opened.campaign.settings, opened.templates), Selection())
    try:
        leftovers = find_leftovers(batch, read_manifest(LocalStorage(out)))
    except DeliveryError:  # as `verify` tells
        leftovers = []
    problems = verify(out, leftovers)
    edited = {item.file: item for item in problems if item.code == "file-edited"}
    for leak in search_edited(batch, LocalStorage(out), edited):
        problems[problems.index(edited[leak.file])] = leak  # that nothing needs to be done is no longer true
    if not (out / STATE_FOLDER).is_dir() and any((out / job.place).exists() for job in batch.jobs()):
        problems.append(tell_lost(f"{STATE_FOLDER}/{MANIFEST}"))
    there = [path for path in leftovers if (out / path).exists()]
    if there:
        withheld = any(item.severity is Severity.ERROR for item in (*opened.problems, *plan.problems))
        problems.append(tell_leftovers(there, withheld=withheld))
    return problems


def _check_templates(opened: OpenCampaign) -> list[Problem]:
    from pingyi.errors import PingyiError
    from pingyi.forms import TemplateShelf

    if opened.templates is None:
        return []
    shelf = TemplateShelf(opened.plugins, opened.campaign.settings, opened.templates)
    problems: list[Problem] = []
    for form in opened.plugins.forms:
        try:
            if shelf.find(form).origin == "campaign":
                problems.extend(shelf.check(form))
        except PingyiError as error:
            problems.extend(error.problems)
    return problems
