"""What a template sees of a form's data: plain values that cannot do anything, each checked to be printable."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from pingyi.errors import Problem, RenderError, Severity
from pingyi.forms.filters import Mark
from pingyi.model.base import list_cells
from pingyi.model.dates import PartialDate
from pingyi.model.forms import FormData
from pingyi.texts import translate as _

# what XML 1.0 cannot hold: control characters but tab and line feed, halves of surrogate pairs, U+FFFE and U+FFFF
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = frozenset({int, bool, float, PartialDate})
_EMPTY: tuple[object, ...] = (None, "", ())


class UnprintableError(ValueError):
    """A value that no form can print; its text says why."""


def make_context(data: FormData, mark: Mark) -> dict[str, Any]:
    """The names of a template and their values.

    Args:
        data: the form's data.
        mark: stands for the empty value of a field whose cell is `marked`.

    Raises:
        RenderError: values that cannot be printed, all of them, each by its cell's label.
    """
    kind = type(data)
    cells = list_cells(kind)
    context: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in kind.model_fields:
        cell = cells.get(name)
        try:
            value = to_plain(getattr(data, name))
        except UnprintableError as error:
            problems.append(_report(cell.label if cell else name, str(error)))
            continue
        if cell is not None and cell.marked and value in _EMPTY:
            value = mark
        context[name] = value
    if problems:
        raise RenderError(
            "; ".join(f"{problem.column}: {problem.message}" for problem in problems),
            cure=problems[0].cure,
            problems=problems,
        )
    return context


def _report(label: str, message: str) -> Problem:
    cure = _("Delete the character in the roster or the text it came from; typing it again leaves it out.")
    return Problem(Severity.ERROR, "value-unprintable", message, cure, column=label)


def to_plain(value: Any) -> Any:
    """Turn a field's value into texts, numbers, dates, tuples of them and groups by name.

    Raises:
        UnprintableError: it holds a character that no document can hold, or is of a kind that cannot be printed.
    """
    kind = type(value)
    if kind is str:
        plain: Any = clean_text(value)
    elif value is None or kind in _PLAIN:
        plain = value
    elif isinstance(value, str):  # a subclass may claim to be safe markup, or be an enum
        plain = clean_text(str.__str__(value.value if isinstance(value, enum.Enum) else value))
    elif isinstance(value, tuple | list):
        plain = tuple(to_plain(item) for item in value)
    elif isinstance(value, BaseModel):
        plain = {name: to_plain(getattr(value, name)) for name in kind.model_fields}
    elif isinstance(value, Mapping):
        plain = {str(name): to_plain(item) for name, item in value.items()}
    elif isinstance(value, dt.date):
        plain = PartialDate(value.year, value.month, value.day)
    else:
        raise UnprintableError(_("a value of the kind “{kind}” cannot be printed").format(kind=kind.__name__))
    return plain


def clean_text(text: str) -> str:
    """The text with one kind of line break.

    Raises:
        UnprintableError: it holds a character that no document can hold; the message names its code point.
    """
    found = _UNPRINTABLE.search(text)
    if found:
        raise UnprintableError(
            _("character number {place} is U+{code:04X}, which cannot be printed").format(
                place=found.start() + 1, code=ord(found.group())
            )
        )
    if "\r" in text:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return text
