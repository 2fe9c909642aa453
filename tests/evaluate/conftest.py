"""Fixtures that count workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tallykit import make_campaign, write_book

from pingyi.evaluate import Tallies, tally_ballots


@pytest.fixture
def tally(tmp_path: Path) -> Callable[..., Tallies]:
    """Count workbooks: `tally({"a.xlsx": [rows, rows]}, settings={...}, grades={...})`."""

    def run(files: Mapping[str, Sequence[Sequence[Sequence[object]]]], **more: Any) -> Tallies:
        folder = tmp_path / "returned"
        folder.mkdir(exist_ok=True)
        for name, sheets in files.items():
            write_book(folder / name, *sheets)
        return tally_ballots(folder, make_campaign(**more))

    return run


@pytest.fixture
def codes() -> Callable[[Tallies], list[str]]:
    return lambda found: [problem.code for problem in found.problems]
