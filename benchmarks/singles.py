"""What happens once in a run: start-up, reading a large roster, one print file."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from chart import Figure
from contenders import Bench
from university import write_roster
from watch import run

from pingyi.campaign import open_roster
from pingyi.deliver.printing import PrintEntry, PrintFile

PRINTED = 2000
STARTS = 9


def measure_singles(folder: Path, rows: int) -> list[Figure]:
    """Seconds, each measured by itself.

    Args:
        folder: where to write.
        rows: of the roster.
    """
    roster = folder / "large.xlsx"
    write_roster(roster, rows)
    starts = [run([sys.executable, "-m", "pingyi", "--help"]).seconds for _turn in range(STARTS)]
    return [
        Figure("start-up: `pingyi --help`", statistics.median(starts), "s"),
        Figure(f"roster of {rows:,} rows read and checked", time_call(lambda: open_roster(roster)), "s"),
        Figure(f"print file of {PRINTED:,} finished forms, duplex", time_printing(folder), "s"),
    ]


def time_printing(folder: Path) -> float:
    """Seconds for one print file of forms that are already made."""
    bench = Bench(folder, PRINTED, 0)
    made = list(bench.fill())

    def write() -> None:
        with (folder / "print.docx").open("wb") as stream, PrintFile(stream, duplex=True) as file:
            for number, (data, content) in enumerate(made):
                file.add(content, PrintEntry(f"人员{number}", "党支部", "党员领导点评登记表", "党组织存", data.code))

    return time_call(write)


def time_call(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
