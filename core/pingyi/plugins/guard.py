"""Running a plugin's code: whatever it raises comes out as one error with the plugin's name, its file and its line."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pluggy

from pingyi import errors
from pingyi.errors import PluginError, Problem, Severity
from pingyi.texts import translate as _

RULES_FOLDER = "rules"
"""The folder of a campaign whose Python files are plugins."""
RULES_PACKAGE = "pingyi_rules_"
"""How the names of the packages begin that stand for such a folder."""


def guard(plugin: str, hook: str, run: Callable[..., Any], *arguments: object) -> Any:
    """Run a plugin's code and return its answer, a generator's as a list.

    Args:
        plugin: its name, for the message.
        hook: the hook or method, for the message.
        run: what is called.
        arguments: what it is given.

    Raises:
        PluginError: whatever it raised, with its name on it; its one problem has the place.
    """
    try:
        answer = run(*arguments)
        # a hook written as a generator fails only while it is read
        return list(answer) if hasattr(answer, "__next__") else answer
    except (Exception, SystemExit) as error:
        file, row = find_place(error)
        message = _("plugin “{plugin}” failed in {hook}: {error}").format(
            plugin=plugin, hook=hook, error=f"{type(error).__name__}: {error}"
        )
        if file.startswith(f"{RULES_FOLDER}/"):
            cure = _("Correct the file at this line, or move it out of the folder; without it the rest works.")
        else:
            cure = _("Tell its author, or uninstall it.")
        problem = Problem(Severity.ERROR, "plugin-failed", message, cure, file=file, row=row, value=plugin)
        raise PluginError(message, cure=cure, problems=[problem]) from error


def describe_failure(error: PluginError) -> Problem:
    """The finding that stands for a failed plugin where the others go on."""
    if error.problems:
        return error.problems[0]
    return Problem(Severity.ERROR, "plugin-failed", error.message, error.cure)


def explain_answer(plugin: str, hook: str, wanted: str) -> Problem:
    """The finding that stands for a plugin that answered with something else than asked for."""
    return Problem(
        Severity.ERROR,
        "plugin-answer",
        _("plugin “{plugin}” must return {wanted} from {hook}.").format(plugin=plugin, wanted=wanted, hook=hook),
        _("Tell its author, or uninstall it."),
        value=plugin,
    )


def find_place(error: BaseException) -> tuple[str, int | None]:
    """File and line of the plugin's code that raised, not of the libraries it called; empty where it has none."""
    if isinstance(error, SyntaxError) and error.filename:
        return name_file(error.filename, ""), error.lineno
    # what calls a plugin: we, pluggy, and the import system
    ours = (*(str(Path(file).parent) for file in (errors.__file__, pluggy.__file__, importlib.__file__)), "<")
    frames = [
        (frame.f_code.co_filename, line, str(frame.f_globals.get("__name__", "")))
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    frames = [item for item in frames if not item[0].startswith(ours)]
    if not frames:
        return "", None
    home = str(Path(frames[0][0]).parent)
    file, row, module = next(item for item in reversed(frames) if item[0].startswith(home))
    return name_file(file, module), row


def name_file(path: str, module: str) -> str:
    """A file as its owner knows it: a campaign's rule file by its name, any other by its path."""
    if module.startswith(RULES_PACKAGE) or Path(path).parent.name == RULES_FOLDER:
        return f"{RULES_FOLDER}/{Path(path).name}"
    return path
