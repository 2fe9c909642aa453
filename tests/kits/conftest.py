"""Plugins as packages on disk, and the report of a check by promise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from pingyi.conformance import Report, check_plugin, find_targets


@pytest.fixture
def keep_modules() -> Iterator[None]:
    """Forget what a test imported."""
    modules, path = set(sys.modules), list(sys.path)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith(("pingyi_", "plug_")):
            del sys.modules[name]


@pytest.fixture
def check_code(tmp_path: Path, keep_modules: None) -> Callable[..., Report]:
    """Check a plugin of one file: `check_code("from pingyi import ...")`."""

    def check(
        code: str, files: Mapping[str, bytes] | None = None, name: str = "plug_own", *, processes: bool = False
    ) -> Report:
        folder = tmp_path / "package"
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(code, encoding="utf-8")
        for place, content in (files or {}).items():
            (folder / name / place).write_bytes(content)
        (folder / "pyproject.toml").write_text(f'[project.entry-points.pingyi]\nown = "{name}"\n', encoding="utf-8")
        (target,) = find_targets(str(folder))
        return check_plugin(target, processes=processes)

    return check
