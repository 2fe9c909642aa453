"""The list of commands."""

from __future__ import annotations

import os
from importlib import metadata
from typing import Annotated

import typer

from pingyi.cli.commands import (
    check,
    collect,
    doctor,
    forms,
    init,
    plan,
    plugin,
    plugins,
    render,
    report,
    rollover,
    status,
    tally,
    why,
)
from pingyi.cli.speaking import Command, Group
from pingyi.texts import choose_language
from pingyi.texts import translate as _

# the command line library takes its own headings from the same catalogue
if choose_language() == "zh_CN":
    import gettext

    from pingyi.texts import LOCALE_DIR

    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("pingyi", LOCALE_DIR)
    gettext.textdomain("pingyi")
LIBRARY_WORDS = (
    _("Options"),
    _("Commands"),
    _("Arguments"),
    _("Missing command."),
    _("required"),
    _("default: {default}"),
)
"""What it looks up there."""

app = typer.Typer(
    cls=Group,
    help=_("Official Word forms of a leader-review campaign, from an Excel roster."),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pingyi {metadata.version('pingyi')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help=_("Print the version and stop."), callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    pass


_COMMANDS = (
    (init.init, _("Write a campaign folder: settings, roster workbook, instructions.")),
    (check.check, _("List everything wrong with the roster, and mark it in a copy.")),
    (plan.plan, _("Show who reviews whom, in which steps, with which forms.")),
    (why.why, _("Explain what was decided about one person or organisation.")),
    (render.render, _("Make the Word forms.")),
    (collect.collect, _("Read the returned forms, and list what is missing or wrong.")),
    (tally.tally, _("Count the ballots: who took part, how they voted, whether the books balance.")),
    (status.status, _("Show how far the campaign is: missing by name, late, days left.")),
    (report.report, _("Write overview, ledger, certificate of coverage, notice and report.")),
    (rollover.rollover, _("Close the year, and start the next campaign with its people and pledges.")),
    (forms.forms, _("List the forms, their fields and their templates.")),
    (plugins.plugins, _("List the plugins and what they bring.")),
    (doctor.doctor, _("Look at this machine: versions, fonts, LibreOffice.")),
)
for function, text in _COMMANDS:
    app.command(function.__name__, cls=Command, help=text, short_help=text)(function)
app.add_typer(plugin.app, name="plugin", help=_("Write a new plugin, or check one."))
