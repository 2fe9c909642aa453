"""The page about the schema says what the models say: every noun, every field, its type and its column or label."""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union

import pytest
from pydantic import BaseModel

import pingyi.model
from pingyi.model.fields.base import Model, list_cells, list_columns
from pingyi.plugins import load_plugins

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"
_NO_NOUNS = {
    "base.Model",
    "base.Column",
    "base.Shared",
    "branch_type.NoSettings",
    "branch_type.BranchType",
    "dates.DateError",
}
"""Machinery, and the class that plugins subclass, which the hook pages describe."""


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    note: str


@dataclass(frozen=True)
class Noun:
    name: str
    summary: str
    fields: tuple[Field, ...] = ()
    values: tuple[str, ...] = ()
    note_title: str = ""


def list_nouns() -> Iterator[Noun]:
    """Every noun of `pingyi.model` but the settings, by the names of modules; then what the built-in plugins add."""
    yield from _list_core_nouns()
    plugins = load_plugins()
    kinds: list[type[BaseModel]] = []
    for branch_type in plugins.branch_types.values():
        kinds += [branch_type.member_model, branch_type.settings_model]
    kinds += [form.data for form in plugins.forms.values()]
    for kind in sorted(set(kinds), key=lambda kind: kind.__name__):
        if not kind.__module__.startswith("pingyi.") and kind.model_fields:
            yield _describe(kind.__name__, kind)


def _list_core_nouns() -> Iterator[Noun]:
    found = [info.name for info in pkgutil.walk_packages(pingyi.model.__path__, "pingyi.model.") if not info.ispkg]
    for leaf, path in sorted((path.rpartition(".")[2], path) for path in found):
        if leaf in ("settings", "faults", "rule"):
            continue
        module = importlib.import_module(path)
        for name, kind in vars(module).items():
            qualified = f"{leaf}.{name}"
            if inspect.isclass(kind) and kind.__module__ == module.__name__ and qualified not in _NO_NOUNS:
                yield _describe(name, kind)


def _describe(name: str, kind: type) -> Noun:
    summary = (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")
    bases = [base for base in kind.__bases__ if base.__module__.startswith("pingyi.model") and base is not Model]
    summary += "".join(f" It has the fields of [{base.__name__}](#{base.__name__.lower()}) too." for base in bases)
    if issubclass(kind, enum.Enum):
        return Noun(name, summary, values=tuple(str(item.value) for item in kind))
    fields = tuple(list_fields(kind))
    columns = issubclass(kind, BaseModel) and list_columns(kind)
    cells = issubclass(kind, BaseModel) and list_cells(kind)
    return Noun(name, summary, fields, note_title="column" if columns else "label" if cells else "")


def list_fields(kind: type) -> Iterator[Field]:
    """The fields a model or dataclass adds to those of its base."""
    if issubclass(kind, BaseModel):
        inherited = {name for base in kind.__bases__ if issubclass(base, BaseModel) for name in base.model_fields}
        for name, field in kind.model_fields.items():
            if name not in inherited:
                yield Field(name, describe_type(field.annotation), _describe_note(kind, name))
    elif dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        for item in dataclasses.fields(kind):
            yield Field(item.name, describe_type(hints[item.name]), "")


def _describe_note(model: type[BaseModel], name: str) -> str:
    column, cell = list_columns(model).get(name), list_cells(model).get(name)
    if column is not None:
        return column.title
    if cell is None:
        return ""
    marks = [cell.label, *(["fill"] if cell.fill else []), *(["public"] if cell.public else [])]
    return ", ".join(marks)


def describe_type(annotation: Any) -> str:  # noqa: PLR0911 - one line a kind of type
    """A type as the page writes it: `list of str`, `int or None`, `Organisation by str`."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is type(None):
        return "None"
    if origin is Annotated:
        return describe_type(args[0])
    if origin is Literal:
        return " or ".join(f'"{item}"' for item in args)
    if origin in (Union, types.UnionType):
        return " or ".join(map(describe_type, args))
    if origin is tuple:
        return f"list of {describe_type(args[0])}" if args[-1] is Ellipsis else " and ".join(map(describe_type, args))
    if origin is type:
        return f"class of {describe_type(args[0])}"
    if origin is not None:  # a mapping
        return f"{describe_type(args[1])} by {describe_type(args[0])}"
    return str(getattr(annotation, "__name__", annotation))


def read_sections() -> dict[str, str]:
    parts = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


def test_the_page_has_every_noun_in_order() -> None:
    assert list(read_sections()) == [noun.name for noun in list_nouns()]


@pytest.mark.parametrize("noun", list(list_nouns()), ids=lambda noun: noun.name)
def test_the_page_says_what_the_model_says(noun: Noun) -> None:
    section = read_sections()[noun.name]
    if noun.values:
        assert "Values: " + ", ".join(noun.values) + "." in section
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| `")]
    notes = [field.note for field in noun.fields] if noun.note_title else []
    assert [row[0] for row in rows] == [f"| `{field.name}`" for field in noun.fields]
    assert [row[1] for row in rows] == [field.type for field in noun.fields]
    assert [row[2] for row in rows if noun.note_title] == notes
