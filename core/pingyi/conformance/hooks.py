"""Every hook that a plugin names exists, and asks for arguments that the hook has."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence

from pingyi.conformance.trial import tell
from pingyi.errors import Problem
from pingyi.model.config.faults import suggest_key
from pingyi.plugins.signatures import list_hooks
from pingyi.texts import translate as _

PREFIX = "pingyi_"
_IMPLEMENTATION = "pingyi_impl"
"""What pluggy's marker leaves on a function."""


def check_hooks(module: object) -> Iterator[Problem]:
    """Find hooks that do not exist, arguments they do not have, and functions that were not marked."""
    known = list_hooks()
    found = 0
    for name in dir(module):
        function = getattr(module, name, None)
        options = getattr(function, _IMPLEMENTATION, None)
        if not callable(function) or (options is None and not name.startswith(PREFIX)):
            continue
        found += 1
        hook = (isinstance(options, dict) and options.get("specname")) or name
        if options is None:
            yield from _tell_unmarked(name, known)
        elif hook not in known:
            yield _tell_unknown(hook, known)
        else:
            yield from _check_arguments(hook, function, known[hook])
    if not found:
        yield tell(
            "hook-none",
            _("it implements no hook"),
            _("Write a function with the name of a hook and @hookimpl above it; docs/hooks has a page for each."),
        )


def _tell_unmarked(name: str, known: Mapping[str, object]) -> Iterator[Problem]:
    if name in known:
        yield tell(
            "hook-unmarked",
            _("“{name}” is not marked: it is never called").format(name=name),
            _("Write @hookimpl above it (from pingyi import hookimpl)."),
            value=name,
        )


def _tell_unknown(name: str, known: Mapping[str, object]) -> Problem:
    near = suggest_key(name, list(known)) or ", ".join(known)
    return tell(
        "hook-unknown",
        _("there is no hook “{name}”").format(name=name),
        _("Did you mean: {names}?").format(names=near),
        value=name,
    )


def _check_arguments(hook: str, function: object, known: Sequence[str]) -> Iterator[Problem]:
    if not callable(function):
        return
    wanted = [name for name in inspect.signature(function).parameters if name != "self"]
    for name in wanted:
        if name not in known:
            yield tell(
                "hook-argument",
                _("“{hook}” has no argument “{name}”").format(hook=hook, name=name),
                _("It has: {names}; leave out those you do not need.").format(names=", ".join(known) or "-"),
                value=name,
            )
