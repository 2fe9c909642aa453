"""What the command line library says of words that do not fit, said in the user's language and with a cure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

from pingyi.texts import translate as _

USAGE_EXIT = 2


def print_usage_error(error: Any, words: Sequence[str]) -> int:
    """Print what is wrong with the words of the command line, and return the exit code.

    Args:
        error: the library's.
        words: those of the command line.
    """
    if type(error).__name__ == "NoArgsIsHelpError":  # its message is the whole help
        typer.echo(error.format_message(), err=True)
        return USAGE_EXIT
    message, near = _explain(error.format_message())
    typer.echo(_("error") + f" [usage] {message}", err=True)
    context = getattr(error, "ctx", None)
    command = " ".join(["pingyi", *words[:1]]) if context is None else context.command_path
    cure = _("“{command} --help” lists what it takes.").format(command=command)
    if near:
        cure = _("Did you mean {names}?").format(names=near.replace("'", "")) + " " + cure
    typer.echo(f"    → {cure}", err=True)
    return int(getattr(error, "exit_code", USAGE_EXIT))


def _explain(text: str) -> tuple[str, str]:
    """The message in the user's language, and the words that may be meant; the library's own where it is a new one."""
    sayings = (
        (r"No such option: (?P<option>.+?)(?: \(Possible options: (?P<near>.+)\))?", _("There is no option {option}.")),
        (r"No such command '(?P<command>.+?)'\.(?: Did you mean (?P<near>.+)\?)?", _("There is no command {command}.")),
        (r"Option '(?P<option>.+?)' requires .+", _("After {option} something is missing: what it shall be.")),
        (
            r"Option '(?P<option>.+?)' does not take a value\.",
            _("{option} stands alone: nothing may be given with it."),
        ),
        (
            r"Invalid value for '(?P<option>.+?)': Input should be a valid integer.*",
            _("{option} needs a whole number, such as 2."),
        ),
        (
            r"Invalid value for '(?P<option>.+?)': (?:.+?) '(?P<path>.+)' is not readable\.",
            _("{path} may not be read: check your rights to it."),
        ),
        (r"Missing argument '(?P<argument>.+?)'\.", _("{argument} is missing.")),
        (
            r"Got unexpected extra argument(?:\(s\))? \((?P<words>.+)\)",
            _("Too many words: {words}. A name with spaces needs quotation marks."),
        ),
    )
    for pattern, message in sayings:
        if found := re.fullmatch(pattern, text):
            return message.format(**found.groupdict()), found.groupdict().get("near") or ""
    return text, ""
