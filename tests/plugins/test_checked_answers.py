"""`pingyi plugin check` asks every method of a branch type, and tells where a plugin failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pingyi.conformance import Report, check_plugin, find_targets
from pingyi.errors import Problem

LAB = """
from pingyi import BranchType, Decision, Step, hookimpl


class Lab(BranchType):
    NAME = "lab"
    LABEL = "影像党支部"

    def procedure(self, organisation, context):
        return context.branch_types["faculty"].procedure(organisation, context)

    def method(self, member, branch, context):
        return Decision("method", "书面", self.reason("lab", "", "分散各地"))


@hookimpl
def pingyi_branch_types():
    return [Lab]
"""
METHOD = '    def method(self, member, branch, context):\n        return Decision("method", "书面", '
Checker = Callable[[str], Report]


@pytest.fixture
def check_file(tmp_path: Path) -> Checker:
    """Check a plugin that is one file."""

    def check(code: str) -> Report:
        file = tmp_path / "lab.py"
        file.write_text(code, encoding="utf-8")
        (target,) = find_targets(str(file))
        return check_plugin(target, processes=False)

    return check


def found_in(report: Report, promise: str) -> list[Problem]:
    (check,) = [item for item in report.checks if item.id == promise]
    return list(check.problems)


def line_of(code: str, text: str) -> int:
    (line,) = [number for number, row in enumerate(code.splitlines(), 1) if text in row]
    return line


def add_method(signature: str, body: str) -> str:
    return LAB.replace("    def procedure", f"    def {signature}:\n        {body}\n\n    def procedure")


def test_a_branch_type_of_one_file_keeps_every_promise(check_file: Checker) -> None:
    report = check_file(LAB)
    assert report.passed, [problem for check in report.checks for problem in check.problems]


FAILING = {
    "method": LAB.replace('"分散各地"', "member.nosuch"),
    "procedure": LAB.replace('context.branch_types["faculty"]', 'context.branch_types["nosuch"]'),
    "claims": add_method("claims(self, values)", "return 1 / 0  # nosuch"),
    "claims without a field": add_method("claims(self, values)", 'return values["nosuch"]'),
    "form": add_method("form(self, member, branch, context)", "return member.nosuch"),
    "organisation_method": add_method("organisation_method(self, organisation, context)", "return self.nosuch"),
    "member_steps": add_method("member_steps(self, member, steps, method, context)", "return member.nosuch"),
    "method of one member": LAB.replace(
        METHOD,
        METHOD.replace("        return", "        len(member.nosuch if member.age == 89 else '')\n        return"),
    ),
}


@pytest.mark.parametrize("method", FAILING)
def test_a_method_that_raises_is_told_with_file_and_line(check_file: Checker, tmp_path: Path, method: str) -> None:
    code = FAILING[method]
    (problem,) = found_in(check_file(code), "company")
    assert problem.code == "plugin-failed"
    assert (problem.file, problem.row) == (str(tmp_path / "lab.py"), line_of(code, "nosuch"))
    assert "“lab”" in problem.message
    assert method.partition(" ")[0] in problem.message


WRONG = {
    "method with a number": LAB.replace('"书面"', "5"),
    "method": LAB.replace(METHOD, METHOD.replace("return Decision", "return None and Decision")),
    "form": add_method("form(self, member, branch, context)", 'return "member"'),
    "organisation_method": add_method("organisation_method(self, organisation, context)", "return None"),
    "member_steps": add_method("member_steps(self, member, steps, method, context)", "return None"),
    "procedure": LAB.replace("return context.branch_types", "return None and context.branch_types"),
    "claims": add_method("claims(self, values)", "return None"),
}


@pytest.mark.parametrize("method", WRONG)
def test_a_method_that_answers_something_else_is_told(check_file: Checker, method: str) -> None:
    (problem,) = found_in(check_file(WRONG[method]), "company")
    assert problem.code == "plugin-answer"
    assert f"from {method.partition(' ')[0]}" in problem.message


def test_whoever_is_not_planned_is_told(check_file: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    from pingyi.plan import Plan

    kept = Plan.subjects
    monkeypatch.setattr(Plan, "subjects", lambda plan: (item for item in kept(plan) if item.name != "李㼆喆"))
    (problem,) = found_in(check_file(LAB), "company")
    assert problem.code == "subject-unplanned"
    assert problem.person == "李㼆喆"


def test_what_an_answer_raises_afterwards_is_a_broken_promise(check_file: Checker, tmp_path: Path) -> None:
    code = (
        "from pingyi import hookimpl\n\n\nclass Odd(list):\n    def __iter__(self):\n        raise TypeError('odd')\n"
        "\n\n@hookimpl\ndef pingyi_check(campaign):\n    return Odd([1])\n"
    )
    (problem,) = found_in(check_file(code), "decisions")
    assert (problem.code, problem.file, problem.row) == ("plugin-failed", str(tmp_path / "lab.py"), 6)
    assert "TypeError: odd" in problem.message


def test_a_hook_that_raises_is_told_with_file_and_line(check_file: Checker, tmp_path: Path) -> None:
    code = "from pingyi import hookimpl\n\n\n@hookimpl\ndef pingyi_decide(member):\n    raise ValueError(1)\n"
    (problem,) = found_in(check_file(code), "company")
    assert (problem.file, problem.row) == (str(tmp_path / "lab.py"), 6)


@pytest.mark.parametrize("line", ["import nosuchmod", "def x(:", "raise SystemExit(3)"])
def test_a_file_that_cannot_be_loaded_is_told_with_its_line(check_file: Checker, tmp_path: Path, line: str) -> None:
    (problem,) = found_in(check_file(f"import ast\n{line}\n"), "load")
    assert (problem.code, problem.file, problem.row) == ("plugin-broken", str(tmp_path / "lab.py"), 2)
    assert "check again" in problem.cure


RULE = """
from pingyi import Decision, Reason, hookimpl


@hookimpl
def pingyi_decide(member):
    return [Decision("method", "电话", Reason("calls", "rules/lab.py", "", "用电话点评"))]
"""


def test_a_rule_file_names_itself_as_campaigns_do(check_file: Checker) -> None:
    assert check_file(RULE).passed
    (problem,) = found_in(check_file(RULE.replace("rules/lab.py", "rules/other.py")), "decisions")[:1]
    assert problem.code == "reason-owner"
