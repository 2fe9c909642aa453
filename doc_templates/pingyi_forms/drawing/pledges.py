"""The 公开承诺书 of organisations and members (R34-R39, R51): what to mend, the pledges, the points, who says yes."""

from __future__ import annotations

from pingyi_forms.drawing.blocks import (
    WIDTH,
    Box,
    Row,
    down,
    label,
    loop,
    paragraph,
    row,
    signature,
    table,
    under,
    value,
    writing,
)
from pingyi_forms.drawing.package import pack
from pingyi_forms.drawing.sections import ASPECT, SIDE, draw_title
from pingyi_forms.drawing.styles import LARGE, ORDINARY, Scale

_NUMBER = 25.0
_TEXT, _MEASURE = 86.0, 150.0
_HEAD = 57.0
_DAY = "　　年　　月　　日"
_LAST = "{% for item in last_commitments %}{{ loop.index }}. {{ item }}{% if not loop.last %}\n{% endif %}{% endfor %}"


def _day(name: str) -> str:
    return "{% if " + name + " %}{{ " + name + " }}{% else %}" + _DAY + "{% endif %}"


def _tick(name: str, *choices: str) -> str:
    """Print choices for ticking; what is none of them stands there as it is."""
    boxes = "　".join(f"{{% if {name} == '{choice}' %}}√{{% else %}}□{{% endif %}}{choice}" for choice in choices)
    known = ", ".join(f"'{choice}'" for choice in ("", *choices))
    return f"{{% if {name} in ({known}) %}}{boxes}{{% else %}}{{{{ {name} }}}}{{% endif %}}"


def _column(end: float, name: str, text: str) -> Box:
    return value(end, text, name=f"{name}_{{{{line.id}}}}", style="FormList")


def _other(name: str) -> str:
    """Make the tag of a further column of the same line."""
    return "{{ " + name + "[loop.index0].text }}"


def _draw_last() -> list[Row]:
    last = Box(WIDTH, (paragraph("FormList", _LAST),), align="top")
    return loop([], "if last_commitments", [row(11, label(ASPECT, "本年度承诺\n（供对照）"), last)], "endif")


def _draw_mending() -> list[Row]:
    side = down(SIDE, "整改", vertical=True)
    line = row(
        8,
        under(side),
        label(_NUMBER, "{{ line.title }}", style="FormAspect"),
        _column(_MEASURE, "mending", "{{ line.text }}"),
        _column(WIDTH, "taken_up", _other("taken_up")),
    )
    heading = row(
        7,
        side,
        label(_NUMBER, "序号", style="FormAspect"),
        label(_MEASURE, "需要整改的问题和努力方向（来自领导点评）", style="FormAspect"),
        label(WIDTH, "列入第几项", style="FormAspect"),
    )
    return [heading, *loop([under(side)], "for line in mending", [line], "endfor")]


def _draw_pledges(height: float) -> list[Row]:
    side = down(SIDE, "承　诺", vertical=True)
    line = row(
        height,
        under(side),
        label(_NUMBER, "{{ line.title }}", style="FormAspect"),
        _column(_TEXT, "pledges", "{{ line.text }}"),
        _column(_MEASURE, "measures", _other("measures")),
        _column(WIDTH, "finish_by", _other("finish_by")),
    )
    heads = ((_NUMBER, "序号"), (_TEXT, "承诺事项"), (_MEASURE, "具体措施"), (WIDTH, "完成时限"))
    heading = row(7, side, *(label(end, text, style="FormAspect") for end, text in heads))
    return [heading, *loop([under(side)], "for line in pledges", [line], "endfor")]


def _draw_points() -> list[Row]:
    side = down(SIDE, "对照", vertical=True)
    line = row(
        7,
        under(side),
        label(_MEASURE, "{{ line.title }}", style="FormAspect"),
        value(WIDTH, _tick("line.text", "是", "否"), name="points_{{line.id}}", style="FormAspect"),
    )
    heading = row(
        7,
        side,
        label(_MEASURE, "承诺事项是否符合以下要求", style="FormAspect"),
        label(WIDTH, "划“√”", style="FormAspect"),
    )
    return [heading, *loop([under(side)], "for line in points", [line], "endfor")]


