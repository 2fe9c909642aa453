"""What kind of value each name of an expression has, taken from the schema."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from pingyi.model.fields.base import list_columns
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Officer

_HIDDEN = {"id_number", "row", "branch_type_because", "branch_id", "parent_id"}
"""Fields that no rule may look at: the number that identifies a citizen, and what the program notes for itself."""


class Word(enum.Enum):
    """The kinds there are."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "yes or no"
    DATE = "date"
    LIST = "list"
    GROUP = "group"
    NOTHING = "nothing"
    UNKNOWN = "unknown"
    """Of what is wrong already: it fits everywhere, so that one mistake is told once."""


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    Attributes:
        word: which.
        item: the kind of a list's entries.
        fields: the fields of a group, by name.
        titles: printed names of the fields, by name, for suggestions.
        values: the vocabulary of a text that has one.
        closed: no other value than those of the vocabulary can occur.
        private: its value must not be shown.
    """

    word: Word
    item: Kind | None = None
    fields: Mapping[str, Kind] = field(default_factory=dict, compare=False)
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    values: tuple[str, ...] = ()
    closed: bool = False
    private: bool = False


TEXT, NUMBER, TRUTH = Kind(Word.TEXT), Kind(Word.NUMBER), Kind(Word.TRUTH)
NOTHING, UNKNOWN = Kind(Word.NOTHING), Kind(Word.UNKNOWN)
DATE = Kind(Word.DATE, fields={"year": NUMBER, "month": NUMBER, "day": NUMBER})


@functools.cache
def describe_model(model: type[BaseModel]) -> Kind:
    """The group that a model is."""
    columns = list_columns(model)
    fields: dict[str, Kind] = {}
    for name, info in model.model_fields.items():
        kind = _describe(info.annotation)
        if kind is None or name in _HIDDEN:
            continue
        column = columns.get(name)
        if column is not None:
            values = kind.values or (tuple(map(str, column.values)) if kind.word is Word.TEXT else ())
            kind = Kind(kind.word, kind.item, kind.fields, kind.titles, values, kind.closed, column.private)
        fields[name] = kind
    titles = {name: (column.title, *column.aliases) for name, column in columns.items()}
    titles["age"] = ("年龄", "岁数")
    return Kind(Word.GROUP, fields=fields, titles=titles)


def _describe(annotation: Any) -> Kind | None:  # noqa: PLR0911 - one line a kind
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _describe(next(item for item in args if item is not type(None)))
    if origin is typing.Annotated:
        return _describe(args[0])
    if origin is typing.Literal:
        return Kind(Word.TEXT, values=tuple(map(str, args)), closed=True)
    if origin is tuple:
        # officers in a list are known by their names
        item = TEXT if args[0] is Officer else _describe(args[0])
        return Kind(Word.LIST, item=item) if item is not None and item.word is not Word.GROUP else None
    if not isinstance(annotation, type):
        return None
    if issubclass(annotation, enum.StrEnum):
        return Kind(Word.TEXT, values=tuple(annotation), closed=True)
    for types_, kind in (((bool,), TRUTH), ((str,), TEXT), ((int, float), NUMBER), ((PartialDate, dt.date), DATE)):
        if issubclass(annotation, types_):
            return kind
    return describe_model(annotation) if issubclass(annotation, BaseModel) else None
