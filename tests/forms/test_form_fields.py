"""Listing the fields of a form, and counting whether the texts people write fit their cells."""

from __future__ import annotations

import pytest
from formkit import SAMPLE_FORM, Line, Sample

from pingyi import AspectText, Form, MemberForm, Settings
from pingyi.forms import check_budgets, count_characters, list_fields

FORM = Form("member", "登记表", "登记表", "package:member.docx", MemberForm)


def test_fields_carry_label_fill_budget_and_public() -> None:
    settings = Settings.model_validate({"forms": {"budgets": {"rectification": 99}}})
    fields = {field.name: field for field in list_fields(FORM, settings)}
    assert list(fields) == list(MemberForm.model_fields)
    assert (fields["name"].label, fields["name"].fill, fields["name"].public) == ("姓名", False, True)
    assert fields["birth"].public == "year"
    assert fields["comment_secretary"].budget == 300
    assert fields["rectification"].budget == 99
    assert fields["self_summary"].parts == tuple(AspectText.model_fields)
    assert fields["self_summary"].to_json()["parts"] == ["id", "number", "title", "text"]
    assert {field.name for field in list_fields(SAMPLE_FORM, settings) if field.parts} == {"lines"}


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("一二三", 3), ("一 二\n三\t\u3000四", 4), ("Word 2010", 8), ("。，“”", 4), ("𠮷", 1)],
)
def test_characters_are_counted_as_word_does(text: str, count: int) -> None:
    assert count_characters(text) == count


def test_text_over_its_budget_is_a_problem() -> None:
    data = Sample(summary="字" * 101, lines=(Line(text="字" * 20), Line(text="字 " * 21)))
    problems = check_budgets(data, Settings(), "张三")
    assert [(problem.column, problem.value, problem.severity, problem.person) for problem in problems] == [
        ("个人总结", "101", "warning", "张三")
    ]
    assert "100" in problems[0].message
    assert "summary" in problems[0].cure
    assert check_budgets(Sample(summary="字" * 100), Settings()) == []


def test_aspects_are_counted_together_and_without_titles() -> None:
    summary = tuple(AspectText(id=str(number), number="一", title="题目", text="字" * 201) for number in range(4))
    assert [problem.value for problem in check_budgets(MemberForm(self_summary=summary), Settings())] == ["804"]
    assert check_budgets(MemberForm(self_summary=summary[:3]), Settings()) == []


def test_settings_change_budget_and_severity() -> None:
    settings = Settings.model_validate({"forms": {"budgets": {"summary": 5}, "over_budget": "error"}})
    problems = check_budgets(Sample(summary="一二三四五六"), settings)
    assert [(problem.code, problem.severity) for problem in problems] == [("text-too-long", "error")]
    assert check_budgets(MemberForm(next_commitments=("字" * 100, "字" * 51)), settings)[0].column == "新年度公开承诺"
