"""`pingyi plugins`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pingyi.cli.options import AsJson, Trust
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.errors import Problem
    from pingyi.plugins import Plugins


def plugins(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help=_("A campaign folder; this folder when left out."))
    ] = None,
    trace: Annotated[
        bool, typer.Option("--trace", help=_("Print each hook call, who answers it, and the answers."))
    ] = False,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """List the plugins and what they bring, with the rules of the campaign in this folder."""
    from pingyi.cli.console import print_json, print_problems, print_table
    from pingyi.plugins.trace import VARIABLE

    if trace:
        os.environ[VARIABLE] = "1"
    loaded, problems = _load(folder, trust=trust, planning=trace)
    rows = _list_rows(loaded)
    if as_json:
        print_json({"plugins": rows, "problems": [item.to_json() for item in problems]})
    else:
        print_table(
            [_("plugin"), _("version"), _("branch types"), _("forms"), _("hooks"), _("path")],
            [
                [
                    row["name"],
                    row["version"],
                    " ".join(row["branch_types"]),
                    " ".join(row["forms"]),
                    " ".join(hook.removeprefix("pingyi_") for hook in row["hooks"]),
                    row["path"],
                ]
                for row in rows
            ],
        )
        print_problems(problems)
    return 2 if problems else 0


def _load(folder: Path | None, *, trust: bool, planning: bool) -> tuple[Plugins, list[Problem]]:
    """The plugins of a campaign, or the installed ones where there is none; planned once, so that hooks are called."""
    from pingyi.campaign import find_campaign
    from pingyi.plugins import load_plugins

    found = folder or find_campaign(Path.cwd())
    if found is None:
        loaded = load_plugins()
        return loaded, loaded.problems
    from pingyi.campaign import load_campaign_plugins

    if not planning:
        loaded = load_campaign_plugins(found, trust=trust)[0]
        return loaded, loaded.problems
    from pingyi.campaign import open_campaign
    from pingyi.plan import make_plan

    opened = open_campaign(found, trust=trust)
    make_plan(opened.campaign, opened.plugins)
    return opened.plugins, opened.plugins.problems


def _list_rows(loaded: Plugins) -> list[dict[str, Any]]:
    return [
        {
            "name": info.name,
            "version": info.version,
            "path": info.path,
            "hooks": list(info.hooks),
            "branch_types": [kind.NAME for kind in loaded.branch_types.values() if kind.plugin == info.name],
            "forms": [form for form, owner in loaded.form_plugins.items() if owner == info.name],
        }
        for info in loaded.infos
    ]
