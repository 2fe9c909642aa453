"""Reading rosters made in the test's own folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from roster_kit import ORGANISATIONS, Rows, make_plugins, save

from pingyi.model.config.settings import Settings
from pingyi.plugins import Plugins
from pingyi.roster import Roster, read_roster


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return make_plugins()


@pytest.fixture
def read(tmp_path: Path, plugins: Plugins) -> Callable[..., Roster]:
    """Read members given as rows, or whole sheets: `read([HEADER, ZHANG])`, `read({"党员": ..., "组织": ...})`."""

    def call(content: Rows | Mapping[str, Rows] | Path, settings: Settings | None = None) -> Roster:
        if isinstance(content, Path):
            path = content
        else:
            sheets = content if isinstance(content, Mapping) else {"党员": content, "组织": ORGANISATIONS}
            path = save(tmp_path / "花名册.xlsx", sheets)
        return read_roster(path, settings or Settings(), plugins)

    return call
