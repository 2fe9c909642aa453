"""A folder's Python runs only after consent, which holds for exactly the bytes it was given to."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi.campaign import open_campaign
from pingyi.errors import SettingsError
from pingyi.rules import load_rule_files
from pingyi.rules.consent import find_trust_file

Run = Callable[..., tuple[int, str, str]]
TELEPHONE = """\
from __future__ import annotations

from dataclasses import dataclass

from pingyi import Decision, Reason, hookimpl

from .words import ELSEWHERE


@dataclass(frozen=True)
class Call:
    because: str


@hookimpl
def pingyi_decide(member, branch, decisions, context):
    if any(word in member.remark + member.name for word in ELSEWHERE):
        call = Call("居住在外地，用电话点评")
        return [Decision("method", "电话", Reason("telephone", "rules/telephone.py", "", call.because))]
"""
CLINIC = """\
from pingyi import BranchType, Decision, hookimpl

class Clinic(BranchType):
    NAME, LABEL = "clinical", "医护党支部"

    def procedure(self, organisation, context):
        return context.branch_types["faculty"].procedure(organisation, context)

    def method(self, member, branch, context):
        return Decision("method", "班组点评", self.reason("by-shift", "", "按班次点评"))

@hookimpl
def pingyi_branch_types():
    return [Clinic]
