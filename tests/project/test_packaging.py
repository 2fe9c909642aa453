"""What the wheel holds, against the folders."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def packages_on_disk() -> set[str]:
    roots = ("core", "plugins", "doc_templates")
    return {str(path.parent.relative_to(ROOT)) for root in roots for path in (ROOT / root).glob("*/__init__.py")}


def test_every_package_is_in_the_wheel() -> None:
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == packages_on_disk()


def test_every_plugin_has_an_entry_point() -> None:
    plugins = {Path(path).name for path in packages_on_disk()} - {"pingyi"}
    assert set(PROJECT["project"]["entry-points"]["pingyi"].values()) == plugins
    assert {point.value for point in metadata.entry_points(group="pingyi")} >= plugins


def test_every_dependency_has_a_lower_bound() -> None:
    assert all(">=" in name for name in PROJECT["project"]["dependencies"])


@pytest.mark.slow
def test_the_wheel_holds_templates_and_texts(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    roots = (ROOT / "core", ROOT / "doc_templates")
    templates = {path.relative_to(root).as_posix() for root in roots for path in root.rglob("*.docx")}
    assert {"pingyi_forms/organisation.docx", "pingyi_forms/member.docx"} <= templates
    assert templates <= names
    assert "pingyi/locale/zh_CN/LC_MESSAGES/pingyi.mo" in names
    assert "pingyi/py.typed" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pot")]
