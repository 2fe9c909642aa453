"""A desk with the demo university's papers, and a way to collect what comes back to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from collect_kit import Desk

from pingyi.collect import Collected, collect_forms


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("campaign"))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "returned"
    folder.mkdir()
    return folder


@pytest.fixture
def collect(desk: Desk, inbox: Path) -> Callable[..., Collected]:
    """Put files into the inbox and collect it: `collect({"a.docx": content})`."""

    def run(files: dict[str, bytes] | None = None, cache: Path | None = None) -> Collected:
        for name, content in (files or {}).items():
            path = inbox / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return collect_forms(inbox, desk.plan, desk.templates, cache=cache)

    return run
