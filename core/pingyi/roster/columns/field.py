"""What one column of a sheet can be."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pydantic import BaseModel

from pingyi.model.fields.base import Column


class SheetKind(enum.StrEnum):
    """What a sheet lists; the value is the name of that sheet in our own workbook."""

    MEMBERS = "党员"
    ORGANISATIONS = "组织"
    LEADERS = "校领导"
    SUMMARIES = "总结"
    COMMENTS = "点评"
    PLEDGES = "承诺"
    VISITS = "走访"
    MEETINGS = "会议"
    GUIDE = "填写说明"


class ValueKind(enum.Enum):
    """How a cell becomes a value."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    FLAG = "flag"
    LIST = "list"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """One column that a sheet can have.

    Attributes:
        name: field of the model, or a name that only the roster knows, such as `branch`.
        column: its headers and vocabulary.
        kind: how its cells are read.
        models: the member models that have it; empty for a column every row has.
        required: printed with a red star in our own workbook.
    """

    name: str
    column: Column
    kind: ValueKind = ValueKind.TEXT
    models: tuple[type[BaseModel], ...] = ()
    required: bool = False
