"""What pydantic found wrong in a settings table, told to people: full key, value, what is allowed, what was meant."""

from __future__ import annotations

import datetime as dt
import functools
import json
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticUndefined

from pingyi.errors import Problem, Severity
from pingyi.texts import suggest
from pingyi.texts import translate as _

SETTINGS_FILE = "campaign.toml"
_MAX_VALUE = 60
KeyPath = tuple[str | int, ...]


def list_faults(error: ValidationError, model: type[BaseModel], data: object, prefix: KeyPath = ()) -> list[Problem]:
    """Turn every complaint into one problem, in the order in which pydantic found them.

    Args:
        error: what `model` answered.
        model: the model that refused `data`.
        data: the refused table.
        prefix: where the table stands in the file, such as `("plugins", "retired")`.
    """
    problems: dict[str, Problem] = {}
    for detail in error.errors(include_url=False):
        path = _real_path(detail, data)
        problem = _explain(detail, path, model, data, prefix)
        problems.setdefault(problem.column, problem)  # a union complains once for each of its halves
    return list(problems.values())


def key_text(path: KeyPath) -> str:
    """Return the full key as people write it, `exemptions[2].reason`; elements are counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def suggest_key(name: str, known: Sequence[str]) -> str:
    """Return the known name that `name` most likely means, or an empty text."""
    return next(iter(suggest(name, known, 1)), "")


def toml_value(value: object) -> str:
    """Return a value as it is written in TOML, on one line."""
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, Mapping):
        items = ", ".join(f"{_toml_key(key)} = {toml_value(item)}" for key, item in value.items())
        return f"{{ {items} }}" if items else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def _toml_key(key: object) -> str:
    text = str(key)
    return (
        text
        if text.isascii() and text.replace("_", "").replace("-", "").isalnum()
        else json.dumps(text, ensure_ascii=False)
    )


def _real_path(detail: ErrorDetails, data: object) -> KeyPath:
    """Leave out the names of union halves that pydantic puts between the keys of the file."""
    path: list[str | int] = []
    here = data
    for part in detail["loc"]:
        inner = _item(here, part)
        if inner is not None or (detail["type"] == "missing" and part == detail["loc"][-1]):
            here = inner
            path.append(part)
    return tuple(path)


def _item(table: object, part: str | int) -> object:
    """The entry of a table or list as TOML has them, `None` where there is none: TOML knows no such value."""
    if isinstance(table, Mapping):
        return table.get(part)
    if isinstance(table, list | tuple) and isinstance(part, int) and part < len(table):
        return table[part]
    return None


def _explain(detail: ErrorDetails, path: KeyPath, model: type[BaseModel], data: object, prefix: KeyPath) -> Problem:
    full = key_text((*prefix, *path))
    kind = detail["type"]
    value = "" if kind in ("missing", "extra_forbidden") else toml_value(detail["input"])
    shown = value if len(value) <= _MAX_VALUE else value[: _MAX_VALUE - 1] + "…"
    if kind == "extra_forbidden":
        code, message = "setting-unknown", _("there is no setting “{key}”.")
        cure = _cure_unknown(path, model, data, prefix)
    elif kind == "missing":
        code, message = "setting-missing", _("“{key}” is missing.")
        cure = _("Add a line: {name} = …").format(name=path[-1])
    else:
        code, message = "setting-wrong", _("“{key}” = {value}: {reason}.")
        cure = _cure_value(detail, path, model, full)
    text = message.format(key=full, value=shown, reason=_reason(detail))
    return Problem(Severity.ERROR, code, text, cure, file=SETTINGS_FILE, column=full, value=shown)


def _reason(detail: ErrorDetails) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return _("allowed are {allowed}").format(allowed=context["expected"].replace("'", '"').replace(" or ", ", "))
    for start, reason in _REASONS().items():
        if kind.startswith(start):
            return reason.format_map({"ge": "", "le": "", "min_length": "", "max_length": "", **context})
    return detail["msg"]


def _REASONS() -> Mapping[str, str]:  # noqa: N802 - a constant, but for the language it is in
    """Reasons by the first letters of pydantic's error types."""
    return {
        "string_type": _("must be text between quotes"),
        "string_too_short": _("must not be empty"),
        "string_too_long": _("must have at most {max_length} characters"),
        "string_pattern": _("may have only letters, digits and _, and must not begin with a digit or be too long"),
        "int": _("must be a whole number"),
        "float": _("must be a number"),
        "bool": _("must be true or false"),
        "greater_than_equal": _("must be at least {ge}"),
        "less_than_equal": _("must be at most {le}"),
        "tuple_type": _("must be a list between [ and ]"),
        "list_type": _("must be a list between [ and ]"),
        "too_short": _("needs at least {min_length} entries"),
        "model_type": _("must be a table of its own"),
        "model_attributes_type": _("must be a table of its own"),
        "mapping_type": _("must be a table of its own"),
        "dict_type": _("must be a table of its own"),
    }


