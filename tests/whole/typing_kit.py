"""People who fill in papers: what they write is invented, seeded and remembered, so that it can be looked for later."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

BEGINNINGS = (
    "一年来认真学习五中全会精神",
    "立足本岗完成各项任务",
    "年初承诺的事项已全部办完",
    "节假日走访学生宿舍",
    "带头参加支部组织的各项活动",
    "热情接待来访师生",
    "R&D<创新>项目按期结题",
    "与李晓㼆、邹秀𠮷同志结对",
)
ENDINGS = (
    "，效果较好",
    "，师生满意",
    "；今后还要加强理论学习",
    "，不足是调查研究不够",
    "，支部书记知道的",
    "（已公示）",
)
VERDICTS = ("优秀", "合格", "基本合格")
VISITS = ("走访", "慰问", "座谈", "电话", "送学上门")
SIGNED = ("本人", "代签", "口头")
TICKS = ("√", "✓", "✔", "☑", "■", "Wingdings 2", "behind the box")
DAYS = {"2011年1月7日": "2011-01-07", "2011.1.8": "2011-01-08", "2011-01-06": "2011-01-06", "2011/1/5": "2011-01-05"}
CHOICES = {"visit_method": VISITS, "signature_mode": SIGNED}
BOX = "□"


@dataclass
class Filled:
    """A paper as it comes back, and what was written on it: by field, as `pingyi collect --json` should say it."""

    content: bytes
    written: dict[str, Any] = field(default_factory=dict)


def fill_paper(content: bytes, subject: str) -> Filled:
    """Fill in every cell of a registration form as a person at a computer does.

    Args:
        content: the .docx that was sent.
        subject: whose it is; says what is written and how.
    """
    dice = random.Random(subject)
    paper = docx.Document(io.BytesIO(content))
    filled = Filled(b"")
    type_text = dice.choice(WAYS)
    for name, cell, place in find_cells(paper):
        if name in CHOICES:
            filled.written[name] = dice.choice(CHOICES[name])
            _tick(cell, filled.written[name], dice.choice(TICKS))
        elif name == "grade" and cell.text == "不评定等次":  # printed for probationary members
            filled.written[name] = cell.text
        elif name != "proxy" or filled.written["signature_mode"] == "代签":
            typed, meant = _invent(name, dice)
            clear_cell(cell)
            type_text(cell, place, typed)
            if name.startswith("self_summary_"):
                filled.written.setdefault("self_summary", {})[name.removeprefix("self_summary_")] = meant
            else:
                filled.written[name] = meant
    if dice.random() < 0.3:
        _sign(paper)
    target = io.BytesIO()
    paper.save(target)
    filled.content = target.getvalue()
    return filled


def mark_ballot(content: bytes, choose: Callable[[str], str]) -> bytes:
    """Tick one grade, or none, in each row of an electronic ballot: `choose(line)` says which."""
    paper = docx.Document(io.BytesIO(content))
    table = paper.tables[0]
    grades: list[str] = []
    for row in table.rows:
        texts = [cell.text for cell in row.cells]
        if "好" in texts:
            grades = texts
        elif texts[0].isdigit():
            grade = choose(texts[1])
            if grade:
                row.cells[grades.index(grade)].paragraphs[0].add_run("√")
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def find_cells(paper: Any) -> Iterator[tuple[str, _Cell, Paragraph]]:
    for table in paper.tables:
        for mark in table._tbl.iter(qn("w:bookmarkStart")):
            name = mark.get(qn("w:name"))
            if name.startswith("fill_"):
                cell = _Cell(next(mark.iterancestors(qn("w:tc"))), table)
                yield name.removeprefix("fill_"), cell, Paragraph(next(mark.iterancestors(qn("w:p"))), cell)


def _invent(name: str, dice: random.Random) -> tuple[str, Any]:
    """What is typed into a cell, and what it means."""
    if name in ("held_on", "visit_held_on"):
        return dice.choice(list(DAYS.items()))
    if name == "grade":
        return (dice.choice(VERDICTS),) * 2
    if name == "next_commitments":
        pledges = [f"为师生办实事{dice.randint(2, 9999)}件", f"每月联系群众{dice.randint(2, 99)}人次"]
        numbers = dice.choice((("1. ", "2. "), ("一、", "二、"), ("（1）", "（2）")))
        return "\n".join(number + pledge for number, pledge in zip(numbers, pledges, strict=True)), pledges
    if name in ("method", "place", "visit_place", "visitors", "proxy"):
        return (f"{dice.choice(('会议集中点评', '家中', '会议室', '王某、李某'))}{dice.randint(10, 99)}",) * 2
    text = f"{dice.choice(BEGINNINGS)}{dice.randint(1000, 9999)}{dice.choice(ENDINGS)}"
    if name in ("rectification", "comment_on_org") and dice.random() < 0.5:
        text += f"\n第二条{dice.randint(10, 99)}"
    return text, text


# ---------------------------------------------------------------- how people type


def _at_the_cursor(cell: _Cell, place: Paragraph, text: str) -> None:
    lines = text.split("\n")
    run = place.add_run(lines[0])
    for line in lines[1:]:
        run.add_break()
        run.add_text(line)


def _in_new_paragraphs(cell: _Cell, place: Paragraph, text: str) -> None:
    below = place
    for line in text.split("\n"):
        made = place.insert_paragraph_before(line)
        below._p.addnext(made._p)
        below = made


def _above_the_cursor(cell: _Cell, place: Paragraph, text: str) -> None:
    for line in text.split("\n"):
        place.insert_paragraph_before(line, style=place.style)


def _in_another_font(cell: _Cell, place: Paragraph, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        run = place.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        run.font.name, run.font.size, run.font.bold = "Arial", Pt(15), True
        run.font.color.rgb = RGBColor(0xC0, 0, 0)


def _in_pieces(cell: _Cell, place: Paragraph, text: str) -> None:
    """As an editor's spelling check leaves it: a run for every few characters."""
    for number, line in enumerate(text.split("\n")):
        if number:
            place.add_run().add_break()
        for piece in re.findall(".{1,3}", line):
            place.add_run(piece).italic = len(piece) == 2


WAYS = (_at_the_cursor, _in_new_paragraphs, _above_the_cursor, _in_another_font, _in_pieces)


def clear_cell(cell: _Cell) -> None:
    """Delete what was printed for people to replace; a line with boxes stays."""
    for paragraph in cell.paragraphs:
        if BOX not in paragraph.text:
            for run in paragraph.runs:
                run._r.getparent().remove(run._r)


def _tick(cell: _Cell, option: str, style: str) -> None:
    for text in cell._tc.iter(qn("w:t")):  # a tick that was printed is taken back
        text.text = (text.text or "").replace("√", BOX)
    box = BOX + option
    paragraph = next(item for item in cell.paragraphs if box in item.text)
    before, _box, after = paragraph.text.partition(box)
    for run in paragraph.runs:
        run._r.getparent().remove(run._r)
    paragraph.add_run(before)
    if style == "Wingdings 2":
        paragraph.add_run("R").font.name = style
    else:
        paragraph.add_run(f"{BOX}√" if style == "behind the box" else style)
    paragraph.add_run(option + after)


def _sign(paper: Any) -> None:
    for table in paper.tables:
        for text in table._tbl.iter(qn("w:t")):
            if text.text and "本人签名：" in text.text:
                text.text = text.text.replace("本人签名：　　　", "本人签名：张某某").replace(
                    "　　　年　　月　　日", "2011年1月6日"
                )
