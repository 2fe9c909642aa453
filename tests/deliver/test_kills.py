"""Runs that are killed: `benchmarks/kills.py` does it two hundred times, this twenty."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

KILLS = Path(__file__).parents[2] / "benchmarks" / "kills.py"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills a process group by SIGKILL")
@pytest.mark.parametrize(("jobs", "kills"), [(1, 10), (2, 10)])
def test_killed_runs_leave_whole_files_and_a_re_run_completes_them(tmp_path: Path, jobs: int, kills: int) -> None:
    found = runpy.run_path(str(KILLS))["run"](tmp_path, kills, jobs)
    assert found.kills.total() == kills
    assert found.torn == []
    assert found.different == []
    assert found.edited == 0
