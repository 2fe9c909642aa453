"""What a template sees of a form's data: plain values that cannot do anything, each checked to be printable."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from pingyi.errors import Problem, RenderError, Severity
from pingyi.forms.filling.filters import Mark
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import FormData
from pingyi.model.papers.rich import RichValue
from pingyi.texts import translate as _

# what XML 1.0 cannot hold: control characters but tab and line feed, halves of surrogate pairs, U+FFFE and U+FFFF
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = {7: None, 12: None}  # of a paragraph and of a page, in what is more than text
_PLAIN = frozenset({int, bool, float, PartialDate})
EMPTY: tuple[object, ...] = (None, "", ())


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
    try:
        context = _name_plain(data)
    except UnprintableError:
        raise _refuse(data) from None
    for name in _list_marked(type(data)):
        if not context[name] and context[name] in EMPTY:
            context[name] = mark
    return context


@functools.cache
def _list_marked(kind: type[FormData]) -> tuple[str, ...]:
    return tuple(name for name, cell in list_cells(kind).items() if cell.marked)


def _refuse(data: FormData) -> RenderError:
    """The error that names every field which cannot be printed."""
    cells = list_cells(type(data))
    problems: list[Problem] = []
    for name, value in vars(data).items():
        try:
            to_plain(value)
        except UnprintableError as error:
            problems.append(_report(cells[name].label if name in cells else name, str(error)))
    return RenderError(
        "; ".join(f"{problem.column}: {problem.message}" for problem in problems),
        cure=problems[0].cure,
        problems=problems,
    )


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
    elif isinstance(value, RichValue):
        for text in value.texts():
            clean_text(text.translate(_BREAKS))
        plain = value
    elif isinstance(value, BaseModel):
        plain = _name_plain(value)
    elif isinstance(value, Mapping):
        plain = {str(name): to_plain(item) for name, item in value.items()}
    elif isinstance(value, dt.date):
        plain = PartialDate(value.year, value.month, value.day)
    else:
        raise UnprintableError(_("a value of the kind “{kind}” cannot be printed").format(kind=kind.__name__))
    return plain


def _name_plain(group: BaseModel) -> dict[str, Any]:
    return {
        name: value if type(value) is str and value.isprintable() else to_plain(value)
        for name, value in vars(group).items()
    }


def clean_text(text: str) -> str:
    """The text with one kind of line break.

    Raises:
        UnprintableError: it holds a character that no document can hold; the message names its code point.
    """
    if text.isprintable():
        return text
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
