"""The documentation is true: a page per command with its own help, and links that lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
import typer.main

from pingyi.cli.app import app

ROOT = Path(__file__).parents[2]
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def load_refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_refresh"] = module
    spec.loader.exec_module(module)
    return module


def test_every_command_has_a_page_and_every_page_a_command() -> None:
    assert [path.stem for path in sorted((ROOT / "docs" / "commands").glob("*.md"))] == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_shows_the_help_of_today(command: str) -> None:
    page = ROOT / "docs" / "commands" / f"{command}.md"
    assert "```help" in page.read_text(encoding="utf-8")
    assert load_refresh().refresh(page) == page.read_text(encoding="utf-8"), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert not missing
