"""Whether the hooks a plugin implements exist and are given what they ask for, before anything is called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pluggy

from pingyi import hookspecs
from pingyi.errors import Problem, Severity
from pingyi.plugins.guard import name_file
from pingyi.texts import suggest
from pingyi.texts import translate as _


def find_hook_faults(name: str, plugin: object, manager: pluggy.PluginManager) -> Iterator[Problem]:
    """Every misspelt hook and every argument a hook does not have, with the line and what was meant."""
    for attribute in dir(plugin):
        options = manager.parse_hookimpl_opts(plugin, attribute)
        if options is None:
            continue
        hook = options.get("specname") or attribute
        function: Callable[..., Any] = getattr(plugin, attribute)
        known = list_hooks()
        if hook not in known:
            near = suggest(hook, known, 1)
            message = _("plugin “{plugin}” implements “{hook}”, which is no hook").format(plugin=name, hook=hook)
            cure = _("Did you mean “{name}”?") if near else _("Hooks are: {known}.")
            yield _tell(name, function, message, cure.format(name="".join(near), known=", ".join(known)))
            continue
        wanted = list(inspect.signature(function).parameters)
        given = known[hook]
        wrong = [argument for argument in wanted if argument not in given]
        if wrong:
            message = _("plugin “{plugin}” asks {hook} for “{arguments}”, which the hook does not give").format(
                plugin=name, hook=hook, arguments=", ".join(wrong)
            )
            yield _tell(name, function, message, _("It gives: {known}.").format(known=", ".join(given)))


def list_hooks() -> dict[str, tuple[str, ...]]:
    """Every hook with its arguments."""
    return {
        name: tuple(inspect.signature(function).parameters)
        for name, function in vars(hookspecs).items()
        if name.startswith("pingyi_") and hasattr(function, "pingyi_spec")
    }


def _tell(plugin: str, function: Callable[..., Any], message: str, cure: str) -> Problem:
    code = inspect.unwrap(function).__code__
    file = name_file(code.co_filename, str(getattr(function, "__module__", "")))
    return Problem(Severity.ERROR, "plugin-broken", message, cure, file=file, row=code.co_firstlineno, value=plugin)
