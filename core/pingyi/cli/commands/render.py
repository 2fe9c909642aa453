"""`pingyi render`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingyi.cli.options import AsJson, Overwrite, Trust
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.engine import Engine, Order, Press, Result
    from pingyi.errors import Problem


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
    from pingyi.campaign import list_rosters
    from pingyi.cli.console import tell
    from pingyi.cli.source import find_source
    from pingyi.engine import Order, Words, choose_engine, split_order
    from pingyi.errors import UsageError
    from pingyi.model.config.faults import SETTINGS_FILE

    _check_outlet(packs, prints, duplex=duplex)
    _check_words(form=form, branch_type=branch_type, branch=branch, person=person, copies=copies)
    place = find_source(source).absolute()
    order = Order(
        source=place,
        out=_find_out(place, out),
        words=Words(
            forms=tuple(form or ()),
            branch_types=tuple(branch_type or ()),
            branches=tuple(branch or ()),
            people=tuple(person or ()),
            copies=tuple(word for words in copies or () for word in _split(words)),
        ),
        institution=institution,
        overwrite=overwrite,
        trust=trust,
        packs=packs,
        prints=prints,
        duplex=duplex,
        dry=dry_run,
    )

    def choose(documents: int) -> Engine:
        chosen = choose_engine(engine, jobs=jobs, scheduler=scheduler, documents=documents)
        chosen.tell = tell
        return chosen

    if not place.is_dir():
        return _render_one(order, choose, as_json=as_json)
    if (place / SETTINGS_FILE).is_file():
        if institution:
            raise UsageError(
                _("--institution is for rosters without a campaign."),
                cure=_('Write institution = "{name}" under [campaign] in campaign.toml.').format(name=institution),
            )
        return _render_one(order, choose, as_json=as_json)
    orders = split_order(order, list_rosters(place))
    if not orders:
        raise UsageError(
            _(
                "“{path}” is neither a campaign nor a folder of rosters: it has no campaign.toml, and no workbook."
            ).format(path=place),
            cure=_("Name a folder with rosters (.xlsx, .xls, .csv), or make a campaign with “pingyi init DIR”."),
        )
    return _render_many(orders, choose, order.out, as_json=as_json)


def _split(copies: str) -> list[str]:
    return [word.strip() for word in re.split("[,，、]", copies) if word.strip()]


def _check_words(**options: list[str] | None) -> None:
    """Refuse an option that was given with nothing behind it: it would select everything."""
    from pingyi.errors import UsageError

    for name, words in options.items():
        for word in words or ():
            if not (_split(word) if name == "copies" else word.strip()):
                raise UsageError(
                    _("After {option} something is missing: what it shall be.").format(
                        option="--" + name.replace("_", "-")
                    ),
                    cure=_("Write it behind the option, or leave the option out."),
                )


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
    from pingyi.campaign.folder import OUTPUT
    from pingyi.disk.urls import find_local
    from pingyi.errors import UsageError
    from pingyi.model.config.faults import SETTINGS_FILE

    if out is not None:
        folder = find_local(out)
        return out if folder is None else str(folder.absolute())
    if not (source / SETTINGS_FILE).is_file():
        raise UsageError(_("A roster without a campaign needs a place for the forms."), cure=_("Add: -o FOLDER"))
    return str(source / OUTPUT)


def _render_one(order: Order, choose: Callable[[int], Engine], *, as_json: bool) -> int:
    from pingyi.cli.console import print_problems, show_progress
    from pingyi.cli.outcome import report_run
    from pingyi.engine import open_press, run_order

    press = open_press(order)
    in_rows = [*press.withheld, *press.incomplete]
    if not as_json:
        print_problems(in_rows, err=True)
    total = sum(press.batch.counted[0].values())
    with show_progress(total, _("Rendering")) as advance:
        summary = run_order(order, choose, advance)
    if not total and not summary.withheld:
        summary.problems.append(_explain_nothing(press))
    if as_json:
        summary.problems[:0] = in_rows
    return report_run(summary, order, as_json=as_json)


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


def _render_many(orders: list[Order], choose: Callable[[int], Engine], out: str, *, as_json: bool) -> int:
    from pingyi.cli.console import show_progress
    from pingyi.cli.outcome import report_run
    from pingyi.engine import run_sources

    with show_progress(len(orders), _("Rendering")) as advance:

        def show(result: Result) -> None:
            advance(1)
            if not (as_json or orders[0].dry):
                one = result.documents == 1
                text = _("{name}: {documents} document") if one else _("{name}: {documents} documents")
                typer.echo(text.format(name=result.title, documents=result.documents))

        summary = run_sources(orders, choose, show)
    return report_run(summary, replace(orders[0], out=out), as_json=as_json)
