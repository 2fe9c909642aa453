"""The tutorials, followed word by word: files are written, commands run, and what they print is what is promised."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["pytester"]
DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHORT = 10
"""Lines of a test in a tutorial are fewer."""


class Follower:
    """Follows a page in a folder of its own; what it installs goes into a folder of its own too."""

    def __init__(self, folder: Path) -> None:
        self.here = folder / "work"
        self.here.mkdir()
        self.site = folder / "site"
        self.output = ""
        self.environment = {
            **os.environ,
            "PINGYI_LANG": "en",
            "PINGYI_TRUST_FILE": str(folder / "trusted.txt"),
            "PYTHONPATH": str(self.site),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def follow(self, page: Path) -> None:
        blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
        assert blocks
        for language, note, content in blocks:
            if language == "sh":
                self.output = "".join(self.run(line) for line in content.splitlines())
            elif language == "text":
                for line in content.splitlines():
                    assert line in self.output, f"{line!r} is not in:\n{self.output}"
            else:
                how, _sign, place = note.partition("=")
                self.write(how, place, content)

    def write(self, how: str, place: str, content: str) -> None:
        assert how in ("file", "append"), "each block of a tutorial is a file, a command or its output"
        path = self.here / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if how == "append" else "w", encoding="utf-8") as file:
            file.write(("\n" if how == "append" else "") + content)
        if place.startswith("tests/"):
            assert len(content.splitlines()) < SHORT

    def run(self, line: str) -> str:
        words = shlex.split(line)
        if words[0] == "cd":
            self.here /= words[1]
            return ""
        if words[:2] == ["pip", "install"]:
            if words[2] != ".":
                return ""  # what the tests run with is installed
            words = ["python", "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--target", self.site, "."]
        words = words[1:] if words[0] == "python" else ["-m", *words]
        done = subprocess.run(
            [sys.executable, "-X", "utf8", *map(str, words)],
            cwd=self.here, env=self.environment, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted((DOCS / "tutorials").glob("*.md")), ids=lambda path: path.stem)
def test_a_tutorial_can_be_followed(page: Path, tmp_path: Path) -> None:
    Follower(tmp_path).follow(page)


def test_the_rule_of_the_retired_has_six_lines_and_the_file_of_the_telephone_twenty() -> None:
    rule = BLOCK.findall((DOCS / "tutorials" / "retired-rule.md").read_text(encoding="utf-8"))
    (toml,) = [content for language, _note, content in rule if language == "toml"]
    assert len(toml.splitlines()) - 1 == 6
    phone = BLOCK.findall((DOCS / "tutorials" / "telephone-method.md").read_text(encoding="utf-8"))
    (code,) = [content for _language, note, content in phone if note == "file=rules/phone.py"]
    assert len([line for line in code.splitlines() if line.strip()]) <= 20


def test_the_page_of_the_kit_is_run(pytester: Any) -> None:
    blocks = BLOCK.findall((DOCS / "testing.md").read_text(encoding="utf-8"))
    for number, (_language, note, content) in enumerate(blocks):
        name = {"conftest": "conftest.py", "case": "own.case.yaml", "test": f"test_{number}.py"}[note]
        pytester.path.joinpath(name).write_text(content, encoding="utf-8")
    pytester.runpytest_subprocess().assert_outcomes(passed=5)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("```sh\npingyi whyy\n```\n", "whyy"),
        ("```sh\npingyi --version\n```\n\n```text\nnonsense\n```\n", "nonsense"),
        ("```toml\n[a]\n```\n", "each block"),
        ("```python file=tests/test_x.py\n" + "a = 1\n" * 10 + "```\n", "10 < 10"),
    ],
)
def test_a_wrong_tutorial_is_noticed(tmp_path: Path, text: str, why: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError, match=why):
        Follower(tmp_path).follow(page)
