"""A settings file out of a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def write_settings(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write `campaign.toml` and return its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "campaign.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
