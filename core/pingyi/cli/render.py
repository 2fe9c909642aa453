"""`pingyi render`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.engine import Batch, Summary

_SHOWN_FAILURES = 50


def render(
    source: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help=_("A roster, or a campaign folder; this folder when left out.")),
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help=_("Where the forms go."))] = None,
    form: Annotated[
        list[str] | None, typer.Option(metavar="FORM", help=_("Only this form; may be given several times."))
    ] = None,
    branch_type: Annotated[
        list[str] | None, typer.Option(metavar="TYPE", help=_("Only branches and members of this type."))
    ] = None,
    branch: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=_("Only this organisation and those below it."))
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=_("Only this person, by name or number."))
    ] = None,
    copies: Annotated[
        list[str] | None, typer.Option(metavar="COPIES", help=_("Only these copies, separated by commas."))
    ] = None,
    institution: Annotated[
        str, typer.Option(help=_("Full name of the institution, for a roster without campaign."))
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("List what would be written, and write nothing."))
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=_("Replace files that were changed by hand."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))] = False,
) -> int:
    """Make the Word forms."""
    from pingyi.cli.console import print_problems
    from pingyi.cli.source import open_source
    from pingyi.deliver import OutputFolder
    from pingyi.engine import Batch, Selection, TemplateShelf
    from pingyi.errors import Severity, UsageError
    from pingyi.plan import make_plan

    opened = open_source(source, institution=institution)
    if out is None:
        if opened.folder is None:
            raise UsageError(_("A roster without a campaign needs a place for the forms."), cure=_("Add: -o FOLDER"))
        out = opened.folder / "out"
    made = make_plan(opened.campaign, opened.plugins)
    selection = Selection.resolve(
        made,
        forms=form or (),
        branch_types=branch_type or (),
        branches=branch or (),
        people=person or (),
        copies=[word for words in copies or () for word in words.replace("，", ",").split(",") if word],
    )
    templates = opened.folder / "templates" if opened.folder is not None else None
    batch = Batch(made, TemplateShelf(opened.plugins, opened.campaign.settings, templates), selection)
    withheld = [item for item in (*opened.problems, *made.problems) if item.severity is Severity.ERROR]
    if not as_json:
        print_problems(withheld, err=True)
    if dry_run:
        return _list_places(batch, out, as_json=as_json)
    with OutputFolder(out, overwrite=overwrite) as folder:
        total, _forms = batch.count()
        with typer.progressbar(length=total, label=_("Rendering"), file=typer.get_text_stream("stderr")) as bar:
            summary = batch.run(folder, bar.update)
    return _report(summary, withheld_rows=len(withheld), out=out, as_json=as_json)


def _list_places(batch: Batch, out: Path, *, as_json: bool) -> int:
    from pingyi.cli.console import print_json

    places = [str(job.place) for job in batch.jobs()]
    if as_json:
        print_json({"documents": places, "summary": {"would_render": len(places), "out": str(out)}})
        return 0
    for place in places:
        typer.echo(place)
    typer.echo(
        _("{count} documents would be written to {out}; nothing was written.").format(count=len(places), out=out)
    )
    return 0


def _report(summary: Summary, *, withheld_rows: int, out: Path, as_json: bool) -> int:
    from pingyi.cli.console import print_json, print_problems

    exit_code = 4 if summary.failed else 1 if withheld_rows else 0
    if as_json:
        counts = {
            "rendered": summary.rendered,
            "skipped": summary.skipped,
            "unchanged": summary.unchanged,
            "edited": summary.edited,
            "failed": summary.failed,
            "withheld": withheld_rows,
            "out": str(out),
        }
        print_json({"problems": [item.to_json() for item in summary.problems], "summary": counts})
        return exit_code
    print_problems(summary.problems[:_SHOWN_FAILURES], err=True)
    hidden = len(summary.problems) - _SHOWN_FAILURES
    if hidden > 0:
        typer.echo(_("… and {count} more; --json lists all.").format(count=hidden), err=True)
    if withheld_rows:
        typer.echo(
            _("Rows with errors have no form; correct them and run again: only what is missing is made."), err=True
        )
    typer.echo(
        _("{rendered} rendered, {skipped} skipped ({unchanged} unchanged), {failed} failed → {out}").format(
            rendered=summary.rendered,
            skipped=summary.skipped,
            unchanged=summary.unchanged,
            failed=summary.failed,
            out=out,
        )
    )
    return exit_code
