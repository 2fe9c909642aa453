"""Everything that can go wrong, in one tree.

::

    PingyiError                 the message is meant for the user; the command line prints it without a traceback
    ├── UsageError              a command was called with words that do not fit (exit 2)
    ├── SettingsError           campaign.toml is wrong; carries one problem per wrong key (exit 2)
    ├── PluginError             a plugin could not be loaded, or failed inside a hook (exit 2)
    ├── DataError               the user's data is wrong; carries every problem found (exit 1)
    │   └── FileKindError       a file is not what its place asks for (.doc, encrypted, empty, damaged ...)
    ├── TemplateError           a Word template is wrong; carries one problem per mistake (exit 2)
    ├── RenderError             one document could not be made; the others are not touched (exit 4)
    └── DeliveryError           a finished document could not be written to its place (exit 4)
        └── DiskError           nothing more can be written there (full, read-only, broken): the batch ends (exit 4)

`Problem` is one finding with its place, value and cure. Problems are collected and shown all at once; an error is
raised only when going on would make no sense. Both are caught in one place, `pingyi.cli`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar


class Severity(enum.StrEnum):
    """How much a problem matters: an `error` keeps a record out of the forms, the other two do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_NAMES: Mapping[Severity, str] = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "说明"}
"""How workbooks that list problems name them, in the words of the command line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what is wrong, where it stands, and what to do about it.

    Attributes:
        severity: an `error` record produces no form; warnings and notes do not stop it.
        code: stable and searchable, two or three words in kebab-case, such as `date-impossible`.
        message: what is wrong, in the user's language.
        cure: what to do, in the user's language; never empty for an error.
        file: file name as the user knows it.
        sheet: worksheet, or part of a Word template.
        row: row as Excel numbers it, from 1.
        column: the printed header or label of the cell.
        person: whom it concerns, as written in the file.
        value: the offending value as text.
    """

    severity: Severity
    code: str
    message: str
    cure: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    person: str = ""
    value: str = ""

    def to_json(self) -> dict[str, str | int | None]:
        """Return the documented JSON shape: one key per attribute."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class PingyiError(Exception):
    """Base of all errors whose text is meant for the user.

    Args:
        message: what happened, in the user's language.
        cure: what to do next.
        problems: the findings behind it, for errors that gather many.
    """

    code: ClassVar[str] = "pingyi"
    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, cure: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return f"{self.message} {self.cure}".rstrip()


class UsageError(PingyiError):
    """A command was called with words that do not fit."""

    code = "usage"
    exit_code = 2


class SettingsError(PingyiError):
    """The settings file is wrong; one problem per wrong key."""

    code = "settings"
    exit_code = 2


class PluginError(PingyiError):
    """A plugin could not be loaded or failed inside a hook; the message names it."""

    code = "plugin"
    exit_code = 2


class DataError(PingyiError):
    """The user's data is wrong; carries every problem found."""

    code = "data"
    exit_code = 1


class FileKindError(DataError):
    """A file is not what its place asks for; the message says what it is."""

    code = "file-kind"


class TemplateError(PingyiError):
    """A Word template is wrong; one problem per mistake."""

    code = "template"
    exit_code = 2


class RenderError(PingyiError):
    """One document could not be made; no other document is touched."""

    code = "render"
    exit_code = 4


class DeliveryError(PingyiError):
    """A finished document could not be written to its place."""

    code = "delivery"
    exit_code = 4


class DiskError(DeliveryError):
    """Nothing more can be written to this place: it is full, read-only or broken. What is done is kept."""

    code = "disk"
