"""`PINGYI_TRACE=1`: every hook call, its implementations and their results, on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

VARIABLE = "PINGYI_TRACE"
_SHOWN = 160


def is_on() -> bool:
    """Whether the environment asks for it; worker processes inherit it."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


def write_call(hook: str, arguments: Mapping[str, Any], implementations: list[str]) -> None:
    """Print a hook call and who will answer, in order."""
    shown = ", ".join(f"{name}={_describe(value)}" for name, value in arguments.items())
    _write(f"{hook}({shown}) -> {', '.join(implementations)}")


def write_answer(plugin: str, answer: Any) -> None:
    """Print what one plugin answered."""
    _write(f"  {plugin}: {_describe(answer)}")


def write_failure(plugin: str, error: Exception) -> None:
    """Print that one plugin failed."""
    _write(f"  {plugin}: failed: {error}")


def _write(text: str) -> None:
    sys.stderr.write(f"trace {text}\n")


def _describe(value: Any) -> str:
    """A short form without private data: people and organisations by name, lists by their elements."""
    name = getattr(value, "name", None)
    if isinstance(value, type):
        return value.__name__
    if isinstance(name, str):
        return f"{type(value).__name__} {name}"
    if isinstance(value, list | tuple):
        return _shorten("[" + ", ".join(map(_describe, value)) + "]")
    if isinstance(value, Mapping):
        return _shorten("{" + ", ".join(f"{key}: {_describe(item)}" for key, item in value.items()) + "}")
    for parts in (("what", "value"), ("reviewer",), ("id",), ("code",)):
        found = [getattr(value, part, None) for part in parts]
        if all(isinstance(part, str) for part in found):
            return " ".join((type(value).__name__, *map(str, found)))
    return _shorten(repr(value)) if isinstance(value, str | int | float | bool | None) else type(value).__name__


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
