"""Each hook has a page with its exact signature; the example of each page is run, with the test the page shows."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi import hookspecs
from pingyi.conformance import list_hooks
from pingyi.plugins import load_plugins

PAGES = Path(__file__).parents[2] / "docs" / "hooks"
BLOCK = re.compile(r"^```python (\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks_of(hook: str) -> dict[str, str]:
    return dict(BLOCK.findall((PAGES / f"{hook}.md").read_text(encoding="utf-8")))


def normal(code: str) -> str:
    (function,) = ast.parse(code.strip() + ": ...").body
    assert isinstance(function, ast.FunctionDef)
    return ast.unparse(function).partition(":\n")[0]


def signature_of(hook: str) -> str:
    (function,) = ast.parse(inspect.getsource(getattr(hookspecs, hook))).body
    assert isinstance(function, ast.FunctionDef)
    function.decorator_list, function.body = [], [ast.Expr(ast.Constant(...))]
    return ast.unparse(function).partition(":\n")[0]


@pytest.fixture
def run_example(campaign_of_people: Callable[..., Any]) -> Callable[[str], None]:
    def run(hook: str) -> None:
        blocks = blocks_of(hook)
        plugin = types.ModuleType("own")
        exec(compile(blocks["example"], f"{hook}.md", "exec"), plugin.__dict__)
        assert load_plugins(extra={"own": plugin}).problems == []
        assert hook in vars(plugin), "the example shows its own hook"
        test = compile(blocks["test"], f"{hook}.md test", "exec")
        exec(test, {"campaign_of_people": campaign_of_people, "plugin": plugin})
        assert len(blocks["test"].splitlines()) < 10

    return run


@pytest.mark.parametrize("hook", sorted(list_hooks()))
def test_each_hook_has_a_page_with_its_exact_signature(hook: str) -> None:
    assert normal(blocks_of(hook)["signature"]) == signature_of(hook)
    text = (PAGES / f"{hook}.md").read_text(encoding="utf-8")
    for name in list_hooks()[hook]:
        assert f"- `{name}`:" in text
    for title in ("## When it is called", "## Parameters", "## What it returns", "## Example"):
        assert title in text


def test_every_page_is_of_a_hook_and_listed() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert {path.stem for path in PAGES.glob("*.md")} - {"README"} == set(list_hooks())
    assert set(re.findall(r"\]\((pingyi_\w+)\.md\)", index)) == set(list_hooks())


def test_each_hook_has_a_test_named_after_it() -> None:
    here = vars(sys.modules[__name__])
    assert [hook for hook in list_hooks() if f"test_hook_{hook}" not in here] == []


def test_hook_pingyi_branch_types(run_example: Callable[[str], None]) -> None:
    run_example("pingyi_branch_types")


def test_hook_pingyi_forms(run_example: Callable[[str], None]) -> None:
    run_example("pingyi_forms")


def test_hook_pingyi_assign(run_example: Callable[[str], None]) -> None:
    run_example("pingyi_assign")


def test_hook_pingyi_decide(run_example: Callable[[str], None]) -> None:
    run_example("pingyi_decide")


def test_hook_pingyi_decide_organisation(run_example: Callable[[str], None]) -> None:
    run_example("pingyi_decide_organisation")


def test_hook_pingyi_steps(run_example: Callable[[str], None]) -> None:
    run_example("pingyi_steps")


def test_hook_pingyi_fill(run_example: Callable[[str], None]) -> None:
    run_example("pingyi_fill")


def test_hook_pingyi_check(run_example: Callable[[str], None]) -> None:
    run_example("pingyi_check")


def test_a_changed_signature_would_be_noticed() -> None:
    page = blocks_of("pingyi_check")["signature"]
    assert normal(page.replace("campaign:", "campagin:")) != signature_of("pingyi_check")
