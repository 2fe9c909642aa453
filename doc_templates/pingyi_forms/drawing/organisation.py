"""Form 1, 基层党组织开展…领导点评登记表 (R13, R17, R30, Q5): the summary in front, comments behind."""

from __future__ import annotations

from pingyi_forms.drawing.blocks import (
    WIDTH,
    Box,
    Row,
    down,
    label,
    paragraph,
    row,
    signature,
    table,
    under,
    value,
    writing,
)
from pingyi_forms.drawing.package import pack
from pingyi_forms.drawing.sections import ASPECT, DATE, SIDE, draw_closing, draw_summary, draw_title

_NOTE = "注：1. 请正反面打印，不要添加附页。2. 手写请用钢笔或黑色签字笔，签名和日期须由本人手写。"


def _draw_organisation() -> list[Row]:
    return [
        row(
            11.5,
            label(ASPECT, "党组织名称"), value(106, "{{ org_name }}"),
            label(138, "党组织类别"), value(WIDTH, "{{ org_kind }}"),
        ),
        row(
            11.5,
            label(ASPECT, "支部类型"), value(63, "{{ branch_type }}"),
            label(84, "书记姓名"), value(106, "{{ secretary_name }}"),
            label(124, "党　员\n总　数"), value(138, "{{ member_total }}"),
            label(162, "其　　中\n预备党员"), value(WIDTH, "{{ probationary_total }}"),
        ),
        row(
            11.5,
            label(ASPECT, "上级党组织"), value(106, "{{ parent_org }}"),
            label(138, "分管（联系）\n校领导"), value(WIDTH, "{{ contact_leader }}"),
        ),
    ]  # fmt: skip


def _draw_comments() -> list[Row]:
    first = down(SIDE, "领　导　点　评", vertical=True)
    side, reviewer = under(first), down(ASPECT, "点评人\n（职务）")
    names = Box(WIDTH, (paragraph("FormValue", "{{ reviewers }}"),), no_bottom=True)
    return [
        row(60, first, label(ASPECT, "对党组织"), writing(WIDTH, "comment_on_org", "{{ comment_on_org }}")),
        row(46, side, label(ASPECT, "对书记"), writing(WIDTH, "comment_on_secretary", "{{ comment_on_secretary }}")),
        row(
            11.5,
            side, label(ASPECT, "点评方式"), value(78, "{{ method }}", name="method"),
            label(94, "时　间"), value(122, "{{ held_on }}", name="held_on"),
            label(138, "地　点"), value(WIDTH, "{{ place }}", name="place"),
        ),
        row(10, side, reviewer, names),
        row(12, side, under(reviewer), signature(WIDTH, "签名：　　　　　　　" + DATE)),
    ]  # fmt: skip


def draw_organisation() -> bytes:
    """Make the form of an organisation and its secretary."""
    rows = [
        *_draw_organisation(),
        *draw_summary("开 展 活 动 情 况 总 结", 30.5, "书记签名：　　　　　　（党组织盖章）　　"),
        *_draw_comments(),
        row(13, label(ASPECT, "集中评议结果"), writing(WIDTH, "evaluation_result", "{{ evaluation_result }}")),
        *draw_closing(rectification=24, follow_up=16, pledges=24),
        row(10, label(ASPECT, "备　注"), writing(WIDTH, "remark", "{{ remark }}")),
    ]
    title = draw_title("基层党组织开展{{ activity }}领导点评登记表")
    return pack([*title, table(rows), paragraph("FormNote", _NOTE)])
