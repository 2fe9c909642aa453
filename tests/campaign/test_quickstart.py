"""The quick start for officers works: every command on the page runs as it stands there, in its order."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pingyi.campaign import find_campaign, open_campaign

PAGE = Path(__file__).parents[2] / "docs" / "quickstart.zh-CN.md"
Run = Callable[..., tuple[int, str, str]]


def list_commands() -> list[str]:
    """Every `pingyi ...` of the page, in code blocks and in backticks."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^\s*(pingyi .+)$|`(pingyi [^`]+)`", text, re.MULTILINE)
    return [block or inline for block, inline in found]


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pingyi: Run) -> Path:
    """The demo that the page suggests."""
    monkeypatch.chdir(tmp_path)
    assert pingyi("init", "示例", "--demo")[0] == 0
    return tmp_path / "示例"


@pytest.mark.slow
def test_every_command_of_the_page_runs(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pingyi: Run
) -> None:
    commands = list_commands()
    assert len(commands) >= 15
    someone = next(iter(open_campaign(demo).campaign.people.values())).name
    shutil.copy(demo / "花名册.xlsx", demo / "某学院名单.xlsx")
    monkeypatch.chdir(demo)
    for command in commands:
        words = command.replace("张三", someone).replace("D:/表格", str(tmp_path / "表格")).split()[1:]
        if words == ["init"]:  # spoken of, not typed
            continue
        code, _out, err = pingyi(*words)
        assert code == 0, f"{command}: {err}"
    for text in ("花名册_检查结果", "点评安排.xlsx"):
        assert text in PAGE.read_text(encoding="utf-8")
    assert (demo / "点评安排.xlsx").is_file()
    assert (demo / "templates" / "member.docx").is_file()


def test_the_page_speaks_of_what_the_folder_has(demo: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert find_campaign(demo) == demo
    for path in demo.iterdir():
        assert path.name in text, path.name
