"""The papers of the two meetings: agendas and records (R15, R18-R29)."""

from __future__ import annotations

from pingyi_forms.drawing.blocks import (
    WIDTH,
    Box,
    Element,
    Row,
    fill,
    label,
    loop,
    paragraph,
    row,
    signature,
    table,
    value,
    writing,
)
from pingyi_forms.drawing.package import pack
from pingyi_forms.drawing.sections import ASPECT, DATE, draw_title

_MIDDLE, _SECOND = 100.0, 126.0
"""Edges of the second half of a row: its label, its value."""
_NUMBER, _ITEM, _WHAT = 12.0, 44.0, 152.0
_LINES = (10.0, 30.0, 69.0, 108.0, 144.0, WIDTH)
"""Edges of a member's line in the record of the thematic meeting."""
_LEFT_OUT = (
    "注：1. 可以不计入应到人数的只有：因病不能表达意志的，自费出国半年以上的，被拘留或正在服刑的，"
    "年老体弱卧床不起或长年生病生活不能自理的，外出半年以上应转未转组织关系的。"
    "2. 应到＝实到＋请假＋缺席。3. 多人用顿号隔开，原因写在姓名后的括号里。"
)


def _value(end: float, name: str) -> Box:
    return value(end, "{{ " + name + " }}", name=name)


def _draw_head(height: float, *more: Row) -> list[Row]:
    return [
        row(height, label(ASPECT, "党组织名称"), value(WIDTH, "{{ org_name }}")),
        row(
            height,
            label(ASPECT, "时　间"), _value(_MIDDLE, "held_on"), label(_SECOND, "地　点"), _value(WIDTH, "place"),
        ),
        *more,
    ]  # fmt: skip


def _write(height: float, text: str, name: str) -> Row:
    return row(height, label(ASPECT, text, style="FormAspect"), writing(WIDTH, name, "{{ " + name + " }}"))


def _tick(name: str, text: str) -> str:
    """Make a box with its label; what stands between two boxes keeps each with its own label when read back."""
    return "{% if " + name + " %}√{% else %}□{% endif %}" + text


def _draw_ticks(title: str, ticks: dict[str, str], note: str, name: str) -> Row:
    """Make the row of boxes for what was done, with room for what is none of them."""
    boxes = "；".join(_tick(field, text) for field, text in ticks.items()) + "。"
    boxes = boxes.replace("对照公开承诺；", "对照公开承诺；\n")  # six of them need two lines
    rest = paragraph("FormChoice", f"{note}：", fill(name, "{{ " + name + " }}"))
    return row(14, label(ASPECT, title, style="FormAspect"), Box(WIDTH, (paragraph("FormChoice", boxes), rest)))


# ---------------------------------------------------------------- agendas


def _draw_agenda(title: str, head: list[Row], items: list[tuple[str, str]], note: str) -> bytes:
    heading = row(
        9, label(_NUMBER, "序号"), label(_ITEM, "议　程"), label(_WHAT, "内容和要求"), label(WIDTH, "主讲人"),
        header=True,
    )  # fmt: skip
    rows = [
        row(
            18,
            label(_NUMBER, str(number)),
            label(_ITEM, name),
            Box(_WHAT, (paragraph("FormItem", what),)),
            value(WIDTH, ""),
        )
        for number, (name, what) in enumerate(items, 1)
    ]
    return pack([*draw_title(title), table([*head, heading, *rows]), paragraph("FormNote", note)])


def _name_people(text: str) -> Row:
    return row(18, label(ASPECT, text), value(WIDTH, "{{ people_due }}", style="FormText"))


def draw_evaluation_agenda() -> bytes:
    """Make the agenda of the evaluation meeting: reports in two parts, then ballots with the assessment (R15-R25)."""
    head = _draw_head(
        11,
        row(
            11,
            label(ASPECT, "主持人"), _value(_MIDDLE, "chair"),
            label(_SECOND, "应到会\n校领导"), value(WIDTH, "{{ leaders_due }}"),
        ),
        _name_people("述职人"),
    )  # fmt: skip
    items = [
        (
            "党员述职",
            (
                "述职报告有两部分：（1）年度工作情况；（2）个人开展{{ activity }}情况，"
                "对照自己的公开承诺，总结参加活动以来的工作，查找存在的不足，明确努力方向。"
            ),
        ),
        ("书记述职", "书记的述职报告在上述两部分之外，还要包括本{{ noun }}开展{{ activity }}情况。"),
        (
            "发放评议表",
            (
                "全部述职完毕后才发放。与会人员对党组织和党员个人开展{{ activity }}情况进行无记名评议，"
                "在所选等级下面的空格内划“√”。"
            ),
        ),
        ("年度考核\n测评", "评议与年度考核测评一并进行；评议表当场收回、清点。"),
        ("领导点评", "{{ reviewers }}对本{{ noun }}及其书记开展{{ activity }}情况进行点评。"),
    ]
    note = "注：党员校领导必须参加分管（联系）部门的述职评议会。点评、党员民主评议、群众集中评议与年度考核合并进行。"
    return _draw_agenda("{{ activity }}述职评议会议程", head, items, note)


