"""What the tests of finished documents share: a press with every form's template."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from outputkit import Press

from pingyi.plugins import load_plugins


@pytest.fixture(scope="session")
def press() -> Press:
    return Press(load_plugins())
