"""Form 3, 基层党组织…集中评议表 (R22, R53, Q2): an anonymous paper with one column for each grade.

The columns of the grades are made by a `{%tc %}` loop, and docxtpl fits the grid to their number. Its rule keeps the
columns of the grades equal if in the template each of them is a fifth of the table, whatever their number.
"""

from __future__ import annotations

from dataclasses import replace

from pingyi_forms.drawing.blocks import (
    WIDTH,
    Box,
    Element,
    Row,
    down,
    fill,
    label,
    paragraph,
    row,
    table,
    under,
)
from pingyi_forms.drawing.package import pack

_PART = WIDTH / 5
_NUMBER, _TEXT, _FIRST, _SECOND = 12.0, 2 * _PART, 3 * _PART, 4 * _PART
_INSTRUCTION = "说明：进行评价时，请在所选择的评价等级下面的空格内划“√”。"


def _repeat(content: Box) -> tuple[Box, Box, Box]:
    """Repeat a cell for each grade: the tags stand in cells of their own, which docxtpl takes away."""
    opening = label(_FIRST, "{%tc for grade in grades %}", style="FormNote")
    closing = label(WIDTH, "{%tc endfor %}", style="FormNote")
    return opening, replace(content, end=_SECOND), closing


def _command(text: str) -> Row:
    edges = (_TEXT, _FIRST, _SECOND, WIDTH)
    return row(5, label(_NUMBER, text, style="FormNote"), *(Box(edge, (paragraph("FormNote"),)) for edge in edges))


def _draw_table(heading: str, height: float, remarks: float) -> Element:
    """Make the table of items by grades. No width but the grid's counts, because the loops change the grid."""
    number, text = down(_NUMBER, "序号"), down(_TEXT, heading)
    item = "{{ item.text }}{% if item.note %}（{{ item.note }}）{% endif %}"
    blank = Box(0, (paragraph("FormLabel"),))
    remark = (
        paragraph("FormBlock", _span("grades|length + 2"), "意见和建议：", keep=True),
        paragraph("FormText", fill("remarks", "{{ remarks }}"), keep=True),
    )
    rows: list[Row] = [
        row(9, number, text, label(WIDTH, _span("grades|length") + "评议等级"), header=True),
        row(9, under(number), under(text), *_repeat(label(0, "{{ grade }}")), header=True),
        _command("{%tr for item in items %}"),
        row(height, label(_NUMBER, "{{ item.number }}"), Box(_TEXT, (paragraph("FormItem", item),)), *_repeat(blank)),
        _command("{%tr endfor %}"),
        row(remarks, Box(WIDTH, remark, align="top")),
    ]
    return table(rows, flexible=True)


def _span(columns: str) -> str:
    """Make the tag that gives a cell as many columns as the loops make."""
    return "{% colspan " + columns + " %}"


def _draw(heading: str, height: float, remarks: float) -> bytes:
    voters = "评议人身份：{% for category in voter_categories %}□{{ category }}　{% endfor %}"
    body = [
        paragraph("FormSchool", "{{ institution }}"),
        paragraph("FormTitle", "基层党组织{{ activity }}集中评议表"),
        paragraph("FormBlock", "评议对象：{{ subject }}"),
        paragraph("FormBlock", "{%p if voter_categories %}"),
        paragraph("FormBlock", voters),
        paragraph("FormBlock", "{%p endif %}"),
        _draw_table(heading, height, remarks),
        paragraph("FormBlock", _INSTRUCTION, keep=True),
        paragraph("FormBlock", "　　　每一行只划一个“√”；本表无记名，请勿书写姓名。"),
    ]
    return pack(body)


def draw_organisation_ballot() -> bytes:
    """Make the ballot on one organisation: items by grades."""
    return _draw("评议内容", 17, 65)


def draw_member_ballot() -> bytes:
    """Make the ballot on the members of one branch: people by grades."""
    return _draw("姓　名", 8, 20)