def _cure_unknown(path: KeyPath, model: type[BaseModel], data: object, prefix: KeyPath) -> str:
    name = str(path[-1])
    here = _model_at(model, path[:-1])
    known = list(here.model_fields) if here is not None else []
    table = functools.reduce(_item, path[:-1], data)
    absent = [field for field in known if _item(table, field) is None]
    near = suggest_key(name, absent) or suggest_key(name, known)
    if near:
        return _("Did you mean “{key}”?").format(key=key_text((*prefix, *path[:-1], near)))
    elsewhere = [key for key in list_keys(model) if key.rpartition(".")[2] == name]
    if not elsewhere:
        by_name = {key.rpartition(".")[2]: key for key in list_keys(model)}
        elsewhere = [by_name[found] for found in [suggest_key(name, list(by_name))] if found]
    if elsewhere:
        key = ".".join((*map(str, prefix), elsewhere[0]))
        heading = key.rpartition(".")[0]
        return _("Did you mean “{key}”? It stands under the heading [{table}].").format(key=key, table=heading)
    return _("Known here: {known}. Remove the line, or correct the name.").format(known=", ".join(known) or "—")


def _cure_value(detail: ErrorDetails, path: KeyPath, model: type[BaseModel], full: str) -> str:
    if detail["type"].startswith(("model", "mapping", "dict")):
        return _("Write a heading [{table}] and its settings below it.").format(table=full)
    if detail["type"] == "tuple_type" and isinstance(detail["input"], Mapping):
        return _("Write the heading with two brackets, [[{table}]], once for each entry.").format(table=full)
    default = _default_at(model, path) if path else None  # a rule about a whole table has no value to show
    if default is None:
        return _("Correct the value.")
    return _("Write it as in: {name} = {default}").format(name=path[-1], default=toml_value(default))


def list_keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Every full key of a settings model; of tables whose names are free and of lists of tables, the table alone."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from list_keys(inner, f"{prefix}{name}.")
        else:
            yield prefix + name


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model of the table at `path`, through mappings and lists; `None` where names are free."""
    here: Any = model
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(part))
            here = _strip(field.annotation) if field is not None else None
        else:
            here = next((_strip(item) for item in reversed(get_args(here)) if item is not Ellipsis), None)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _strip(annotation: Any) -> Any:
    if get_origin(annotation) in (Annotated, Union, types.UnionType):
        return _strip(next(item for item in get_args(annotation) if item is not type(None)))
    return annotation


def _default_at(model: type[BaseModel], path: KeyPath) -> object:
    """The default value of the setting at `path`, `None` where there is none."""
    here: Any = model
    for part in path:
        if isinstance(here, type):
            field = here.model_fields.get(str(part)) if issubclass(here, BaseModel) else None
            here = field.get_default(call_default_factory=True) if field is not None else PydanticUndefined
        elif isinstance(here, BaseModel):
            here = getattr(here, str(part), None)
        else:
            here = _item(here, part)
    return None if here is PydanticUndefined else here
