"""`pingyi render`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pingyi.cli.options import AsJson, Overwrite, Trust
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.engine import Engine, Order, Press, Result, Summary
    from pingyi.errors import Problem

_SHOWN_FAILURES = 50


def render(
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help=_("A roster, a folder of rosters, or a campaign folder; this folder when left out.")
        ),
    ] = None,
    out: Annotated[str | None, typer.Option("-o", "--out", metavar="DIR", help=_("Where the forms go."))] = None,
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
    engine: Annotated[
        str, typer.Option(metavar="ENGINE", help=_("Where it runs: serial, processes or dask; chosen when left out."))
    ] = "",
    jobs: Annotated[
        int,
        typer.Option(metavar="N", show_default=False, help=_("How many processes; all processors when left out.")),
    ] = 0,
    scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help=_("The scheduler of a dask cluster."))] = "",
    packs: Annotated[
        str, typer.Option(metavar="BY", help=_("One zip for each secretary instead: branch or general_branch."))
    ] = "",
    prints: Annotated[
        str, typer.Option("--print", metavar="BY", help=_("One Word file to print instead: branch or all."))
    ] = "",
    duplex: Annotated[
        bool, typer.Option("--duplex", help=_("With --print: each form starts on the front of a sheet."))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("List what would be written, and write nothing."))
    ] = False,
    overwrite: Overwrite = False,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """Make the Word forms."""
    from pingyi.cli.source import find_source
    from pingyi.engine import Order, Words, choose_engine, list_rosters, split_order

    _check_outlet(packs, prints, duplex=duplex)
    place = find_source(source).absolute()
    order = Order(
        source=place,
        out=_find_out(place, out),
        words=Words(
            forms=tuple(form or ()),
            branch_types=tuple(branch_type or ()),
            branches=tuple(branch or ()),
            people=tuple(person or ()),
            copies=tuple(word for words in copies or () for word in words.replace("，", ",").split(",") if word),
        ),
        institution=institution,
        overwrite=overwrite,
        trust=trust,
        packs=packs,
        prints=prints,
        duplex=duplex,
    )
    choose = functools.partial(_choose, choose_engine, engine, jobs, scheduler)
    if place.is_dir() and not (place / "campaign.toml").is_file():
        orders = split_order(order, list_rosters(place))
        if orders:
            return _render_many(orders, choose, order.out, dry_run=dry_run, as_json=as_json)
    return _render_one(order, choose, dry_run=dry_run, as_json=as_json)


def _check_outlet(packs: str, prints: str, *, duplex: bool) -> None:
    from pingyi.errors import UsageError

    for option, value, known in (
        ("--packs", packs, ("branch", "general_branch")),
        ("--print", prints, ("branch", "all")),
    ):
        if value and value not in known:
            raise UsageError(
                _("{option} cannot be “{value}”.").format(option=option, value=value),
                cure=_("Known: {known}.").format(known=", ".join(known)),
            )
    if packs and prints:
        raise UsageError(
            _("--packs and --print do not go together."), cure=_("Run twice: each makes files of its own.")
        )
    if duplex and not prints:
        raise UsageError(_("--duplex goes with --print."), cure=_("Add: --print branch, or --print all"))


def _find_out(source: Path, out: str | None) -> str:
    """The output folder, absolute: a worker may run elsewhere. A URL stays as it is."""
    from pingyi.errors import UsageError

    if out is not None:
        return out if "://" in out else str(Path(out).absolute())
    if not (source / "campaign.toml").is_file():
        raise UsageError(_("A roster without a campaign needs a place for the forms."), cure=_("Add: -o FOLDER"))
    return str(source / "out")


def _choose(choose: Any, name: str, jobs: int, scheduler: str, documents: int) -> Engine:
    engine: Engine = choose(name, jobs=jobs, scheduler=scheduler, documents=documents)
    return engine


def _render_one(order: Order, choose: Any, *, dry_run: bool, as_json: bool) -> int:
    from pingyi.cli.console import print_problems
    from pingyi.engine import open_press, run_order

    press = open_press(order)
    if not as_json:
        print_problems(press.withheld, err=True)
    if dry_run:
        return _list_places([press], order.out, as_json=as_json)
    total = sum(press.batch.counted[0].values())
    with typer.progressbar(length=total, label=_("Rendering"), file=typer.get_text_stream("stderr")) as bar:
        summary = run_order(order, choose, bar.update)
    if not total and not summary.withheld:
        summary.problems.append(_explain_nothing(press))
    return _report(summary, out=order.out, as_json=as_json)


def _explain_nothing(press: Press) -> Problem:
    """Why there was nothing to make, so that nobody takes 0 forms for a fault."""
    from pingyi.errors import Problem, Severity

    if press.batch.plan.campaign.people:
        message = _("The options together fit no document.")
        cure = _("Leave some of them out; “pingyi plan --members” lists who gets which form.")
    else:
        message = _("The roster has no member and no organisation that gets a form.")
        cure = _("Fill in the sheet “{sheet}”.").format(sheet="党员")
    return Problem(Severity.WARNING, "nothing-to-render", message, cure)


def _render_many(orders: list[Order], choose: Any, out: str, *, dry_run: bool, as_json: bool) -> int:
    from pingyi.engine import open_press, run_sources

    if dry_run:
        return _list_places((open_press(order) for order in orders), out, as_json=as_json)
    with typer.progressbar(length=len(orders), label=_("Rendering"), file=typer.get_text_stream("stderr")) as bar:

        def show(result: Result) -> None:
            bar.update(1)
            if not as_json:
                typer.echo(_("{name}: {documents} documents").format(name=result.title, documents=result.documents))

        summary = run_sources(orders, choose, show)
    return _report(summary, out=out, as_json=as_json)


def _list_places(presses: Any, out: str, *, as_json: bool) -> int:
    from pingyi.cli.console import print_json

    listed: list[Press] = presses
    places = [str(place) for press in listed for place in press.list_places()]
    if as_json:
        print_json({"documents": places, "summary": {"would_render": len(places), "out": out}})
        return 0
    for place in places:
        typer.echo(place)
    typer.echo(
        _("{count} documents would be written to {out}; nothing was written.").format(count=len(places), out=out)
    )
    return 0


def _report(summary: Summary, *, out: str, as_json: bool) -> int:
    from pingyi.cli.console import print_json, print_problems

    exit_code = 4 if summary.failed or summary.stopped else 1 if summary.withheld else 0
    problems = [*summary.problems, *([summary.stopped] if summary.stopped is not None else [])]
    if as_json:
        counts = {
            "rendered": summary.rendered,
            "skipped": summary.skipped,
            "unchanged": summary.unchanged,
            "edited": summary.edited,
            "overwritten": summary.overwritten,
            "failed": summary.failed,
            "withheld": summary.withheld,
            "stopped": summary.stopped is not None,
            "out": out,
        }
        print_json({"problems": [item.to_json() for item in problems], "summary": counts})
        return exit_code
    print_problems(problems[-_SHOWN_FAILURES:], err=True)
    hidden = len(problems) - _SHOWN_FAILURES
    if hidden > 0:
        typer.echo(_("… and {count} more; --json lists all.").format(count=hidden), err=True)
    if summary.withheld:
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
