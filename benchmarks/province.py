"""Measure a province: many universities, each a roster of its own, made into packs or files.

Run `python benchmarks/province.py [--universities 20] [--members 5000] [--jobs 2] [--files]`. It prints wall time,
processor time and the peak memory of all processes together, for docs/scale.md. Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from university import write_roster

DIFFERENT = 4
"""Rosters that are really written; the others are links to them under names of their own."""


def list_processes(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(folder.name))
    found, pending = [], [root]
    while pending:
        found.append(pending.pop())
        pending += children.get(found[-1], [])
    return found


def measure_memory(root: int) -> int:
    """Memory of a process and all below it in KB; what they share is counted once."""
    total = 0
    for process in list_processes(root):
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--universities", type=int, default=20)
    parser.add_argument("--members", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--files", action="store_true", help="single files instead of packs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as name:
        province = Path(name, "全省")
        province.mkdir()
        for number in range(min(DIFFERENT, options.universities)):
            write_roster(Path(name, f"{number}.xlsx"), options.members, seed=number)
        for number in range(options.universities):
            (province / f"第{number + 1}大学.xlsx").hardlink_to(Path(name, f"{number % DIFFERENT}.xlsx"))
        command = [sys.executable, "-m", "pingyi", "render", str(province), "-o", str(Path(name, "out"))]
        command += ["--form", "member", "--copies", "organisation", "--jobs", str(options.jobs)]
        command += [] if options.files else ["--packs", "branch"]
        start, peak = time.perf_counter(), 0
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            peak = max(peak, measure_memory(process.pid))
            time.sleep(0.2)
        took = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    count = options.universities * options.members
    busy = used.ru_utime + used.ru_stime
    kind = "files" if options.files else "packs"
    print(
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}: {count} member forms in {options.universities} universities,"
        f" {kind}, {options.jobs} processes: {took:.0f} s, {took / count * 1000:.2f} ms each; processor"
        f" {busy:.0f} s, {busy / count * 1000:.2f} ms each; peak memory {peak / 1024:.0f} MB;"
        f" load {os.getloadavg()[0]:.1f}; exit {process.returncode}"
    )


if __name__ == "__main__":
    main()