"""
WORDS = 'ELSEWHERE = ("外地", "周平")\n'


@pytest.fixture
def telephone(trial: Any) -> Any:
    return trial.file("telephone.py", TELEPHONE).file("words.py", WORDS)


def codes(opened: Any) -> list[tuple[str, str]]:
    return [(item.code, item.file) for item in opened.problems if item.code.startswith("rules-")]


def test_without_consent_nothing_runs_and_the_files_are_named(telephone: Any, trust_file: Path) -> None:
    telephone.file("evil.py", f"open({str(telephone.folder / 'ran')!r}, 'w')\n")
    opened = telephone.open(trust=False)
    names = ["evil.py", "telephone.py", "words.py"]
    assert codes(opened) == [("rules-untrusted", f"rules/{name}") for name in names]
    assert all("--trust" in item.cure for item in opened.problems if item.code == "rules-untrusted")
    assert not (telephone.folder / "ran").exists()
    assert not trust_file.exists()


def test_consent_is_remembered(telephone: Any, trust_file: Path) -> None:
    assert codes(telephone.open(trust=True)) == []
    assert trust_file.stat().st_mode & 0o777 == 0o600
    assert codes(telephone.open(trust=False)) == []
    assert telephone.plan(trust=False).plugins.local == ["rules/telephone.py"]


@pytest.mark.parametrize("name", ["telephone.py", "words.py"])
def test_a_changed_file_asks_again(telephone: Any, name: str) -> None:
    telephone.open(trust=True)
    path = telephone.folder / "rules" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert ("rules-untrusted", f"rules/{name}") in codes(telephone.open(trust=False))
    assert codes(telephone.open(trust=True)) == []


def test_consent_is_for_content_wherever_it_lies(telephone: Any, tmp_path: Path) -> None:
    telephone.open(trust=True)
    copy = tmp_path / "copy" / "rules"
    copy.mkdir(parents=True)
    for path in (telephone.folder / "rules").glob("*.py"):
        (copy / path.name).write_bytes(path.read_bytes())
    assert list(load_rule_files(copy.parent).plugins) == ["rules/telephone.py"]


def test_consent_that_cannot_be_kept_holds_for_this_run(telephone: Any, trust_file: Path) -> None:
    trust_file.parent.write_text("in the way", encoding="utf-8")
    opened = telephone.open(trust=True)
    assert [code for code, _file in codes(opened)] == []
    assert "trust-not-kept" in [item.code for item in opened.problems]
    assert telephone.member("周平").method.value == "电话"


def test_where_consent_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PINGYI_TRUST_FILE")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert find_trust_file() == tmp_path / "pingyi" / "trusted.txt"


@pytest.mark.parametrize("command", [("check",), ("plan",), ("why", "周平"), ("plugins",), ("render", "--dry-run")])
def test_every_command_takes_consent(telephone: Any, pingyi: Run, monkeypatch: Any, command: tuple[str, ...]) -> None:
    monkeypatch.chdir(telephone.folder)
    _code, out, err = pingyi(*command)
    assert "rules/telephone.py" in out + err
    assert "--trust" in out + err
    _code, out, err = pingyi(*command, "--trust")
    assert "--trust" not in out + err


@pytest.mark.parametrize("option", [(), ("--dry-run",), ("--engine", "processes", "--jobs", "2")])
def test_no_form_is_made_without_the_rules_of_the_campaign(
    telephone: Any, pingyi: Run, monkeypatch: Any, option: tuple[str, ...]
) -> None:
    monkeypatch.chdir(telephone.folder)
    code, out, err = pingyi("render", *option)
    assert code == 2
    assert "rules/telephone.py" in err
    assert "--trust" in err
    assert "move" in err
    assert "rendered" not in out
    assert not (telephone.folder / "out").exists()


@pytest.mark.parametrize("content", ["1 / 0\n", "名 = 1\n".encode("gb18030"), "from pingyi import nothing_there\n"])
def test_no_form_is_made_where_a_rule_file_is_broken(
    telephone: Any, pingyi: Run, monkeypatch: Any, content: str | bytes
) -> None:
    monkeypatch.chdir(telephone.file("broken.py", content).folder)
    code, _out, err = pingyi("render", "--trust")
    assert code == 2
    assert "rules/broken.py" in err
    assert not (telephone.folder / "out").exists()
    (telephone.folder / "rules" / "broken.py").unlink()
    assert pingyi("render", "--copies", "self")[0] == 0


@pytest.mark.parametrize("command", ["collect", "tally", "report", "rollover"])
def test_nothing_is_written_without_the_rules_of_the_campaign(
    telephone: Any, pingyi: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(telephone.folder)
    (telephone.folder / "returned").mkdir(exist_ok=True)
    before = sorted(telephone.folder.parent.rglob("*"))
    words = ["rollover", str(telephone.folder.parent / "next")] if command == "rollover" else [command]
    code, _out, err = pingyi(*words)
    assert code == 2
    assert "rules/telephone.py" in err
    assert sorted(telephone.folder.parent.rglob("*")) == before
    code, _out, err = pingyi(*words, "--trust")
    assert code in (0, 1)
    assert "rules/telephone.py" not in err


def test_status_goes_on_without_the_rules_and_says_so(telephone: Any, pingyi: Run) -> None:
    _code, out, err = pingyi("status", telephone.folder)
    assert out
    assert "rules/telephone.py" in err


def test_settings_that_name_what_was_not_run_say_so(trial: Any) -> None:
    trial.file("clinic.py", CLINIC).rules(
        "[plugins.clinical]\n[branch_types.assign]\n'机械学院学生党支部' = 'clinical'\n"
    )
    with pytest.raises(SettingsError) as caught:
        trial.open(trust=False)
    assert "rules-untrusted" in [item.code for item in caught.value.problems]
    assert trial.open(trust=True).plugins.branch_types["clinical"].plugin == "rules/clinic.py"


def test_forms_lists_the_forms_of_rule_files(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    trial.file(
        "card.py",
        """
        from pingyi import Form, MemberForm, hookimpl

        @hookimpl
        def pingyi_forms():
            return [Form("card", "卡片", "卡片", "pingyi_forms:member.docx", MemberForm, ("self",))]
        """,
    )
    trial.open(trust=True)
    monkeypatch.chdir(trial.folder)
    assert "card" in pingyi("forms")[1]


def test_dataclasses_and_relative_imports_work_and_nothing_is_left_behind(telephone: Any) -> None:
    assert telephone.member("周平").method.value == "电话"
    assert sorted(path.name for path in (telephone.folder / "rules").iterdir()) == ["telephone.py", "words.py"]


def test_files_are_loaded_in_the_order_of_their_names(trial: Any) -> None:
    for name in ("乙.py", "b.py", "a-1.py", "第 2 条.py"):
        trial.file(name, "from pingyi import hookimpl\n\n@hookimpl\ndef pingyi_check(campaign):\n    return []\n")
    assert trial.plan().plugins.local == ["rules/a-1.py", "rules/b.py", "rules/乙.py", "rules/第 2 条.py"]


def test_editors_leavings_are_not_run(trial: Any) -> None:
    trial.file(".hidden.py", "1/0").file("~$x.py", "1/0").file("notes.txt", "1/0")
    assert [item.code for item in trial.open().problems if item.code.startswith(("rules", "plugin"))] == []


def test_helpers_are_no_idle_files(trial: Any) -> None:
    trial.file("_words.py", "X = 1\n").file("idle.py", "Y = 2\n")
    assert codes(trial.open()) == [("rules-without-hooks", "rules/idle.py")]


def test_a_branch_type_of_ones_own_in_one_file(trial: Any) -> None:
    trial.file("clinic.py", CLINIC).rules(
        "[branch_types.assign]\n'机械学院学生党支部' = 'clinical'\n"
        "[[rules]]\nbranch_type = '医护'\nvisitors = 2\nbecause = '甲'"
    )
    assert trial.plan().plugins.branch_types["clinical"].plugin == "rules/clinic.py"


def test_another_process_loads_the_same_rules_under_the_same_name(telephone: Any) -> None:
    telephone.open(trust=True)
    code = (
        "import sys; from pathlib import Path; from pingyi.campaign import open_campaign;"
        "from pingyi.plan import make_plan; opened = open_campaign(Path(sys.argv[1]));"
        "plan = make_plan(opened.campaign, opened.plugins);"
        "print(plan.find('周平')[0].method.value, [name for name in sys.modules if name.endswith('.telephone')][0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(telephone.folder)],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    method, module = done.stdout.split()
    assert method == "电话"
    assert open_campaign(telephone.folder).plugins.local
    assert importlib.import_module(module).Call("x").because == "x"
