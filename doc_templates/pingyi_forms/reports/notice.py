"""点评和评议结果通报 (R33, R52): counts, exemplars, what to mend; no ballots of anybody, nobody who is missing."""

from __future__ import annotations

from pingyi_forms.drawing.blocks import Element
from pingyi_forms.reports.official import each, end, head, heading, pack_official, sign, text

COVERAGE = (
    "{% if unit %}{{ unit }}{% if branches %}有所属党支部{{ branches }}个，{% else %}有{% endif %}"
    "{% else %}全校共有党总支（直属党支部）{{ general_branches }}个、党支部{{ branches }}个，{% endif %}"
    "书记{{ secretaries }}名，党员{{ members }}名。"
    "应点评党组织、书记和党员共{{ due }}个（名），已点评{{ reviewed }}个（名），覆盖率{{ rate }}；"
    "经批准免予点评党员{{ exempt }}名{% if missing %}，尚未点评{{ missing }}个（名）{% endif %}。"
)
METHODS = (
    "{% if by_method %}党员点评方式：{% for item in by_method %}{{ item.label }}{{ item.count }}名"
    "{% if not loop.last %}，{% endif %}{% endfor %}。{% endif %}"
)
VERDICTS = (
    "{% if verdicts %}党支部评定党员等次：{% for item in verdicts %}{{ item.label }}{{ item.count }}名"
    "{% if not loop.last %}，{% endif %}{% endfor %}。预备党员参加评议，不评定等次。"
    "{% else %}党员评定等次：无。{% endif %}"
)
BALLOTS = (
    "{{ item.label }}：在{{ item.organisations }}个党组织进行，发出评议票{{ item.issued }}张，"
    "收回{{ item.returned }}张，有效票{{ item.valid }}张。"
)
BY_HAND = "（由本党组织填写）"
"""Where no program can know what to say: an official paper must not say that there is nothing."""
BASIS = (
    "{% if basis %}根据{{ basis|join('、') }}精神，{% endif %}"
    "按照《{{ notice_title }}》{% if doc_number %}（{{ doc_number }}）{% endif %}要求，"
    "{% if theme %}结合{{ theme }}，{% endif %}{% if goals %}围绕{{ goals|join('、') }}的目标要求，{% endif %}"
    "{% if emphasis %}以{{ emphasis|join('、') }}为主要内容，{% endif %}"
)
"""On what the review rests (R4), and what it was about (R10-R12)."""


def results() -> list[Element]:
    """Make the sections on results, examples and problems, which the notice and the report share."""
    return [
        heading("一、点评覆盖情况"),
        text(COVERAGE + METHODS),
        heading("二、评议结果"),
        *each("ballots", BALLOTS, "评议票统计：尚未汇总。"),
        text(VERDICTS),
        heading("三、先进典型和经验做法"),
        text("先进典型（按姓氏笔画排序）：{% if exemplars %}{{ exemplars|join('、') }}{% else %}无{% endif %}。"),
        *each("experiences", "{{ loop.index }}. {{ item }}", f"经验做法：{BY_HAND}"),
        heading("四、存在的共性问题"),
        *each("common_problems", "{{ loop.index }}. {{ item }}", BY_HAND),
    ]


def draw_notice() -> bytes:
    """Make the notice of results."""
    opening = (
        BASIS + "各党组织开展了领导点评和评议，"
        "{% if missing %}目前尚有{{ missing }}个（名）没有点评{% else %}这项工作已全部结束{% endif %}。"
        "现将有关情况通报如下。"
    )
    return pack_official(
        [
            *head("关于{{ activity }}领导点评", "和评议结果的通报"),
            text(opening),
            *results(),
            heading("五、整改要求"),
            *each("demands", "{{ loop.index }}. {{ item }}", BY_HAND),
            *sign(),
            text("（通报方式：{{ methods }}；通报范围：{{ scope }}）"),
            *end(),
        ]
    )
