"""Rosters: Excel and CSV rows into checked people and organisations, each problem with its place and its cure.

Also the workbook that a new campaign starts with, and marked copies of people's own workbooks; the libraries that write
are loaded only when something is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pingyi.roster.roster import Roster, read_roster

if TYPE_CHECKING:
    from pingyi.roster.writing.marks import mark_workbook
    from pingyi.roster.writing.workbook import write_workbook

__all__ = ["Roster", "mark_workbook", "read_roster", "write_workbook"]


def __getattr__(name: str) -> Any:
    if name == "mark_workbook":
        from pingyi.roster.writing import marks

        return marks.mark_workbook
    if name == "write_workbook":
        from pingyi.roster.writing import workbook

        return workbook.write_workbook
    raise AttributeError(f"module 'pingyi.roster' has no attribute {name!r}")
