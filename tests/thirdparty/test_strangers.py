"""Two packages of strangers, made of public names alone: built, installed beside pingyi, checked and tested."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pingyi

HERE = Path(__file__).parent
PACKAGES = ["pingyi-hospital", "pingyi-retired-plus"]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run Python with both packages installed into a folder of their own."""
    target = tmp_path_factory.mktemp("installed")
    options = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check", "-q", "--target", str(target)]
    sources = [str(HERE / name) for name in PACKAGES]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, *sources], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(target), "PYTHONDONTWRITEBYTECODE": "1", "PINGYI_LANG": "en"}

    def call(*words: str, folder: Path = target) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-X", "utf8", *words]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return call


@pytest.mark.slow
@pytest.mark.parametrize("name", PACKAGES)
def test_an_outside_plugin_passes_its_own_tests_when_installed(run: Run, name: str) -> None:
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "-o", "pythonpath=", folder=HERE / name)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout


@pytest.mark.slow
def test_outside_plugins_are_found_and_keep_every_promise(run: Run) -> None:
    listed = json.loads(run("-m", "pingyi", "plugins", "--json").stdout)
    found = {plugin["name"]: plugin for plugin in listed["plugins"]}
    assert found["hospital"]["branch_types"] == ["clinical"]
    assert found["hospital"]["version"] == "0.1.0"
    assert found["retired_plus"]["forms"] == ["retired_plus_member"]
    assert listed["problems"] == []
    for word in ("pingyi-hospital", "pingyi_retired_plus"):  # by distribution, by module
        done = run("-m", "pingyi", "plugin", "check", word)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_campaign_uses_them_without_a_word_of_python(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "campaign"
    assert run("-m", "pingyi", "init", str(folder)).returncode == 0
    text = (folder / "campaign.toml").read_text(encoding="utf-8")
    assert "[plugins.clinical]  # 医护党支部" in text
    assert '# pairs = [["支部书记", "支部委员"]]' in text


@pytest.mark.parametrize("name", PACKAGES)
def test_they_are_made_of_public_names_alone(name: str) -> None:
    used: set[str] = set()
    for path in (HERE / name).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pingyi":
                assert node.module == "pingyi" or (node.module == "pingyi.testing" and "tests" in path.parts), path
                used |= {alias.name for alias in node.names} if node.module == "pingyi" else set()
            elif isinstance(node, ast.Import):
                assert not [alias.name for alias in node.names if alias.name.startswith("pingyi.")], path
    assert used
    assert used <= set(pingyi.__all__)