def _draw_promise(sign: str) -> Row:
    return row(
        11,
        signature(108, sign, joined=False),
        label(131, "制定日期", style="FormAspect"),
        value(WIDTH, _day("written_on"), name="written_on", style="FormChoice"),
    )


def _draw_endorsement(side: Box, what: str, height: float) -> list[Row]:
    return [
        row(height, side, label(_HEAD, f"{what}意见", style="FormAspect"), writing(WIDTH, "opinion", "{{ opinion }}")),
        row(
            11,
            under(side),
            label(_HEAD, f"{what}人\n（签名）", style="FormAspect"),
            value(88, "{{ signed_by }}", name="signed_by"),
            label(110, "（盖章）", style="FormAspect"),
            label(128, "日　期", style="FormAspect"),
            value(WIDTH, _day("signed_on"), name="signed_on", style="FormChoice"),
        ),
    ]


def _draw(title: str, rows: list[Row], scale: Scale) -> bytes:
    heading = draw_title(title, year="{{ next_year }}年度（{{ due }}）", right="{{ copy_label }}")
    return pack([*heading, table(rows), paragraph("FormNote", "{{ copies_note }}")], scale=scale)


def draw_organisation_pledge() -> bytes:
    """Make the paper of an organisation, with the approval of the one above (R36)."""
    side = down(ASPECT, "{{ approver }}\n审　核")
    answer = value(WIDTH, _tick("answer", "同意", "修改后再报"), name="answer", style="FormChoice")
    rows = [
        row(
            10.5,
            label(ASPECT, "党组织名称"), value(118, "{{ org_name }}"),
            label(142, "党组织类别", style="FormAspect"), value(WIDTH, "{{ org_kind }}"),
        ),
        row(
            10.5,
            label(ASPECT, "上级党组织"), value(118, "{{ parent_org }}"),
            label(142, "书记姓名", style="FormAspect"), value(WIDTH, "{{ secretary_name }}"),
        ),
        *_draw_last(),
        *_draw_mending(),
        *_draw_pledges(10.5),
        _draw_promise("书记签名：　　　　　　（党组织盖章）　　"),
        *_draw_points(),
        row(9, side, label(_HEAD, "审核结论", style="FormAspect"), answer),
        *_draw_endorsement(under(side), "审核", 16),
    ]  # fmt: skip
    return _draw("基层党组织{{ activity }}公开承诺书", rows, ORDINARY)


def draw_member_pledge() -> bytes:
    """Make the paper of a member, with the guidance of the branch (R37); it is posted, and the retired read it too."""
    ways = "{% for choice in ways %}{% if choice == way %}√{% else %}□{% endif %}{{ choice }}　{% endfor %}"
    other = "{% if way and way not in ways %}{{ way }}{% endif %}"
    way = row(9, label(ASPECT, "承诺方式"), value(WIDTH, ways + other, name="way", style="FormChoice"))
    rows = [
        row(
            10.5,
            label(ASPECT, "姓　名"), value(66, "{{ name }}"),
            label(88, "人员类别", style="FormAspect"), value(110, "{{ membership }}", style="FormAspect"),
            label(127, "所在\n党支部", style="FormAspect"), value(WIDTH, "{{ branch_name }}", style="FormAspect"),
        ),
        row(10.5, label(ASPECT, "{{ post_line_label }}", style="FormAspect"), value(WIDTH, "{{ post_line }}")),
        *_draw_last(),
        *_draw_mending(),
        *_draw_pledges(14),
        *loop([], "if ways|length > 1 or way", [way], "endif"),
        _draw_promise("承诺人签名：　　　　　　　　　　"),
        *_draw_points(),
        *_draw_endorsement(down(ASPECT, "党支部\n指　导"), "指导", 15),
    ]  # fmt: skip
    return _draw("党员{{ activity }}公开承诺书", rows, LARGE)
