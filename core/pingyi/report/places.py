"""Where the papers of `out/report/` lie, for writing them and for looking whether they are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from pingyi.disk.names import clean_name, make_unique
from pingyi.model.people.organisation import Organisation
from pingyi.plan import Plan
from pingyi.report.lines import list_units

NOTICE = PurePosixPath("点评和评议结果通报.docx")
LEDGERS, UPWARD = "台账", "上报报告"
"""Folders of the papers of which each general branch and directly affiliated branch has its own."""


def name_papers(plan: Plan, folder: str) -> Iterator[tuple[Organisation, PurePosixPath]]:
    """Every general branch and directly affiliated branch with the place of its own paper of one sort."""
    taken: set[str] = set()
    for unit in list_units(plan):
        yield unit, PurePosixPath(folder, f"{make_unique(f'{folder}_{clean_name(unit.name)}', taken)}.docx")
