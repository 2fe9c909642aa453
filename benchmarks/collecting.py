"""The way back: a folder of returned forms, read for the first time and again."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
from chart import Figure
from docx.oxml.ns import qn
from university import write_roster
from watch import run

FILLED = 5
"""Four of so many forms came back filled in, the last one as it was sent."""
TEXT = "一年来认真学习五中全会精神，积极参加支部组织的各项活动，立足本岗完成任务，热情服务师生（第{number}份）"


def measure_collecting(folder: Path, members: int) -> list[Figure]:
    """Seconds of `pingyi collect` for the organisation's copies of all members, filled in with python-docx.

    Args:
        folder: where the campaign goes.
        members: how many forms come back, one file each.
    """
    campaign = folder / "collecting"
    command = [sys.executable, "-m", "pingyi"]
    run([*command, "init", campaign])
    roster = next(campaign.glob("*.xlsx"))
    write_roster(roster, members)
    out = folder / "sent"
    run([*command, "render", campaign, "-o", out, "--form", "member", "--copies", "organisation"])
    for number, path in enumerate(sorted(out.rglob("*.docx"))):
        content = path.read_bytes()
        (campaign / "returned" / f"{number}.docx").write_bytes(
            fill_form(content, number) if number % FILLED else content
        )
    shutil.rmtree(out)
    collect = [*command, "collect", "--campaign", campaign]
    what = f"`pingyi collect` of {members:,} returned forms"
    return [Figure(f"{what}, {turn}", run(collect).seconds, "s") for turn in ("first run", "second run")]


def fill_form(content: bytes, number: int) -> bytes:
    """A form with something typed into each of its cells."""
    paper = docx.Document(io.BytesIO(content))
    for place, paragraph in enumerate(_find_places(paper)):
        paragraph.add_run(TEXT.format(number=number * 31 + place))
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def _find_places(paper: docx.document.Document) -> Iterator[docx.text.paragraph.Paragraph]:
    """The paragraphs of the cells that people fill with text of their own."""
    for table in paper.tables:
        for mark in table._tbl.iter(qn("w:bookmarkStart")):
            if mark.get(qn("w:name")).startswith(("fill_self_summary_", "fill_comment_", "fill_rectification")):
                yield docx.text.paragraph.Paragraph(next(mark.iterancestors(qn("w:p"))), table)
