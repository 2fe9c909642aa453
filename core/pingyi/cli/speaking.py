"""Commands whose whole help is in the user's language, also the words of the command line library itself.

Its headings come from our catalogue (see `app`); the words below are fixed in the library and are put in their places.
What it says of words that do not fit, such as “No such option”, is said again by `usage`.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from pingyi.texts import translate as _


class Command(TyperCommand):
    """One command."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """The option that prints the help."""
        return _translate(super().get_help_option(ctx))


class Group(TyperGroup):
    """A command that has commands."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """The option that prints the help."""
        return _translate(super().get_help_option(ctx))


def _write_usage(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix=_("Usage: "))


def _translate(option: Any) -> Any:
    if option is not None:
        option.help = _("Show this message and exit.")
    return option
