"""`pingyi plugin new` and `pingyi plugin check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingyi.cli.options import AsJson
from pingyi.cli.speaking import Command, Group
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.conformance import Report

app = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)


_NEW = _("Write a new plugin: a complete package that passes its tests at once.")
_CHECK = _("Prove that a plugin keeps what every plugin promises.")


@app.command("new", cls=Command, help=_NEW, short_help=_NEW)
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Small letters, digits and hyphens."))],
    kind: Annotated[
        str, typer.Option(metavar="KIND", help=_("“rule” changes decisions, “branch-type” brings a type of its own."))
    ] = "rule",
    label: Annotated[
        str, typer.Option(metavar="TEXT", help=_("What forms call the branch type, such as 医护党支部."))
    ] = "",
    into: Annotated[Path, typer.Option(metavar="DIR", help=_("Where to make its folder."))] = Path(),
) -> int:
    """Write a new plugin."""
    from pingyi.scaffold import write_plugin

    written = write_plugin(name, into, kind=kind, label=label)
    for path in written:
        typer.echo(str(path))
    folder = written[0].parent
    typer.echo(_("Next: “cd {folder}”, then “python -m pytest” and “pingyi plugin check .”").format(folder=folder))
    return 0


@app.command("check", cls=Command, help=_CHECK, short_help=_CHECK)
def check(
    package: Annotated[
        str,
        typer.Argument(metavar="PACKAGE", help=_("An installed plugin, a module, a package folder or a .py file.")),
    ],
    as_json: AsJson = False,
) -> int:
    """Prove that a plugin keeps what every plugin promises."""
    from pingyi.cli.console import print_json
    from pingyi.conformance import check_plugin, find_targets

    reports = [check_plugin(target) for target in find_targets(package)]
    if as_json:
        print_json({"plugins": [report.to_json() for report in reports]})
    else:
        for report in reports:
            _print_report(report)
    return 0 if all(report.passed for report in reports) else 1


def _print_report(report: Report) -> None:
    from pingyi.cli.console import print_problems

    typer.echo(_("plugin “{name}”").format(name=report.plugin))
    for check in report.checks:
        typer.echo(f"  {check.verdict}: {check.promise}")
        print_problems(check.problems)
    if report.passed:
        typer.echo(_("It keeps every promise."))
    else:
        broken = sum(not item.passed and not item.skipped for item in report.checks)
        typer.echo(_("{count} promises are broken; correct them and check again.").format(count=broken))
