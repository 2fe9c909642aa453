"""The table of requirements is complete, and every test it names exists and bears the number."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pingyi.plan import describe_plan

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([RQ]\d+) \| (.+?) \| ?(.*?) \| ?(.*?) \| (done|later) \|$")


def rows() -> list[tuple[str, str, list[str], str]]:
    lines = (ROOT / "docs/requirements.md").read_text(encoding="utf-8").splitlines()
    found = [match.groups() for line in lines if (match := ROW.match(line))]
    return [(number, code, re.findall(r"`(test_\w+)`", tests), state) for number, _text, code, tests, state in found]


def test_every_requirement_has_a_row() -> None:
    numbers = [*(f"R{i}" for i in range(1, 57)), *(f"Q{i}" for i in range(1, 11))]
    assert [number for number, *_rest in rows()] == numbers


def test_every_named_test_exists_and_what_is_done_is_proved_by_one_that_bears_its_number() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    for number, code, tests, state in rows():
        assert set(tests) <= written, number
        if state == "done" and number != "Q1":  # Q1 is the layout and the grades, which every test of a form uses
            padded = f"{number[0]}{int(number[1:]):02d}"
            assert any(f"_{padded}_" in name for name in tests), number
            assert code, number


def test_the_documented_json_is_the_real_one(small: Any) -> None:
    page = (ROOT / "docs/plan.md").read_text(encoding="utf-8")
    sample = json.loads(page.partition("```json\n")[2].partition("```")[0])
    real = describe_plan(small.plan())

    def keys(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: keys(item) for key, item in value.items() if key not in ("inputs", "member_methods", "problems")
            }
        return keys(value[0]) if isinstance(value, list) and value else None

    member = next(item for item in real["subjects"] if item["kind"] == "member")  # type: ignore[attr-defined]
    shown = keys(sample["subjects"][0])
    assert set(shown) == set(member)
    for part in ("method", "assignments", "steps", "documents", "decisions"):
        first = member[part] if isinstance(member[part], dict) else member[part][0]
        assert set(shown[part]) == set(first)
    assert set(sample["summary"]) == set(real["summary"])  # type: ignore[call-overload]


def test_the_documented_problem_codes_are_those_of_the_code() -> None:
    page = (ROOT / "docs/plan.md").read_text(encoding="utf-8").partition("## Problems")[2]
    documented = {
        code
        for line in page.splitlines()
        for code in re.findall(r"`([a-z-]+-[a-z-]+)`", line.split("|")[1:2][0] if "|" in line else "")
    }
    used = {
        code
        for path in (ROOT / "core/pingyi/plan").rglob("*.py")
        for code in re.findall(
            r'(?:Severity\.\w+(?: [^\n"]*)?,|code =|severity,)\s+"([a-z-]+)"', path.read_text(encoding="utf-8")
        )
    }
    assert documented == used
