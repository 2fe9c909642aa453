"""Saying what a file is when it is not a workbook that can be read, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from pingyi.errors import FileKindError, Problem, Severity
from pingyi.texts import translate as _


def refuse(path: Path, code: str, message: str, cure: str, **fields: object) -> FileKindError:
    """Build the error for a file that cannot be read; `message` uses `{file}` and whatever is in `fields`."""
    text = message.format(file=path.name, **fields)
    return FileKindError(text, cure=cure, problems=[Problem(Severity.ERROR, code, text, cure, path.name)])


def damaged(path: Path) -> FileKindError:
    """The error for a file of the right kind that cannot be unpacked or understood."""
    return refuse(
        path,
        "file-damaged",
        _("“{file}” is damaged or incomplete."),
        _("Open it in Excel or WPS and save it again as .xlsx, or get it once more from its sender."),
    )


def encrypted(path: Path) -> FileKindError:
    """The error for a file that asks for a password."""
    return refuse(
        path,
        "file-encrypted",
        _("“{file}” is protected by a password."),
        _("Open it in Excel or WPS with its password, remove the password, and save it as .xlsx."),
    )


def too_large(path: Path) -> FileKindError:
    """The error for a file that unpacks to more than a roster can be."""
    return refuse(
        path,
        "file-bomb",
        _("“{file}” unpacks to far more than a roster can be."),
        _("Copy the rows that count into a new workbook and save it as .xlsx."),
    )
