"""The fields a form's template can name: for listings, for checking names, and for how long their texts may be."""

from __future__ import annotations

import functools
import types
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from pingyi.errors import Problem, Severity
from pingyi.forms.filling.rich import make_sample_value
from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import Cell, list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import AspectText, Form, FormData
from pingyi.model.papers.rich import RichValue
from pingyi.texts import translate as _

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        name: what a template calls it.
        label: the printed label people know it by.
        fill: people fill it in.
        budget: how many characters fit, by the settings; 0 for no limit.
        public: whether the posted copy shows it; `year` for a date's year alone.
        parts: names that stand after a dot, for fields that are lists or groups, such as `text`.
    """

    name: str
    label: str
    fill: bool
    budget: int
    public: bool | Literal["year"]
    parts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "name": self.name,
            "label": self.label,
            "fill": self.fill,
            "budget": self.budget,
            "public": self.public,
            "parts": list(self.parts),
        }


def list_fields(form: Form, settings: Settings) -> tuple[Field, ...]:
    """The fields of a form in the order of its model, for `pingyi forms`."""
    cells = list_cells(form.data)
    fields = []
    for name, node in describe_model(form.data)["properties"].items():
        cell = cells.get(name)
        parts = tuple(node.get("items", node).get("properties", ()))
        if cell is None:
            fields.append(Field(name, name, fill=False, budget=0, public=False, parts=parts))
        else:
            budget = settings.forms.budgets.get(name, cell.budget)
            fields.append(Field(name, cell.label, cell.fill, budget, cell.public, parts))
    return tuple(fields)


def describe_model(model: type[BaseModel]) -> Schema:
    """A model as the JSON schema that docxtpl-lint checks names against."""
    properties = {name: _describe(field.annotation) for name, field in model.model_fields.items()}
    return {"type": "object", "properties": properties}


def _describe(annotation: Any) -> Schema:
    kinds = [annotation]
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [item for item in get_args(annotation) if item is not type(None)]
    described = [_describe_one(kind) for kind in kinds]
    return next((schema for schema in described if schema["type"] in ("array", "object")), described[0])


def _describe_one(kind: Any) -> Schema:
    origin = get_origin(kind)
    if origin in (tuple, list):
        return {"type": "array", "items": _describe((get_args(kind) or (str,))[0])}
    if kind is PartialDate:
        return {"type": "date"}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {"type": "text", "rich": kind} if issubclass(kind, RichValue) else describe_model(kind)
    if isinstance(kind, type) and issubclass(kind, bool):
        return {"type": "boolean"}
    if isinstance(kind, type) and issubclass(kind, int | float):
        return {"type": "number"}
    return {"type": "text"}


def make_sample(schema: Schema) -> Any:
    """Values for a trial: every text filled, and two items in every list."""
    kind = schema.get("type")
    if "rich" in schema:
        return make_sample_value(schema["rich"])
    if kind == "array":
        return tuple(make_sample(schema["items"]) for _number in range(2))
    if kind == "object":
        return {name: make_sample(item) for name, item in schema["properties"].items()}
    return {"number": 1, "boolean": True, "date": PartialDate(2010, 7, 1)}.get(str(kind), "样例")


def make_empty(model: type[BaseModel]) -> dict[str, Any]:
    """Values for a trial: every field as it is where nobody gave it a value."""
    schema = describe_model(model)["properties"]
    return {
        name: make_sample(schema[name]) if field.is_required() else field.get_default(call_default_factory=True)
        for name, field in model.model_fields.items()
    }


def count_characters(text: str) -> int:
    """The length of a text as Word counts it: characters without spaces, a Chinese character as one."""
    return len("".join(text.split()))


def check_budgets(data: FormData, settings: Settings, person: str = "") -> list[Problem]:
    """Find the texts that are longer than their cells.

    A text that does not fit is clipped in silence by a row of exact height, or pushes the form onto another page; so
    the form's own limit is checked before it is printed. The limits are those of the cells, or of `forms.budgets`.

    Args:
        data: the form's data.
        settings: `forms.over_budget` says how bad it is.
        person: whom the form is about.
    """
    problems = []
    limits = settings.forms.budgets
    for name, cell in _list_fillable(type(data)):
        value = getattr(data, name)
        if not value:
            continue
        budget = limits.get(name, cell.budget)
        if not budget:
            continue
        length = sum(map(count_characters, _written(value)))
        if length > budget:
            problems.append(
                Problem(
                    Severity(settings.forms.over_budget),
                    "text-too-long",
                    _("“{label}” has {length} characters, {budget} fit").format(
                        label=cell.label, length=length, budget=budget
                    ),
                    _("Shorten it, or set another limit for {name} under [forms.budgets].").format(name=name),
                    column=cell.label,
                    person=person,
                    value=str(length),
                )
            )
    return problems


@functools.cache
def _list_fillable(model: type[FormData]) -> tuple[tuple[str, Cell], ...]:
    return tuple((name, cell) for name, cell in list_cells(model).items() if cell.fill)


def _written(value: object) -> Iterable[str]:
    """The texts in a field that people write: of an aspect its text alone, its title is printed anyway."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, AspectText):
        return (value.text,) if value.text else ()
    if isinstance(value, tuple | list):
        return [text for item in value for text in _written(item)]
    return ()