def draw_thematic_agenda() -> bytes:
    """Make the agenda of the thematic meeting: report, criticism, comments in both roles (R26-R29)."""
    head = _draw_head(
        11,
        row(11, label(ASPECT, "主持人"), _value(WIDTH, "chair")),
        _name_people("参加党员"),
    )
    who = "{{ first_reviewer }}{% if second_reviewer %}和{{ second_reviewer }}{% endif %}"
    items = [
        ("党员汇报", "每名党员汇报个人开展{{ activity }}情况。"),
        ("批评与\n自我批评", "针对每名党员的汇报，开展批评与自我批评；记录批评意见和提出人。"),
        ("逐人点评", who + "对本{{ noun }}每名党员进行点评，一个不漏；书记由上级书记（校领导）点评，不点评自己。"),
    ]
    note = "注：在述职评议完成后召开：可以接着召开，也可以另行安排时间，不得提前。"
    return _draw_agenda("{{ activity }}专题组织生活会议程", head, items, note)


# ---------------------------------------------------------------- records


def _draw_people() -> list[Row]:
    total = "{{ member_total }}（正式{{ full_total }}）"
    return [
        row(
            10,
            label(ASPECT, "主持人"), _value(_MIDDLE, "chair"), label(_SECOND, "记录人"), _value(WIDTH, "recorder"),
        ),
        row(
            10,
            label(ASPECT, "应到人数"), _value(66, "expected"),
            label(_MIDDLE, "实到人数"), _value(_SECOND, "attended"),
            label(150, "党员总数"), value(WIDTH, total, style="FormAspect"),
        ),
        _write(10, "请假人员及原因", "on_leave"),
        _write(8.5, "缺席人员及原因", "absent"),
        _write(8.5, "不计应到\n人员及原因", "not_counted"),
        _write(8.5, "列席人员", "guests"),
    ]  # fmt: skip


def _sign() -> Row:
    return row(13, signature(WIDTH, "主持人签名：　　　　　记录人签名：　　　　　（盖章）" + DATE, joined=False))


def draw_evaluation_record() -> bytes:
    """Make the record of the evaluation meeting (R18-R25)."""
    parts = {
        "part_work": "年度工作情况", "part_activity": "开展活动情况", "part_pledges": "对照公开承诺",
        "part_shortcomings": "查找不足", "part_direction": "努力方向", "part_organisation": "本组织情况",
    }  # fmt: skip
    done = {
        "did_reports": "全部述职", "did_ballots": "发放并收回评议表", "did_assessment": "年度考核测评",
        "did_review": "领导点评",
    }  # fmt: skip
    rows = [
        *_draw_head(10, *_draw_people()),
        row(
            11,
            label(ASPECT, "应到会校领导", style="FormAspect"), value(_MIDDLE, "{{ leaders_due }}"),
            label(_SECOND, "到会校领导", style="FormAspect"), _value(WIDTH, "leaders"),
        ),
        _write(20, "述职人", "speakers"),
        _draw_ticks("述职内容", parts, "补充", "parts_note"),
        _draw_ticks("议程（按顺序，\n完成的划“√”）", done, "其他议程", "further"),
        row(
            10,
            label(ASPECT, "述职结束时间", style="FormAspect"), _value(_MIDDLE, "reports_ended"),
            label(_SECOND, "发放评议表\n时　　　间", style="FormAspect"), _value(WIDTH, "ballots_issued"),
        ),
        _write(50, "对党组织及其\n书记的点评", "leader_comment"),
        _sign(),
    ]  # fmt: skip
    return pack([*draw_title("{{ activity }}述职评议会记录"), table(rows), paragraph("FormNote", _LEFT_OUT)])


def _draw_lines() -> Element:
    heads = (
        "序号", "姓　名", "汇报要点", "批评意见\n（提出人）", "{{ first_reviewer }}\n点评",
        "{% if second_reviewer %}{{ second_reviewer }}{% else %}其他人{% endif %}\n点评",
    )  # fmt: skip
    names = ("reports", "criticism", "secretary_says", "committee_says")
    texts = ("{{ line.text }}", *("{{ " + name + "[loop.index0].text }}" for name in names[1:]))
    cells = [
        writing(end, name + "_{{line.id}}", text, style="FormList")
        for end, name, text in zip(_LINES[2:], names, texts, strict=True)
    ]
    line = row(
        17, label(_LINES[0], "{{ line.number }}", style="FormAspect"), label(_LINES[1], "{{ line.title }}"), *cells
    )
    heading = row(
        12, *(label(end, text, style="FormAspect") for end, text in zip(_LINES, heads, strict=True)), header=True
    )
    return table([heading, *loop([], "for line in reports", [line], "endfor")])


def draw_thematic_record() -> bytes:
    """Make the record of the thematic meeting: a line for each member, with criticism and comments (R26-R28)."""
    done = {"did_reports": "每名党员汇报", "did_criticism": "批评与自我批评", "did_review": "逐人点评"}
    rows = [
        *_draw_head(10, *_draw_people()),
        _draw_ticks("议程（按顺序，\n完成的划“√”）", done, "其他议程", "further"),
    ]
    return pack(
        [
            *draw_title("{{ activity }}专题组织生活会记录"),
            table(rows),
            paragraph("FormNote", _LEFT_OUT, keep=True),
            _draw_lines(),
            paragraph("FormSignature", "主持人签名：　　　　　记录人签名：　　　　　（盖章）" + DATE),
        ]
    )
