"""上报报告 (R45): coverage, results, and the list of those not reviewed with what each lacks, as attachment 1."""

from __future__ import annotations

from collections.abc import Sequence

from pingyi_forms.drawing.blocks import Box, Element, label, paragraph, row, table
from pingyi_forms.reports.notice import BASIS, BY_HAND, results
from pingyi_forms.reports.official import (
    WIDTH,
    blank,
    break_before,
    each,
    end,
    head,
    heading,
    pack_official,
    sign,
    text,
)


def _table(heads: Sequence[tuple[str, float, str]], items: str) -> Element:
    cells = [
        Box(edge, (paragraph("OfficialList" if name == "who" else "OfficialCell", "{{ item." + name + " }}"),))
        for _text, edge, name in heads
    ]
    return table(
        [
            row(9, *(label(edge, words, style="OfficialHead") for words, edge, _name in heads), header=True),
            row(5, Box(WIDTH, (paragraph("OfficialCell", "{%tr for item in " + items + " %}"),))),
            row(8, *cells),
            row(5, Box(WIDTH, (paragraph("OfficialCell", "{%tr endfor %}"),))),
        ]
    )


def _list(items: str, heads: Sequence[tuple[str, float, str]]) -> list[Element]:
    return [
        text("{%p if " + items + " %}"),
        _table(heads, items),
        text("{%p else %}"),
        text("无。"),
        text("{%p endif %}"),
    ]


def draw_upward_report() -> bytes:
    """Make the report to the superior."""
    missing = (
        ("序号", 12.0, "number"), ("党组织", 56.0, "organisation"), ("数量", 70.0, "count"),
        ("未点评对象和未完成事项", WIDTH, "who"),
    )  # fmt: skip
    exempt = (
        ("序号", 12.0, "number"), ("姓名", 34.0, "name"), ("所在党组织", 78.0, "organisation"),
        ("原因", 122.0, "reason"), ("批准人", WIDTH, "approved_by"),
    )  # fmt: skip
    attached = (
        "{% if loop.first %}附件：{% else %}　　　{% endif %}"
        "{% if attachments|length > 1 %}{{ loop.index }}. {% endif %}{{ item }}"
    )
    return pack_official(
        [
            *head("关于{{ activity }}领导点评", "工作情况的报告"),
            text(BASIS + "我单位开展了领导点评和评议工作。现将有关情况报告如下。"),
            *results(),
            heading("五、未完成情况和整改安排"),
            text(
                "{% if missing %}尚有{{ missing }}个（名）未点评，名单和未完成事项见附件1。"
                "{% else %}应点评的党组织、书记和党员已全部点评。{% endif %}"
            ),
            *each("demands", "{{ loop.index }}. {{ item }}", f"整改安排：{BY_HAND}"),
            blank(),
            paragraph("OfficialAttached", "{%p for item in attachments %}"),
            paragraph("OfficialAttached", attached),
            paragraph("OfficialAttached", "{%p endfor %}"),
            *sign(),
            break_before(paragraph("OfficialAnnex", "附件1")),
            blank(),
            paragraph("OfficialTitle", "未点评名单和免予点评名单"),
            paragraph("OfficialLevel2", "（一）未点评名单", keep=True),
            *_list("missing_subjects", missing),
            paragraph("OfficialLevel2", "（二）免予点评名单", keep=True),
            *_list("exempt_people", exempt),
            *end(),  # behind the attachment, which is bound with the body (7.3.7)
        ]
    )
