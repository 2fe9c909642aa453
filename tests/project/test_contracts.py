"""The import contracts hold, and each of them fails on a planted violation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(str(folder / part) for part in ("core", "plugins", "doc_templates"))
    return subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for part in ("core", "plugins", "doc_templates"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "*.docx"))
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("core/pingyi/model/people/person.py", "import pingyi.roster", "data flows one way"),
        ("core/pingyi/roster/__init__.py", "import pingyi.forms", "data flows one way"),
        ("core/pingyi/model/fields/base.py", "import pingyi.model.people.person", "the model stands on its fields"),
        ("core/pingyi/rules/__init__.py", "import pingyi.campaign", "data flows one way"),
        ("core/pingyi/rules/checking.py", "import pingyi_retired", "the core imports no plugin"),
        ("core/pingyi/plan/__init__.py", "import pingyi_faculty", "the core imports no plugin"),
        (
            "plugins/pingyi_student/__init__.py",
            "from pingyi.model.people.person import Person",
            "public names of pingyi alone",
        ),
        ("plugins/pingyi_student/__init__.py", "import pingyi_faculty", "do not import one another"),
    ],
)
def test_a_planted_violation_breaks_its_contract(copy: Path, file: str, line: str, contract: str) -> None:
    with (copy / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    done = lint(copy)
    assert done.returncode != 0
    broken = [text for text in done.stdout.splitlines() if text.endswith("BROKEN")]
    assert [text for text in broken if contract in text], done.stdout


@pytest.mark.slow
def test_a_new_room_must_be_given_its_layer(copy: Path) -> None:
    (copy / "core/pingyi/newroom.py").write_text("", encoding="utf-8")
    assert lint(copy).returncode != 0
