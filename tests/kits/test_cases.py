"""Rule cases in YAML: read, checked, collected by pytest, and their mistakes answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pingyi.errors import UsageError
from pingyi.testing import Case, load_cases

pytest_plugins = ["pytester"]
GOOD = """
支部类型: 离退休
设置: {plugins: {retired: {visit_age: 75}}}
用例:
  - 名称: 高龄的上门走访
    给定: {姓名: 张三, 年龄: 76}
    期望: {方式: 走访, 点评人: [王书记, 赵委员], 因为: [满75岁, 上门], 登记表: retired_member, 步骤: visit}
  - name: 同名的另一位来座谈
    given: {name: 张三, age: 70}
    expect: {method: 座谈, without: [visit], steps: [thematic-meeting], exempted_by: ""}
"""
WRONG = GOOD.replace("方式: 走访", "方式: 电话").replace("满75岁", "满80岁").replace("[visit]", "[pledges]")


@pytest.fixture
def cases(tmp_path: Path) -> Callable[[str], list[Case]]:
    def write(text: str) -> list[Case]:
        path = tmp_path / "own.case.yaml"
        path.write_text(text, encoding="utf-8")
        return load_cases(path)

    return write


def test_cases_hold(cases: Callable[[str], list[Case]]) -> None:
    assert [(case.name, case.check()) for case in cases(GOOD)] == [("高龄的上门走访", []), ("同名的另一位来座谈", [])]


def test_what_does_not_hold_is_told_in_words(cases: Callable[[str], list[Case]]) -> None:
    first, second = (case.check() for case in cases(WRONG))
    assert "expected 电话, found 走访" in first[0]
    assert "上门走访点评" in first[0]
    assert "满80岁" in first[1]
    assert "满75岁" in first[1]
    assert "pledges" in second[0]


def test_settings_can_be_those_of_a_campaign(cases: Callable[[str], list[Case]], tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text("[plugins.retired]\nvisit_age = 60\n", encoding="utf-8")
    (case,) = cases(
        "branch_type: retired\nsettings: campaign.toml\ncases: [{given: {age: 61}, expect: {method: 走访}}]"
    )
    assert case.check() == []


def test_rules_can_be_a_file(cases: Callable[[str], list[Case]], tmp_path: Path) -> None:
    (tmp_path / "own_rule.py").write_text(
        "from pingyi import Decision, Reason, hookimpl\n@hookimpl\ndef pingyi_decide(member):\n"
        "    return [Decision('method', '书面', Reason('own', 'own_rule', '', '测试'))]\n",
        encoding="utf-8",
    )
    (case,) = cases("plugins: own_rule.py\ncases: [{given: {}, expect: {method: 书面, because: 测试}}]")
    assert case.check() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cases: [", "YAML"),
        ("- 1", "keys and values"),
        ("branch_type: retired", "no cases"),
        ("branchtype: retired", "branch_type"),
        ("cases: [{givn: {}}]", "given"),
        ("cases: [{given: {}, expect: {methode: 走访}}]", "method"),
        ("cases: [{given: {}}]", "expects nothing"),
        ("cases: [走访]", "keys and values"),
    ],
)
def test_mistakes_in_the_file_are_named(cases: Callable[[str], list[Case]], text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        cases(text)
    assert words in str(caught.value)
    assert caught.value.cure


def test_pytest_collects_them(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["pingyi.testing"]')
    pytester.path.joinpath("good.case.yaml").write_text(GOOD, encoding="utf-8")
    pytester.path.joinpath("wrong.case.yaml").write_text(WRONG, encoding="utf-8")
    settings = GOOD.replace("visit_age", "vist_age")
    pytester.path.joinpath("settings.case.yaml").write_text(settings, encoding="utf-8")
    pytester.path.joinpath("broken.case.yaml").write_text("cases: [", encoding="utf-8")
    done = pytester.runpytest_subprocess("--continue-on-collection-errors")
    done.assert_outcomes(passed=2, failed=4, errors=1)
    out = done.stdout.str()
    assert "expected 电话, found 走访" in out
    assert "plugins.retired.visit_age" in out
    assert "Traceback" not in out
    assert "cases.py" not in out
