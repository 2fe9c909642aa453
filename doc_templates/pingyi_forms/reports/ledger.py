"""点评工作台账 (R31): A4 landscape, a row for each subject, the sum in the last line."""

from __future__ import annotations

from pingyi_forms.drawing.blocks import Box, Element, Row, label, paragraph, row, run, tab, table, tag
from pingyi_forms.drawing.package import Page, pack
from pingyi_forms.drawing.styles import FANG, SONG, Style

WIDTH = 267.0
_COLUMNS = (
    ("序号", 9, "number"), ("点评时间", 19, "held_on"), ("地点", 14, "place"), ("方式", 14, "method"),
    ("点评人", 15, "reviewers"), ("职务", 14, "posts"), ("点评\n对象", 16, "subject"), ("类别", 11, "kind"),
    ("所在\n党组织", 18, "organisation"), ("支部\n类型", 12, "branch_type"), ("主要成绩", 19, "merits"),
    ("存在问题", 19, "problems"), ("努力方向\n(整改意见)", 19, "rectification"),
    ("整改\n时限", 13, "time_limit"), ("落实情况", 18, "follow_up"), ("登记表\n份数编号", 18, "papers"),
)  # fmt: skip
"""Headers, widths in millimetres and fields of a line; the remark takes what is left."""
_TEXTS = ("comment", "merits", "problems", "rectification", "time_limit", "follow_up", "remark")
_STYLES = (
    Style("LedgerTitle", "台账 标题", SONG, 18, 28, bold=True),
    Style("LedgerInfo", "台账 说明", SONG, 10.5, 16, "left", before=2, after=2, tabs=(("right", WIDTH),)),
    Style("LedgerHead", "台账 栏目", SONG, 9, 12, bold=True),
    Style("LedgerCell", "台账 内容", FANG, 8, 10.5),
    Style("LedgerText", "台账 文字", FANG, 8, 10.5, "left"),
    Style("LedgerSum", "台账 合计", SONG, 10.5, 16, "left"),
    Style("LedgerFoot", "台账 页脚", SONG, 9, 12, "left", tabs=(("center", WIDTH / 2), ("right", WIDTH))),
)
_SUM = (
    "合计：点评党总支{{ general_branches }}个、党支部{{ branches }}个、书记{{ secretaries }}名、党员{{ members }}名；"
    "应点评{{ due }}，已点评{{ reviewed }}，未点评{{ missing }}，免予点评{{ exempt }}，覆盖率{{ rate }}"
)


def _field(name: str) -> str:
    return "{{ line." + name + " }}"


def _cell(edge: float, name: str) -> Box:
    return Box(edge, (paragraph("LedgerText" if name in _TEXTS else "LedgerCell", _field(name)),))


def _command(words: str) -> Row:
    return row(5, Box(WIDTH, (paragraph("LedgerCell", "{%tr " + words + " %}"),)))


def draw_footer(style: str) -> Element:
    """Make a foot line with the notice's number, the page and the paper's code."""
    page = tag("fldSimple", run("1"), instr=" PAGE ")
    return paragraph(style, "{{ doc_number }}", tab(), "第 ", page, " 页", tab(), "编号：{{ code }}")


def draw_ledger() -> bytes:
    """Make the ledger of one general branch or directly affiliated branch."""
    heads: list[Box] = []
    cells: list[Box] = []
    edge = 0.0
    for title, width, name in (*_COLUMNS, ("备注", 0, "remark")):
        edge = edge + width if width else WIDTH
        heads.append(label(edge, title, style="LedgerHead"))
        cells.append(_cell(edge, name))
    names = [name for _title, _width, name in _COLUMNS]
    merits, problems = names.index("merits"), names.index("problems")
    # a comment that nobody divided stands across both columns
    whole = [*cells[:merits], _cell(cells[problems].end, "comment"), *cells[problems + 1 :]]
    rows = [
        row(10, *heads, header=True),
        _command("for line in lines"),
        _command("if line.comment"),
        row(9, *whole),
        _command("else"),
        row(9, *cells),
        _command("endif"),
        _command("endfor"),
        row(9, Box(WIDTH, (paragraph("LedgerSum", _SUM),))),
    ]
    margins = {"top": 15, "right": 15, "bottom": 15, "left": 15, "header": 8, "footer": 8}
    page = Page(size=(16838, 11906), margins=margins, footer=draw_footer("LedgerFoot"))
    body = [
        paragraph("LedgerTitle", "{{ institution }}{{ activity }}领导点评工作台账"),
        paragraph(
            "LedgerInfo", "党组织：{{ unit }}　（盖章）", tab(), "{{ year }}年度　填表日期：{{ made_on|chinese }}"
        ),
        table(rows),
    ]
    return pack(body, page=page, styles=_STYLES)
