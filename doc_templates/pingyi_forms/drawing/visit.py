"""The record of a visit to a retired member (R43): how, when, by whom, what was said, who signed."""

from __future__ import annotations

from pingyi_forms.drawing.blocks import WIDTH, Box, Row, down, label, loop, paragraph, row, table, under, value, writing
from pingyi_forms.drawing.member import tick_methods, tick_signatures
from pingyi_forms.drawing.package import pack
from pingyi_forms.drawing.sections import ASPECT, DATE, SIDE, draw_pledges, draw_title
from pingyi_forms.drawing.styles import LARGE

_FIRST, _LABEL, _SECOND = 77.0, 98.0, 120.0


def _value(end: float, name: str) -> Box:
    return value(end, "{{ " + name + " }}", name=name)


def _draw_person() -> list[Row]:
    return [
        row(
            10,
            label(ASPECT, "姓　名"), value(_FIRST, "{{ name }}"), label(_LABEL, "年　龄"), value(_SECOND, "{{ age }}"),
            label(142, "身体状况", style="FormAspect"), value(WIDTH, "{{ health }}"),
        ),
        row(
            10,
            label(ASPECT, "所在党支部"), value(_FIRST, "{{ branch_name }}"),
            label(_LABEL, "联系电话", style="FormAspect"), value(WIDTH, "{{ phone }}"),
        ),
        row(10, label(ASPECT, "住　址"), value(WIDTH, "{{ address }}")),
    ]  # fmt: skip


def _draw_visit() -> list[Row]:
    return [
        row(14, label(ASPECT, "点评方式"), value(WIDTH, tick_methods(), name="visit_method", style="FormChoice")),
        row(
            10,
            label(ASPECT, "时　间"), _value(_FIRST, "visit_held_on"),
            label(_LABEL, "地　点"), _value(WIDTH, "visit_place"),
        ),
        row(
            10,
            label(ASPECT, "走访人"), _value(_FIRST, "visitors"),
            label(_LABEL, "记录人"), _value(WIDTH, "recorder"),
        ),
    ]  # fmt: skip


def _draw_summary() -> list[Row]:
    side = down(SIDE, "本人总结", vertical=True)
    heading = row(7, side, label(WIDTH, "可以由本人口述、走访人代记；登记表上已经写了的不必重写", style="FormAspect"))
    aspect = row(
        11,
        under(side),
        label(ASPECT, "{{ aspect.title }}", style="FormAspect"),
        writing(WIDTH, "self_summary_{{aspect.id}}", "{{ aspect.text }}"),
    )
    return [heading, *loop([under(side)], "for aspect in self_summary", [aspect], "endfor")]


def _write(height: float, text: str, name: str) -> Row:
    return row(height, label(ASPECT, text, style="FormAspect"), writing(WIDTH, name, "{{ " + name + " }}"))


def draw_visit_record() -> bytes:
    """Make the record."""
    sign = "本人（代签人）签名：　　　　走访人签名：　　" + DATE
    rows = [
        *_draw_person(),
        *_draw_visit(),
        *_draw_summary(),
        _write(17, "谈话要点", "visit_notes"),
        _write(14, "意见建议\n和困难", "opinions"),
        draw_pledges(14, oral=True),
        _write(16, "{{ first_reviewer }}\n点评意见", "comment_secretary"),
        row(
            11,
            label(ASPECT, "签名方式"), value(_LABEL, tick_signatures(), name="signature_mode", style="FormChoice"),
            label(118, "代签人"), _value(138, "proxy"), label(156, "与本人\n关　系"), _value(WIDTH, "proxy_relation"),
        ),
        row(11, Box(WIDTH, (paragraph("FormSignature", sign),))),
    ]  # fmt: skip
    note = "注：年老体弱的党员可以只作口头承诺，由走访人记录；不便签名的，由亲属代签或者由走访人注明。"
    title = draw_title("{{ activity }}走访慰问（座谈）点评记录表")
    return pack([*title, table(rows), paragraph("FormNote", note)], scale=LARGE)
