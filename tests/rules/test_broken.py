"""Thirty broken plugins and rules: each is answered with its name, its place and a cure, and the others still work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pingyi.errors import Problem, SettingsError
from pingyi.plan import fill_document

Run = Callable[..., tuple[int, str, str]]
GOOD = """\
from pingyi import Decision, Reason, hookimpl

@hookimpl
def pingyi_decide(member, branch, decisions, context):
    if member.name == "周平":
        return [Decision("method", "电话", Reason("telephone", "rules/good.py", "", "在外地实习，用电话点评"))]
"""
DECIDE = "from pingyi import *\n\n@hookimpl\ndef pingyi_decide(member, branch, decisions, context):\n"
CLASH = """\
from pingyi import BranchType, hookimpl

class Ours(BranchType):
    NAME, LABEL = "retired", "老同志党支部"

@hookimpl
def pingyi_branch_types():
    return [Ours]
"""
CLINIC = """\
from pingyi import BranchType, Decision, hookimpl

class Clinic(BranchType):
    NAME, LABEL = "clinical", "医护党支部"

    def procedure(self, organisation, context):
        return context.branch_types["faculty"].procedure(organisation, context)

    def method(self, member, branch, context):
        day = member.birth if member.name != "周平" else None
        return Decision("method", "班组点评", self.reason("by-shift", "", f"{day.year}年生"))

@hookimpl
def pingyi_branch_types():
    return [Clinic]
"""
FORM = """\
from pingyi import Form, MemberForm, hookimpl

@hookimpl
def pingyi_forms():
    return [Form("member", "题", "签", "x:y.docx", MemberForm)]
