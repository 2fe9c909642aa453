"""What people call a part of a record: by the printed label of the cell, else by the column of the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from pingyi.collect.records import COMMENTS, VISIT
from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import list_cells
from pingyi.model.papers.forms import FormData
from pingyi.model.papers.meeting_forms import SAID, ThematicRecord
from pingyi.model.results.records import Record
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.record_fields import list_record_fields


class Part(NamedTuple):
    """One text of a record: a field, or one of those that a field holds under a key."""

    name: str
    key: str = ""


_CELLS: Mapping[Part, str] = {
    **{Part("comments", role): cell for cell, role in COMMENTS.items()},
    **{Part("visit", key): cell for cell, key in VISIT.items()},
    Part("pledge_plan", "endorsement"): "opinion",
    Part("oral_commitment"): "way",
}
_SAID = {Part("fields" if key.startswith("meeting_") else "comments", key): cell for cell, key in SAID.items()}
"""The cells of the record of the thematic meeting, which calls comments otherwise."""
_SHEETS: Mapping[str, tuple[SheetKind, str]] = {
    **{name: (SheetKind.COMMENTS, name) for name in ("grade", "method", "held_on", "place", "rectification")},
    "follow_up": (SheetKind.COMMENTS, "follow_up"),
    "comments": (SheetKind.COMMENTS, "comment"),
    "reviewers": (SheetKind.COMMENTS, "reviewer"),
    "next_commitments": (SheetKind.PLEDGES, "pledge"),
    "last_commitments": (SheetKind.PLEDGES, "last_pledge"),
    "oral_commitment": (SheetKind.PLEDGES, "oral"),
    "pledge_plan": (SheetKind.PLEDGES, "pledge"),
}


def list_parts(record: Record) -> Iterator[tuple[Part, object]]:
    """Every part that a record gives, with what it says, in the order of its fields."""
    for name in list_given(record):
        value = getattr(record, name)
        if isinstance(value, Mapping):
            yield from ((Part(name, key), text) for key, text in value.items())
        elif isinstance(value, BaseModel) and name in ("visit", "pledge_plan"):
            yield from ((Part(name, key), getattr(value, key)) for key in list_given(value))
        else:
            yield Part(name), value


def find_part(record: Record, part: Part) -> object:
    """What a record says there; nothing where it does not."""
    value = getattr(record, part.name)
    if not part.key:
        return value
    return value.get(part.key, "") if isinstance(value, Mapping) else getattr(value, part.key, "")


def list_given(values: BaseModel) -> Iterator[str]:
    """The fields that were given, in their order: that of a set differs from run to run."""
    return (name for name in type(values).model_fields if name in values.model_fields_set)


def name_part(part: Part, settings: Settings, data: FormData | None = None) -> str:
    """What a message calls a part.

    Args:
        part: of a record.
        settings: know the titles of aspects and of the sheets' columns.
        data: the form on which it stands; left out where it was typed into a workbook.
    """
    if data is None:
        return _name_column(part, settings)
    cells = list_cells(type(data))
    if part.name == "self_summary":
        titles = {item.id: item.title for item in getattr(data, part.name, ())}
        if part.key in titles and part.name in cells:
            return f"{cells[part.name].label}：{titles[part.key]}"
    found = _SAID.get(part) if isinstance(data, ThematicRecord) else _CELLS.get(part)
    name = found or part.key or part.name
    return cells[name].label if name in cells else _name_column(part, settings)


def _name_column(part: Part, settings: Settings) -> str:
    if part.name == "self_summary":
        aspects = (*settings.aspects.member, *settings.aspects.organisation)
        return next((item.title for item in aspects if item.id == part.key), part.key)
    kind, name = _SHEETS.get(part.name, (SheetKind.VISITS, part.key))
    if part.name == "pledge_plan" and part.key == "endorsement":
        name = "opinion"
    titles = {item.name: item.column.title for item in list_record_fields(kind, settings)}
    return titles.get(name, part.key or part.name)


def show_value(value: object) -> str:
    """A part as people would write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{show_value(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        return "；".join(show_value(item) for item in value)
    if isinstance(value, BaseModel):
        return "，".join(show_value(getattr(value, name)) for name in list_given(value) if getattr(value, name))
    return str(value)
