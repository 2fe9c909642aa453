"""The parts that form 1 and form 2 share: title lines, the summary by aspects, and what comes after the review."""

from __future__ import annotations

from pingyi_forms.drawing.blocks import (
    WIDTH,
    Box,
    Element,
    Row,
    down,
    label,
    loop,
    paragraph,
    row,
    signature,
    tab,
    under,
    writing,
)

SIDE, ASPECT = 9.0, 35.0
"""Right edges of the two columns of labels: six characters of the second column stand in a line."""
DATE = "　　　　年　　月　　日"
_PLEDGES = (
    "{% for item in next_commitments %}{{ loop.index }}. {{ item }}{% if not loop.last %}\n{% endif %}{% endfor %}"
)


def draw_title(name: str, *, right: str = "", year: str = "{{ year }}年度") -> list[Element]:
    """Make the two title lines (R55), and a line between title and table with the year and a text at its `right`."""
    note: tuple[str | Element, ...] = (tab(), right) if right else ()
    return [
        paragraph("FormSchool", "{{ institution }}"),
        paragraph("FormTitle", name),
        paragraph("FormInfo", year, *note),
    ]


def draw_summary(title: str, height: float, sign: str, *before: Box) -> list[Row]:
    """Make the rows of a self-summary by aspects, with its signature at the foot (R16) and the boxes `before` it."""
    side = down(SIDE, title, vertical=True)
    note = "总结{% if self_summary_note %}（{{ self_summary_note }}）{% endif %}"
    heading = row(7, side, label(ASPECT, "点评内容", style="FormAspect"), label(WIDTH, note, style="FormAspect"))
    aspect = row(
        height,
        under(side),
        label(ASPECT, "{{ aspect.title }}", style="FormAspect"),
        writing(WIDTH, "self_summary_{{aspect.id}}", "{{ aspect.text }}"),
    )
    foot = [row(10, under(side), *before)] if before else []
    foot.append(row(8, under(side), signature(WIDTH, sign + DATE, joined=False)))
    return [heading, *loop([under(side)], "for aspect in self_summary", [aspect], "endfor"), *foot]


def draw_closing(*, rectification: float, follow_up: float, pledges: float, oral: bool = False) -> list[Row]:
    """Make the rows on what comes after the review (R34, R51), each of the height given."""
    return [
        row(
            rectification, label(ASPECT, "整改措施及\n努力方向"), writing(WIDTH, "rectification", "{{ rectification }}")
        ),
        row(follow_up, label(ASPECT, "落实情况"), writing(WIDTH, "follow_up", "{{ follow_up }}")),
        draw_pledges(pledges, oral=oral),
    ]


def draw_pledges(height: float, *, oral: bool) -> Row:
    """Make the row of the pledges; the retired may pledge by word of mouth."""
    promises = writing(WIDTH, "next_commitments", _PLEDGES, style="FormList")
    if oral:
        tick = "{% if oral_commitment %}√{% else %}□{% endif %}口头承诺"
        promises = Box(WIDTH, (*promises.content, paragraph("FormSignature", tick)), align="top")
    return row(height, label(ASPECT, "新年度\n公开承诺"), promises)
