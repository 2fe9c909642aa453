"""`pingyi plugins`."""

from __future__ import annotations

from typing import Annotated

import typer

from pingyi.texts import translate as _


def plugins(as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))] = False) -> int:
    """List the plugins and what they bring."""
    from pingyi.cli.console import print_json, print_problems, print_table
    from pingyi.plugins import load_plugins

    loaded = load_plugins()
    rows = [
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
    if as_json:
        print_json({"plugins": rows, "problems": [item.to_json() for item in loaded.problems]})
    else:
        print_table(
            [_("plugin"), _("version"), _("branch types"), _("forms"), _("path")],
            [
                [
                    str(row["name"]),
                    str(row["version"]),
                    " ".join(row["branch_types"]),
                    " ".join(row["forms"]),
                    str(row["path"]),
                ]
                for row in rows
            ],
        )
        print_problems(loaded.problems)
    return 2 if loaded.problems else 0
