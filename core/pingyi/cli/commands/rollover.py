"""`pingyi rollover`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pingyi.cli.options import AsJson, Trust
from pingyi.texts import translate as _

_SHOWN = 20


def rollover(
    target: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder of the next campaign; a new one."))],
    source: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help=_("The campaign to close; this folder when left out."))
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("The roster of the new year; the old one when left out."))
    ] = None,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """Close the year and start the next campaign."""
    from pingyi.cli.console import print_json
    from pingyi.cli.source import load_results, open_source
    from pingyi.errors import UsageError
    from pingyi.report import roll_over

    if roster is not None and not roster.is_file():
        raise UsageError(
            _("“{path}” does not exist.").format(path=roster),
            cure=_("Check the spelling, or drag the file into the window."),
        )
    opened = open_source(source, trust=trust)
    opened.require_rules()
    plan, _collected, _tallies = load_results(opened)
    done = roll_over(opened, plan.campaign, target, roster)
    if as_json:
        print_json(
            {
                "folder": str(done.folder),
                "sealed": str(done.sealed),
                "joined": [person.name for person in done.joined],
                "left": [person.name for person in done.left],
                "moved": [{"name": person.name, "from": old, "to": new} for person, old, new in done.moved],
                "summary": {
                    "pledged": done.pledged,
                    "dropped_exemptions": list(done.dropped_exemptions),
                    "differing": list(done.differing),
                },
            }
        )
        return 0
    typer.echo(_("Sealed: {path}").format(path=done.sealed))
    typer.echo(_("Next campaign: {path}").format(path=done.folder))
    typer.echo(_("{count} subjects carry last year's pledges.").format(count=done.pledged))
    if roster is not None:
        for text, names in (
            (_("Joined {count}: {names}"), [person.name for person in done.joined]),
            (_("Left {count}: {names}"), [person.name for person in done.left]),
            (_("Moved {count}: {names}"), [f"{person.name}（{old} → {new}）" for person, old, new in done.moved]),
        ):
            listed = "、".join(names[:_SHOWN]) + ("……" if len(names) > _SHOWN else "")
            typer.echo(text.format(count=len(names), names=listed or "—"))
    if done.dropped_exemptions:
        typer.echo(
            _("Exemptions ended with the year: {names}").format(names="、".join(done.dropped_exemptions)), err=True
        )
    if done.differing:
        typer.echo(
            _("These pledged other things elsewhere than on the 公开承诺书, which was carried: {names}").format(
                names="、".join(done.differing)
            ),
            err=True,
        )
    typer.echo(_("Next: look over campaign.toml (number and title of the new notice), then “pingyi check”."))
    return 0
