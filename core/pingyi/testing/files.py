"""Writing a campaign folder from names and contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from pingyi.model.config.faults import SETTINGS_FILE

Rows = Sequence[Sequence[object]]
Content = str | bytes | Rows | Mapping[str, Rows]
"""Text, bytes, the rows of the sheet 党员, or rows by sheet."""
_MEMBERS = "党员"


def write_files(folder: Path, files: Mapping[str, Content]) -> Path:
    """Write files into a folder; a `campaign.toml` that is not given is an empty one.

    Args:
        folder: made when missing.
        files: content by name, such as `rules/phone.py`; the rows of an .xlsx start with its header row.

    Returns:
        The folder.
    """
    for name, content in {SETTINGS_FILE: "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            _write_workbook(path, content if isinstance(content, Mapping) else {_MEMBERS: content})
    return folder


def _write_workbook(path: Path, sheets: Mapping[str, Rows]) -> None:
    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
