"""Kill runs at random moments, and look at what they leave behind.

Run `python benchmarks/kills.py [--kills 200] [--jobs 2]`. Two rosters that differ in every form are rendered into one
folder in turn; each run and all its processes are killed (SIGKILL) at a random moment. After each kill every file must
be whole, that is, equal to what an uninterrupted run makes of one of the two rosters; every few kills a run is left to
its end, and the folder must equal that of an uninterrupted run byte for byte; half of the time the folder is removed
then, and the next run starts anew.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from pingyi.disk.folders import TEMPORARY_SUFFIX

HEADERS = [
    "学工号",
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "入党时间",
    "转正时间",
    "党员类别",
    "职务职称",
    "所在党总支",
    "所在党支部",
]
OPTIONS = ["--form", "member", "--institution", "示例大学"]
EVERY = 5
"""After this many kills a run is left to its end."""


@dataclass
class Findings:
    """What was found: `torn` and `different` must stay empty.

    Attributes:
        kills: runs that were killed, by what they were doing: before, while or after writing.
        torn: files that are neither the old nor the new version.
        different: files that differ after a run to the end.
        edited: how often a file of ours was taken for somebody's.
    """

    kills: Counter[str] = field(default_factory=Counter)
    torn: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    edited: int = 0


def write_roster(path: Path, post: str, members: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("党员")
    sheet.append(HEADERS)
    for number in range(members):
        sheet.append([
            str(10_000 + number), "赵钱孙李周吴郑王"[number % 8] + "立明", "男", "汉族", "1970.03",
            "2005-07-01", "2006-07-01", "正式党员", post, "第一学院党总支", f"第{number // 30 + 1}党支部",
        ])  # fmt: skip
    book.save(path)


def start(roster: Path, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pingyi", "render", str(roster), "-o", str(out), "--jobs", str(jobs), *OPTIONS]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def list_places(folder: Path) -> dict[str, str]:
    """The forms in their places; those of a new folder wait in one beside it, which the next run has to sweep."""
    if not folder.is_dir():
        return {}
    return {name: digest for name, digest in list_files(folder, "*.docx").items() if TEMPORARY_SUFFIX not in name}


def list_files(folder: Path, pattern: str) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob(pattern)
        if path.is_file() and path.name != "lock"
    }


def run(folder: Path, kills: int, jobs: int, members: int = 90, seed: int = 1) -> Findings:
    dice = random.Random(seed)
    rosters = [folder / "A.xlsx", folder / "B.xlsx"]
    wholes: list[dict[str, str]] = []
    took = 0.0
    for roster, post in zip(rosters, ("讲师", "教授"), strict=True):
        write_roster(roster, post, members)
        begin = time.perf_counter()
        start(roster, folder / roster.stem, jobs).communicate()
        took = time.perf_counter() - begin
        wholes.append(list_files(folder / roster.stem, "*"))
    findings, out = Findings(), folder / "out"
    number = 0
    while findings.kills.total() < kills:
        turn = number % 2
        number += 1
        before = list_places(out)
        begin = time.perf_counter()
        process = start(rosters[turn], out, jobs)
        # the first part of a run only reads: most kills shall meet the writing
        time.sleep(dice.uniform(0.35, 1.05) * took)
        if process.poll() is not None:  # it was over: no kill, but runs are faster than they were
            process.communicate()
            took = 0.9 * min(took, time.perf_counter() - begin)
            continue
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        after = list_places(out)
        findings.torn += [name for name, digest in after.items() if digest not in (whole.get(name) for whole in wholes)]
        findings.torn += [f"lost: {name}" for name in before.keys() - after.keys()]
        done = sum(digest == wholes[turn][name] for name, digest in after.items() if name in wholes[turn])
        total = sum(name.endswith(".docx") for name in wholes[turn])
        state = "before" if done == 0 else "after" if done == total else "while"
        findings.kills[state] += 1
        if findings.kills.total() % EVERY == 0 or findings.kills.total() == kills:
            begin = time.perf_counter()
            text = start(rosters[turn], out, jobs).communicate()[0].decode()
            took = time.perf_counter() - begin
            findings.edited += " 0 failed" not in text or "kept" in text
            now = list_files(out, "*")
            findings.different += [
                name for name in now.keys() | wholes[turn].keys() if now.get(name) != wholes[turn].get(name)
            ]
            if dice.random() < 0.5:  # new folders come to their places in another way than files of old ones
                shutil.rmtree(out)
    return findings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--members", type=int, default=90)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = run(Path(name), options.kills, options.jobs, options.members)
    count = found.kills
    print(
        f"{count.total()} kills: {count['before']} before, {count['while']} while, {count['after']} after writing;"
        f" {len(found.torn)} torn or lost files, {len(found.different)}"
        f" different after a re-run, {found.edited} re-runs that failed or took our files for somebody's"
    )
    sys.exit(bool(found.torn or found.different or found.edited))


if __name__ == "__main__":
    main()
