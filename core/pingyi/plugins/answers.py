"""Whether a plugin answered with what was asked for, and what is said where it did not."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from pingyi.errors import PluginError
from pingyi.plugins.guard import explain_answer
from pingyi.texts import translate as _


def find_wrong_type(answers: Sequence[object], kind: type) -> str:
    """What a plugin should have answered; empty where the fields of its answers have the types they are declared with.

    Args:
        answers: objects of this kind.
        kind: a dataclass, whose fields are looked at, and their fields.
    """
    for strict in (True, False):
        try:
            _adapt(kind, strict).validate_python(tuple(answers))
        except ValidationError as error:
            for place, wanted in _list_faults(error):
                return _("each {kind} with “{field}” of the type {type}").format(
                    kind=kind.__name__, field=place, type=wanted
                )
        else:
            break  # else there are lists in place of tuples, which serve as well: what is in them is looked at too
    return ""


def wrong_answer(plugin: str, hook: str, wanted: str) -> PluginError:
    """What is raised where a plugin answered with something else than asked for."""
    problem = explain_answer(plugin, hook, wanted)
    return PluginError(problem.message, cure=problem.cure, problems=[problem])


def _list_faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    for fault in error.errors(include_url=False):
        if fault["type"] != "tuple_type" or not isinstance(fault["input"], list):
            place = ".".join(part for part in fault["loc"] if isinstance(part, str))
            context = fault.get("ctx", {})
            wanted = context.get("class") or context.get("class_name") or fault["type"].removesuffix("_type")
            yield place, wanted


@functools.cache
def _adapt(kind: type, strict: bool) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[kind, ...], config=ConfigDict(strict=strict, revalidate_instances="always"))  # type: ignore[valid-type]
