"""`pingyi init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pingyi.texts import translate as _


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder to write; made when missing."))],
    demo: Annotated[
        bool, typer.Option("--demo", help=_("Fill it with an invented university of 600 members."))
    ] = False,
) -> int:
    """Write a campaign folder."""
    from pingyi.campaign import init_campaign, list_parts

    written = set(init_campaign(folder, demo=demo))
    for path in list_parts(folder):
        typer.echo(str(path) if path in written else _("{path} was there already and is kept").format(path=path))
    typer.echo(_("Next: fill in the roster, then run in this folder:"))
    typer.echo(f"    cd {folder}")
    typer.echo("    pingyi check")
    typer.echo("    pingyi render")
    return 0
