"""docs/rules.md: every block runs, every example line is a rule, every key and code is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi.model.config.rule import Rule

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
TOML = [text for kind, text in BLOCKS if kind == "toml"]
PYTHON = [text for kind, text in BLOCKS if kind == "python"]
COMMANDS = [line[2:] for kind, text in BLOCKS if kind == "console" for line in text.splitlines()]
EFFECTS = re.findall(r"^\| `(\w+)` \| `(\w+ = [^`]+)`(?: with `([^`]+)`)? \|", PAGE, re.MULTILINE)
CONDITIONS = re.findall(r"^\| `[\w.]+` \| [^|`]+ \| `([^`]+)` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("number", range(len(TOML)))
def test_every_block_of_settings_opens(trial: Any, number: int) -> None:
    problems = trial.rules(TOML[number]).open().problems
    assert [item for item in problems if item.severity == "error"] == []
    trial.plan()


def test_the_first_block_does_what_the_page_shows(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(trial.rules(TOML[0]).folder)
    _code, out, _err = pingyi("plan", "--diff")
    (shown,) = [text for kind, text in BLOCKS if kind == "text"]
    assert shown in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(trial: Any, pingyi: Run, monkeypatch: Any, command: str) -> None:
    monkeypatch.chdir(trial.rules(TOML[0]).file("telephone.py", PYTHON[0]).folder)
    monkeypatch.setenv("PINGYI_TRACE", "0")
    pingyi("check", "--trust")
    program, *words = shlex.split(command)
    code, _out, err = pingyi(*words)
    assert (program, code) == ("pingyi", 0), err


def test_the_file_of_the_page_works(trial: Any, write_roster: Callable[..., Path]) -> None:
    trial.file("telephone.py", PYTHON[0].replace('"国外")', '"国外", "")'))  # the small roster has no remarks
    assert trial.member("周平").method.value == "会议集中点评"
    trial.file("telephone.py", PYTHON[0].replace("member.remark", 'member.remark + "外地"'))
    assert trial.member("周平").method.value == "电话"
    assert "居住在外地，用电话点评［规则 telephone-elsewhere，插件 rules/telephone.py；备注＝外地］" in trial.why(
        "周平"
    )
    assert len(PYTHON[0].splitlines()) < 25


@pytest.mark.parametrize(("key", "line", "more"), EFFECTS)
def test_every_example_of_an_effect_is_a_rule(trial: Any, key: str, line: str, more: str) -> None:
    trial.rules(f"[[rules]]\nbranch_type = 'retired'\nbecause = '甲'\n{line}\n{more}\n")
    assert line.startswith(key)
    assert [item.code for item in trial.open().problems if item.severity == "error"] == []


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_example_of_a_condition_is_one(trial: Any, condition: str) -> None:
    trial.rules(f'[[rules]]\nbranch_type = \'retired\'\nbecause = \'甲\'\nvisitors = 2\nwhen = """{condition}"""\n')
    assert [item.code for item in trial.open().problems if item.code == "rule-wrong"] == []


def test_the_page_has_every_key() -> None:
    told = set(re.findall(r"`(\w+)(?: = [^`]+)?`", PAGE)) | set(re.findall(r"^(\w+) = ", "\n".join(TOML), re.MULTILINE))
    assert set(Rule.model_fields) <= told
    assert len(EFFECTS) == 11
    assert len(CONDITIONS) == 9


def test_the_page_has_every_code() -> None:
    folders = [ROOT / "core" / "pingyi" / name for name in ("rules", "plugins")]
    source = "".join(path.read_text("utf-8") for folder in folders for path in folder.glob("*.py"))
    used = set(re.findall(r'"((?:rules?|plugins?|trust)-[a-z-]+)"', source))
    listed = set(re.findall(r"^\| `([a-z-]+)` \| (?:error|warning|info)", PAGE, re.MULTILINE))
    assert used <= listed
    assert listed - used <= {"plugins-disagree"}
