"""Measure this machine: start-up, reading, planning, and rendering side by side with plain docxtpl.

Run `python benchmarks/run.py [--documents N] [--rounds N] [--write FILE]`; it prints a table of medians. In each round
the contenders take turns on the same records, so that a drift of the machine's speed meets all of them. Nothing passes
or fails here.
"""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from docxtpl import DocxTemplate

from pingyi.campaign import init_campaign, open_campaign
from pingyi.deliver import OutputFolder
from pingyi.engine import Batch, Selection, TemplateShelf
from pingyi.plan import fill_document, identify, make_plan


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", type=Path, help="write the table to this file as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rows = measure(Path(name), options.documents, options.rounds)
    head = (
        f"Measured on {dt.datetime.now(dt.UTC):%Y-%m-%d} with `python benchmarks/run.py`: {platform.machine()}, "
        f"Python {platform.python_version()}, one core, median of {options.rounds} rounds."
    )
    lines = [
        head,
        "",
        "| what | figure |",
        "|---|---|",
        *(f"| {what} | {figure} |" for what, figure in rows),
    ]
    print("\n".join(lines))
    if options.write is not None:
        options.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


class Bench:
    """The demo campaign and the things that are timed on it."""

    def __init__(self, folder: Path, documents: int) -> None:
        self.folder = folder
        init_campaign(folder / "demo", demo=True)
        self.opened = open_campaign(folder / "demo")
        self.plan = make_plan(self.opened.campaign, self.opened.plugins)
        shelf = TemplateShelf(self.opened.plugins, self.opened.campaign.settings, None)
        selection = Selection.resolve(self.plan, copies=["organisation"], forms=["member"])
        jobs = list(Batch(self.plan, shelf, selection).jobs())
        self.jobs = (jobs * (documents // len(jobs) + 1))[:documents]
        self.template = shelf["member"]
        self.source = folder / "member.docx"
        self.source.write_bytes(shelf.find("member").content)
        self.contents = self.render()
        self.turn = 0

    def start_up(self) -> None:
        subprocess.run([sys.executable, "-m", "pingyi", "--help"], check=True, capture_output=True)

    def read(self) -> None:
        open_campaign(self.folder / "demo")

    def make_plan(self) -> None:
        list(make_plan(self.opened.campaign, self.opened.plugins).subjects())

    def fill(self) -> None:
        for job in self.jobs:
            fill_document(self.plan, job.subject, job.document)

    def render(self) -> list[bytes]:
        made = []
        for job in self.jobs:
            data = fill_document(self.plan, job.subject, job.document)
            identity = identify(self.plan, job.subject, job.document, self.template.version)
            made.append(self.template.render(data, identity))
        return made

    def render_with_docxtpl(self) -> None:
        target = self.new_folder("docxtpl")
        for number, job in enumerate(self.jobs):
            data = fill_document(self.plan, job.subject, job.document)
            document = DocxTemplate(self.source)
            document.render({name: getattr(data, name) for name in type(data).model_fields}, autoescape=True)
            document.save(target / f"{number}.docx")

    def deliver(self) -> None:
        with OutputFolder(self.new_folder("out")) as out:
            for number, content in enumerate(self.contents):
                out.deliver(PurePosixPath(f"{number}.docx"), content, {})

    def write_plainly(self) -> None:
        target = self.new_folder("plain")
        for number, content in enumerate(self.contents):
            (target / f"{number}.docx").write_bytes(content)

    def new_folder(self, name: str) -> Path:
        self.turn += 1
        folder = self.folder / f"{name}{self.turn}"
        folder.mkdir()
        return folder


def measure(folder: Path, documents: int, rounds: int) -> list[tuple[str, str]]:
    bench = Bench(folder, documents)
    whole = {
        "start-up: `pingyi --help`": bench.start_up,
        "demo roster (600 members) read and checked": bench.read,
        "demo plan, every subject": bench.make_plan,
    }
    each = {
        "member form: filling the data": bench.fill,
        "member form: filling and rendering": bench.render,
        "member form: docxtpl, a template object per record, saved": bench.render_with_docxtpl,
        "member form: atomic delivery with fsync and manifest": bench.deliver,
        "the same bytes written plainly": bench.write_plainly,
    }
    times: dict[str, list[float]] = {}
    for _round in range(rounds):
        for what, run in {**whole, **each}.items():
            times.setdefault(what, []).append(timed(run))
    size = statistics.median(map(len, bench.contents)) / 1024
    return [
        *((what, f"{statistics.median(times[what]):.3f} s") for what in whole),
        *((what, f"{statistics.median(times[what]) / documents * 1000:.3f} ms a document") for what in each),
        ("size of a member form", f"{size:.1f} KB"),
    ]


if __name__ == "__main__":
    main()
