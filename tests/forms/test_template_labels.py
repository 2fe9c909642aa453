# ruff: noqa: E501 - a table of cases reads best with one case on a line
"""The printed label of a place in a template, however the form is laid out."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml.ns import qn
from formkit import add_table, make_docx, read

from pingyi.forms.word.labels import label_paragraph

LAYOUTS: dict[str, tuple[tuple[tuple[str, ...], ...], str]] = {
    "left": ((("姓名", "{{ x }}"),), "姓名"),
    "left, spread": ((("姓  名", "{{ x }}"),), "姓名"),
    "left, written downwards": ((("个\n人\n总\n结", "{{ x }}"),), "个人总结"),
    "nearest to the left": ((("姓名", "{{ y }}", "性别", "{{ x }}"),), "性别"),
    "left of an empty cell": ((("姓名", "", "{{ x }}"),), "姓名"),
    "above": ((("姓名", "性别"), ("{{ y }}", "{{ x }}")), "性别"),
    "above a row's tag": ((("项目", "内容"), ("{%tr for a in b %}", ""), ("{{ y }}", "{{ x }}")), "内容"),
    "above, under a wide heading": ((("全部",), ("{{ y }}", "{{ x }}")), "全部"),
    "in the cell itself": ((("姓名", "编号：{{ x }}"),), "编号"),
    "earlier in the cell": ((("x", "领导点评：\n{{ x }}"),), "领导点评"),
    "behind": ((("{{ x }}（盖章）",),), "盖章"),
    "English": ((("Name of branch", "{{ x }}"),), "Name of branch"),
    "long": ((("这是一个很长很长的说明文字，它写在左边的格子里，说明右边的内容", "{{ x }}"),), "这是一个很长很长的说明文字，它写在左边的格子里…"),
    "broken tag": ((("姓名", "{{ x }"),), "姓名"),
    "nothing anywhere": ((("{{ y }}", "{{ x }}"),), ""),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_label(layout: str) -> None:
    rows, label = LAYOUTS[layout]
    body = read(make_docx(lambda document: add_table(document, *rows))).element.body
    paragraphs: list[Any] = [p for p in body.iter(qn("w:p")) if " x }" in "".join(t.text for t in p.iter(qn("w:t")))]
    assert label_paragraph(paragraphs[0]) == label


def test_label_of_a_paragraph_is_its_text_or_the_one_before() -> None:
    document = read(
        make_docx(
            lambda document: [document.add_paragraph(text) for text in ("第一部分", "{%p if x %}", "职务 {{ x }}")]
        )
    )
    assert [label_paragraph(paragraph._p) for paragraph in document.paragraphs] == ["第一部分", "第一部分", "职务"]