"""


@dataclass(frozen=True)
class Case:
    """A broken file: what it is called and holds, and what is told about it."""

    content: str | bytes
    row: int | None
    message: str
    cure: str
    name: str = "broken.py"


FILES = {
    "syntax": Case("from pingyi import hookimpl\ndef f(:\n", 2, "SyntaxError", "Correct"),
    "indentation": Case("def f():\nreturn 1\n", 2, "IndentationError", "Correct"),
    "chinese punctuation": Case("print（1）\n", 1, "SyntaxError", "Correct"),
    "GBK": Case("# 中文\nNAME = '规则'\n".encode("gbk"), 1, "not saved as UTF-8", "Save As"),
    "UTF-16": Case("x = 1\n".encode("utf-16"), 1, "not saved as UTF-8", "Save As"),
    "null bytes": Case(b"x = 1\x00\n", None, "could not be loaded", "Correct"),
    "missing module": Case("\nimport numpyy\n", 2, "No module named 'numpyy'", "Correct"),
    "missing name of ours": Case("from pingyi import hokimpl\n", 1, "hokimpl", "Correct"),
    "missing sibling": Case("from .nowhere import x\n", 1, "nowhere", "Correct"),
    "exception while loading": Case("\n\n1 / 0\n", 3, "ZeroDivisionError", "Correct"),
    "exit while loading": Case("import sys\nsys.exit(3)\n", 2, "SystemExit", "Correct"),
    "endless recursion": Case("def f(): f()\nf()\n", 1, "RecursionError", "Correct"),
    "no hook": Case("x = 1\n", None, "no hook", "@hookimpl"),
    "forgotten mark": Case("def pingyi_check(campaign):\n    return []\n", None, "no hook", "@hookimpl"),
    "misspelt hook": Case(
        "from pingyi import hookimpl\n\n@hookimpl\ndef pingyi_chek(campaign):\n    return []\n",
        3,
        "pingyi_chek",
        "pingyi_check",
    ),
    "wrong argument": Case(
        "from pingyi import hookimpl\n\n@hookimpl\ndef pingyi_check(campaing):\n    return []\n",
        3,
        "campaing",
        "campaign",
    ),
    "name of a type taken": Case(CLASH, None, "retired and rules/broken.py", "Rename"),
    "id of a form taken": Case(FORM, None, "forms and rules/broken.py", "Rename"),
    "types that are no classes": Case(
        "from pingyi import hookimpl\n\n@hookimpl\ndef pingyi_branch_types():\n    return ['retired']\n",
        None,
        "classes of branch types",
        "author",
    ),
    "a type without a name": Case(
        "from pingyi import *\n\n@hookimpl\ndef pingyi_branch_types():\n    return [BranchType]\n",
        None,
        "NAME and LABEL",
        "author",
    ),
    "exception when types are asked for": Case(
        "from pingyi import *\n\n@hookimpl\ndef pingyi_branch_types():\n    return [1 / 0]\n",
        5,
        "failed in pingyi_branch_types: ZeroDivisionError",
        "Correct the file",
    ),
    "exception in a check": Case(
        "from pingyi import *\n\n@hookimpl\ndef pingyi_check(campaign):\n    return {}['x']\n",
        5,
        "failed in pingyi_check: KeyError",
        "Correct the file",
    ),
    "a check that answers with text": Case(
        "from pingyi import *\n\n@hookimpl\ndef pingyi_check(campaign):\n    return ['bad']\n",
        None,
        "a list of Problem",
        "author",
    ),
    "a check that empties the roster": Case(
        "from pingyi import *\n\n@hookimpl\ndef pingyi_check(campaign):\n    campaign.people.clear()\n    return []\n",
        5,
        "failed in pingyi_check: AttributeError",
        "Correct the file",
    ),
    "a check whose problem has a text for its severity": Case(
        "from pingyi import *\nfrom pingyi.errors import Problem\n\n@hookimpl\ndef pingyi_check(campaign):\n"
        "    return [Problem('error', 'own', 'bad')]\n",
        None,
        "“severity” of the type Severity",
        "author",
    ),
    "exception while deciding": Case(
        DECIDE + "    if member.name == '郑行难':\n        return member.helth\n",
        6,
        "'helth'",
        "Correct the file",
    ),
    "exit while deciding": Case(
        DECIDE + "    if member.name == '郑行难':\n        raise SystemExit\n", 6, "SystemExit", "Correct the file"
    ),
    "a decision nobody asks for": Case(
        DECIDE + "    return [Decision('colour', '红', Reason('r', 'p', '', 'b'))]\n", None, "decisions on", "author"
    ),
    "a decision that is text": Case(DECIDE + "    return '走访'\n", None, "a list of Decision", "author"),
    "a number of visitors that is none": Case(
        DECIDE + "    return [Decision('visitors', '两', Reason('r', 'p', '', 'b'))]\n", None, "whole number", "author"
    ),
    "a budget of a field nobody has": Case(
        DECIDE + "    return [Decision('budget:sumary', '3', Reason('r', 'p', '', 'b'))]\n", None, "fill in", "author"
    ),
    "a step left out": Case(
        "from pingyi import *\n\n@hookimpl\ndef pingyi_steps(subject, steps):\n    return steps[1:]\n",
        None,
        "self-summary",
        "author",
    ),
    "a step twice": Case(
        "from pingyi import *\n\n@hookimpl\ndef pingyi_steps(subject, steps):\n    return [*steps, steps[0]]\n",
        None,
        "self-summary",
        "author",
    ),
    "reviewers that are names": Case(
        "from pingyi import *\n\n@hookimpl\ndef pingyi_assign(subject, assignments):\n    return ['王志']\n",
        None,
        "Assignment",
        "author",
    ),
    "a form nobody brings": Case(
        DECIDE + "    return [Decision('form', 'nowhere', Reason('r', 'rules/broken.py', '', 'b'))]\n",
        None,
        "nowhere",
        "Install",
    ),
}


def told(problems: list[Problem], case: Case) -> list[Problem]:
    return [item for item in problems if case.message in item.message and item.code != "rules-untrusted"]


@pytest.mark.parametrize("kind", list(FILES))
def test_a_broken_file_is_named_with_place_and_cure_and_the_others_work(trial: Any, kind: str) -> None:
    case = FILES[kind]
    trial.file("good.py", GOOD).file(case.name, case.content)
    plan = trial.plan()
    problems = [*trial.open().problems, *plan.problems]
    found = told([item for item in problems if "broken.py" in item.file + item.message + item.value], case)
    assert found, [item.message for item in problems]
    assert "Traceback" not in found[0].message
    assert case.cure in found[0].cure
    if case.row is not None:
        assert (found[0].file, found[0].row) == ("rules/broken.py", case.row)
    left = {item.name for item in plan.subjects()}
    if "周平" in left:  # a plugin that fails for everybody withholds everybody
        assert trial.member("周平").method.value == "电话"
    else:
        assert all("left out" in item.message for item in found)


@pytest.mark.parametrize("kind", ["exception while deciding", "exit while deciding"])
def test_a_plugin_that_fails_for_one_person_withholds_that_person_alone(trial: Any, kind: str) -> None:
    trial.file("broken.py", FILES[kind].content)
    plan = trial.plan()
    (problem,) = [item for item in plan.problems if item.code == "plugin-failed"]
    assert problem.person == "郑行难"
    names = {item.name for item in plan.subjects() if item.kind == "member"}
    assert names == {"赵书远", "钱立明", "孙国喆", "李晓㼆", "周平", "吴老先"}


def test_a_plugin_that_fails_while_filling_spoils_one_document(trial: Any, pingyi: Run, tmp_path: Path) -> None:
    trial.file(
        "broken.py",
        """
        from pingyi import hookimpl

        @hookimpl
        def pingyi_fill(form, subject, context):
            if subject.name == "周平":
                return {"psot_line": "x"}
        """,
    )
    plan = trial.plan()
    subject = next(item for item in plan.find("周平") if item.kind == "member")
    with pytest.raises(Exception, match=r"rules/broken.py.*psot_line"):
        fill_document(plan, subject, subject.documents[0])
    other = next(item for item in plan.find("钱立明") if item.kind == "member")
    assert fill_document(plan, other, other.documents[0]).name == "钱立明"  # type: ignore[attr-defined]


def test_commands_tell_it_without_a_traceback(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(trial.file("broken.py", "1 / 0\n").file("good.py", GOOD).folder)
    for command in (("check",), ("plan",), ("plugins",)):
        code, out, err = pingyi(*command, "--trust")
        assert code in (1, 2)
        assert "rules/broken.py row 1" in out + err
        assert "Traceback" not in out + err
    code, out, _err = pingyi("why", "周平", "--trust")
    assert "在外地实习，用电话点评" in out


IF_HIM = DECIDE + "    if member.name == '周平':\n        return "
WITHHELD: dict[str, tuple[str, tuple[str, ...]]] = {
    "a type that fails": (CLINIC, ("failed in method: AttributeError", "rules/broken.py row 11")),
    "a hook that fails": (IF_HIM + "member.helth\n", ("failed in pingyi_decide", "rules/broken.py row 6")),
    "no approver": (IF_HIM + "Decision('exemption', '', Reason('r', 'p', '', 'x'))\n", ("who approved it",)),
    "a number": (IF_HIM + "Decision('visitors', 2, Reason('r', 'p', '', 'x'))\n", ("“value” of the type string",)),
}


@pytest.mark.parametrize("kind", list(WITHHELD))
def test_every_command_tells_who_is_left_out(trial: Any, pingyi: Run, monkeypatch: Any, kind: str) -> None:
    content, words = WITHHELD[kind]
    trial.rules("[branch_types.assign]\n'机械学院学生党支部' = 'clinical'\n" if content == CLINIC else "")
    monkeypatch.chdir(trial.file("broken.py", content).folder)
    for command, expected in ((("check",), 1), (("plan",), 1), (("render",), 1), (("why", "周平"), 2)):
        code, out, err = pingyi(*command, "--trust")
        assert code == expected
        assert all(word in out + err for word in (*words, "rules/broken.py", "“周平” is left out until then"))
    code, out, _err = pingyi("why", "钱立明", "--trust")
    assert (code, "钱立明" in out) == (0, True)


# rules in campaign.toml: the table, the key, words of the message, words of the cure
RULES = [
    ("branch_type = 'retird'\nmethod = '走访'", "branch_type", "no branch type", "retired"),
    ("form = 'retired_vist'", "form", "no form", "retired_visit"),
    ("form = 'ballot_members'", "form", "is not one that", "retired_visit"),
    ("form = 'organisation'", "form", "is not one that", "retired_visit"),
    ("method = '走仿'", "method", "usual methods", "走访"),
    ("steps_skipped = ['vist']", "steps_skipped", "no step", "visit"),
    ("steps_due = { vist = 2011-01-01 }", "steps_due", "no step", "visit"),
    ("steps_added = [{ id = 'visit', title = '走访', due = 2011-01-01 }]", "steps_added", "already", "another id"),
    ("budgets = { self_sumary = 300 }", "budgets.self_sumary", "no form has a field", "self_summary"),
    ("exempt = true", "exempt", "without an approver", "approved_by"),
    ("approved_by = '党委'", "approved_by", "nobody is exempt", "exempt = true"),
    ("", "", "changes nothing", "method"),
    ("subject = 'organisation'\nvisitors = 2", "visitors", "cannot have visitors", "subject"),
    ("when = 'member.health == \"卧床\"'\nmethod = '走访'", "when", "health", 'branch_type = "retired"'),
    ("when = 'member.age > '\nmethod = '走访'", "when", "character 12", "Compare"),
    ("when = 'while true: pass'\nvisitors = 2", "when", "cannot be understood", "Compare"),
    ("when = '[1 for x in member.name]'\nvisitors = 2", "when", "a loop", "in"),
    ("when = \"open('/etc/passwd')\"\nvisitors = 2", "when", "calling", "compare"),
]


@pytest.mark.parametrize(("lines", "key", "message", "cure"), RULES, ids=[item[2] + item[0][:20] for item in RULES])
def test_a_wrong_rule_is_told_with_line_key_and_cure(trial: Any, lines: str, key: str, message: str, cure: str) -> None:
    trial.rules(f"[[rules]]\nbecause = '甲'\nvisitors = 2\n\n[[rules]]\nbecause = '乙'\n{lines}\n")
    with pytest.raises(SettingsError) as caught:
        trial.open()
    (problem,) = caught.value.problems
    assert problem.column == ("rules[2]." + key).rstrip(".")
    assert problem.row is not None
    assert problem.row >= 13
    assert message in problem.message
    assert cure in problem.cure


@pytest.mark.parametrize(
    ("lines", "key", "message"),
    [
        ("methood = '走访'", "rules[1].methood", "no setting"),
        ("visitors = '两'", "rules[1].visitors", "whole number"),
        ("visitors = 0", "rules[1].visitors", "at least 1"),
        ("due = '十三日'", "rules[1].due", "not a date"),
        ("budgets = { self_summary = 0 }", "rules[1].budgets.self_summary", "at least 1"),
        ("subject = 'everybody'", "rules[1].subject", "allowed are"),
        ("steps_added = [{ id = 'x y', title = '走访', due = 2011-01-01 }]", "rules[1].steps_added[1].id", "letters"),
    ],
)
def test_values_of_the_wrong_kind_name_the_key(trial: Any, lines: str, key: str, message: str) -> None:
    trial.rules(f"[[rules]]\nbecause = '甲'\n{lines}\n")
    with pytest.raises(SettingsError) as caught:
        trial.open()
    assert [(item.column, message in item.message) for item in caught.value.problems] == [(key, True)]


def test_all_wrong_rules_are_told_at_once(trial: Any) -> None:
    wrong = "[[rules]]\nbecause = '甲'\nname = 'same'\nform = 'x'\nmethod = '走仿'\nwhen = 'member.agee > 3'\n"
    trial.rules(wrong * 2)
    with pytest.raises(SettingsError) as caught:
        trial.open()
    columns = sorted(item.column for item in caught.value.problems)
    assert columns == sorted(
        [f"rules[{number}].{key}" for number in (1, 2) for key in ("form", "method", "when")] + ["rules[2].name"]
    )


def test_an_unusual_method_may_be_meant(trial: Any) -> None:
    trial.rules("[[rules]]\nbecause = '甲'\nmethod = '微信视频'\nbranch_type = 'retired'\n")
    (problem,) = [item for item in trial.open().problems if item.code == "rule-wrong"]
    assert problem.severity == "warning"
    assert trial.member("郑行难").method.value == "微信视频"


def test_a_wrong_table_of_rules_is_told_how_to_write_it(trial: Any) -> None:
    trial.rules("[rules]\nbecause = '甲'\n")
    with pytest.raises(SettingsError) as caught:
        trial.open()
    assert "[[rules]]" in caught.value.problems[0].cure


def test_a_file_called_docx_shadows_nothing(trial: Any) -> None:
    import docx

    trial.file("docx.py", "import docx as real\n" + GOOD.replace("rules/good.py", "rules/docx.py"))
    assert trial.member("周平").method.value == "电话"
    assert sys.modules["docx"] is docx
    assert not list(trial.folder.rglob("__pycache__"))
