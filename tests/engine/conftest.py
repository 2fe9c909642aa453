"""What the tests of the engine share: rosters, a plugin that spoils some documents, and a way to run an order."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_kit import POISON, make_rows, write_rows

from pingyi.engine import Engine, Order, SerialEngine, Summary, run_order


@pytest.fixture
def big_roster(tmp_path: Path) -> Callable[..., Path]:
    """Write a roster of N members."""

    def write(count: int, name: str = "花名册.xlsx") -> Path:
        return write_rows(tmp_path / name, make_rows(count))

    return write


@pytest.fixture
def poison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a plugin that marks each member's form, and spoils one in twenty; in every process that is started."""
    site = tmp_path / "site"
    about = site / "poison-1.0.dist-info"
    about.mkdir(parents=True)
    (site / "poison_plugin.py").write_text(POISON, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: poison\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[pingyi]\npoison = poison_plugin\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(site), os.environ.get("PYTHONPATH", ""))))
    return site


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Summary]:
    """Run an order on a roster: `make(roster, "out", ProcessEngine(2))`."""

    def run(source: Path, out: str, engine: Engine | None = None, **options: object) -> Summary:
        order = Order(source=source, out=str(tmp_path / out), **options)  # type: ignore[arg-type]
        return run_order(order, lambda _count: engine or SerialEngine())

    return run
