"""The page of docs/ with all figures, and the conditions they were measured under."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from chart import Figure, write_table
from growth import Growth

RACE = """\
The member form (form 2) in the organisation's copy. pingyi makes {documents:,} in one turn, from the .xlsx roster to
files that are flushed to the disk; the others get the first {records:,} of the same records ready-made, and
only fill and save them, without a flush. All are bound to one core, with the threads and processes they start. A pack
is one zip for each branch of thirty, with the branch's part of the roster, an entry sheet and instructions besides the
forms. Median of {rounds} rounds in which all take turns; the texts of their documents were compared and are the same.
docxtemplater's template is made from the same official form by replacing its tags. The first write limit leaves the
bytes to the system; the second writes them as pingyi has to: five hundred files to names of their own in new folders of
thirty, one flush of the disk, then each renamed to its place. Both depend on the state of the disk."""
GROWTH = """\
`pingyi render {render}` on folders of rosters: each an institution of up to 5,000 members, three copies of
each member form, from the start of the command to its end. Memory is the peak over all its processes, shared pages
counted once."""


def describe_load() -> str:
    """How busy the machine is: 0 is quiet, the number of its cores is full."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


@dataclass
class Findings:
    """What was measured, and how."""

    documents: int
    records: int
    rounds: int
    render: str
    race: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    single: list[Figure] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    started: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    load: str = field(default_factory=describe_load)

    @property
    def is_busy(self) -> bool:
        """Whether others wanted the machine too."""
        return self.load != "unknown" and float(self.load) > (os.cpu_count() or 1) / 2

    @property
    def conditions(self) -> str:
        """When and where."""
        machine = f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}"
        load = f"load average {self.load} before and {describe_load()} after"
        return f"{self.started:%Y-%m-%d %H:%M} UTC, {machine}, Python {platform.python_version()}, {load}"


def write_page(findings: Findings) -> str:
    """The page as Markdown."""
    command = " ".join(["python benchmarks/run.py", *sys.argv[1:]])
    measured = f"Measured with `{command}`: {findings.conditions}."
    sections = ["# Benchmarks", measured, "Nothing here passes or fails; run it on your own machine."]
    if findings.is_busy:
        sections.append("**The machine was busy with other work:** a quiet one takes a fraction of these times.")
    if findings.race:
        own = findings.race[0].value
        sections += [
            "## One form, one core",
            "![Bars of the milliseconds a document](benchmarks.svg)",
            RACE.format(documents=findings.documents, records=findings.records, rounds=findings.rounds),
            write_table(
                ("what", "ms a document", "as a multiple of the first line"),
                [(item.what, f"{item.value:.3f}", f"{item.value / own:.2f}") for item in findings.race],
            ),
            *findings.notes,
        ]
    if findings.single:
        sections += ["## Once", write_table(("what", "figure"), [(item.what, item.text) for item in findings.single])]
    if findings.growth:
        sections += [
            "## Growth",
            GROWTH.format(render=findings.render),
            write_table(("forms", "seconds", "ms a form", "peak MB"), [_describe(item) for item in findings.growth]),
        ]
    return "\n\n".join(sections) + "\n"


def _describe(item: Growth) -> Sequence[str]:
    return (f"{item.documents:,}", f"{item.seconds:.1f}", f"{item.milliseconds:.3f}", f"{item.megabytes:.0f}")
