"""The page on rosters says what the code says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pingyi.roster

PAGE = Path(__file__).parents[2] / "docs" / "roster.md"
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
TELLERS = {"Trouble", "add", "repeat", "refuse"}


def list_codes() -> set[str]:
    codes = {"not-a-member", "name-unknown", "name-ambiguous"}
    for path in Path(pingyi.roster.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name in TELLERS:
                    codes |= {
                        part.value
                        for argument in node.args
                        for part in ast.walk(argument)
                        if isinstance(part, ast.Constant) and CODE.fullmatch(str(part.value))
                    }
    return codes


def test_every_problem_code_is_on_the_page() -> None:
    printed = set(
        re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE.read_text(encoding="utf-8").partition("## Problem codes")[2])
    )
    assert printed == list_codes()
