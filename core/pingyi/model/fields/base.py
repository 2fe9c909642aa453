"""The strict base of every model, and the two notes a field can carry: its roster column, its cell on a form."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Model(BaseModel):
    """Immutable, and closed: an unknown field is an error, never dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column:
    """Where rosters keep a field: the header our own workbook prints, and the other headers seen in the wild.

    Args:
        title: the header of our own workbook.
        aliases: other headers with the same meaning.
        values: the closed vocabulary, if the field has one: it makes a drop-down list, and decides the meaning of a
            column whose header is ambiguous.
        private: never shown in messages or public copies.
        example: what the instruction sheet shows.
    """

    __slots__ = ("aliases", "example", "private", "title", "values")

    def __init__(
        self,
        title: str,
        *aliases: str,
        values: tuple[str, ...] = (),
        private: bool = False,
        example: str = "",
    ) -> None:
        self.title = title
        self.aliases = aliases
        self.values = values
        self.private = private
        self.example = example


@dataclass(frozen=True, slots=True)
class Cell:
    """What a form field is on paper.

    Attributes:
        label: the printed label people know it by.
        fill: people fill it in; a blank stays blank for the pen.
        budget: how many characters fit, 0 for no limit.
        public: whether the copy that is posted shows it; `year` shows a date's year alone (Q8).
        marked: a value known to be empty prints the mark of the settings (无 or —), so that nobody takes the cell for
            one that was forgotten.
        frame: it says the same whomever the form is about, so that every copy shows it; a form that prints a field of
            its base anew need not say so again.
    """

    label: str
    fill: bool = False
    budget: int = 0
    public: bool | Literal["year"] = False
    marked: bool = False
    frame: bool = False


class Shared:
    """Marks a field that has one value, or a handful, in a whole campaign: finished forms are packed around it."""


SHARED = Shared()


@functools.cache
def list_shared(model: type[BaseModel]) -> frozenset[str]:
    """The shared fields of a model, those of its lists behind a dot: `year`, `self_summary.title`."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        if SHARED in field.metadata:
            found.add(name)
        for item in get_args(field.annotation):
            if isinstance(item, type) and issubclass(item, BaseModel):
                found |= {f"{name}.{inner}" for inner in list_shared(item)}
    return frozenset(found)


@functools.cache
def list_columns(model: type[BaseModel]) -> Mapping[str, Column]:
    """The roster columns of a model, by field name, in the order of the fields."""
    return _notes(model, Column)


@functools.cache
def list_cells(model: type[BaseModel]) -> Mapping[str, Cell]:
    """The form cells of a model, by field name, in the order of the fields."""
    return _notes(model, Cell)


def _notes(model: type[BaseModel], kind: type[T]) -> dict[str, T]:
    return {
        name: note for name, field in model.model_fields.items() for note in field.metadata if isinstance(note, kind)
    }
