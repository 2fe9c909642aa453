"""The tally forms (R32): numbers of papers above, votes and shares by grade for all voters and for each category.

As in the ballots, a loop makes the columns, and the grid has a fifth of the table for each of its cells.
"""

from __future__ import annotations

from dataclasses import replace

from pingyi_forms.drawing.blocks import WIDTH, Box, Element, Row, label, paragraph, row, tab, table
from pingyi_forms.drawing.package import pack

_PART = WIDTH / 5
_NUMBER, _TEXT, _FIRST, _SECOND = 24.0, 2 * _PART, 3 * _PART, 4 * _PART


def _repeat(text: str, loop: str) -> tuple[Box, Box, Box]:
    """Repeat a cell: the tags stand in cells of their own, which docxtpl takes away."""
    opening = label(_FIRST, "{%tc for " + loop + " %}", style="FormNote")
    closing = label(WIDTH, "{%tc endfor %}", style="FormNote")
    return opening, replace(label(0, text, style="FormAspect"), end=_SECOND), closing


def _command(text: str) -> Row:
    edges = (_TEXT, _FIRST, _SECOND, WIDTH)
    return row(5, label(_NUMBER, text, style="FormNote"), *(Box(edge, (paragraph("FormNote"),)) for edge in edges))


def _draw_table(heading: str) -> Element:
    whole = "{% colspan columns|length + 2 %}"
    rows: list[Row] = [
        row(
            9,
            label(_NUMBER, "序号", style="FormAspect"),
            label(_TEXT, heading, style="FormAspect"),
            *_repeat("{{ column }}", "column in columns"),
            header=True,
        ),
        _command("{%tr for group in groups %}"),
        row(8, Box(WIDTH, (paragraph("FormBlock", whole + "{{ group.title }}", keep=True),))),
        _command("{%tr for line in group.rows %}"),
        row(
            11,
            label(_NUMBER, "{{ line.number }}", style="FormAspect"),
            Box(_TEXT, (paragraph("FormChoice", "{{ line.text }}"),)),
            *_repeat("{{ cell }}", "cell in line.cells"),
        ),
        _command("{%tr endfor %}"),
        _command("{%tr endfor %}"),
    ]
    return table(rows, flexible=True)


def _draw(title: str, organisation: str, heading: str) -> bytes:
    body = [
        paragraph("FormSchool", "{{ institution }}"),
        paragraph("FormTitle", title),
        paragraph("FormInfo", organisation + "：{{ org_name }}", tab(), "{{ year }}年度"),
        paragraph("FormBlock", "{{ attendance }}{{ papers }}"),
        _draw_table(heading),
        paragraph("FormNote", "{{ basis }}"),
        paragraph("FormBlock", "计票人：{{ counters }}　　　　　　监票人：{{ supervisors }}", keep=True),
        paragraph("FormSignature", "（党组织盖章）　　书记签名：　　　　　　　　　　年　　月　　日"),
    ]
    return pack(body)


def draw_organisation_tally() -> bytes:
    """Make the tally of a collective evaluation."""
    return _draw("基层党组织{{ activity }}集中评议结果汇总表", "党组织", "评议内容")


def draw_member_tally() -> bytes:
    """Make the tally of the members of one branch, with the verdict beside the votes."""
    return _draw("党员{{ activity }}民主评议结果汇总表", "党支部", "姓　名")
