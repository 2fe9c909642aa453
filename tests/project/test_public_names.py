"""The names plugin authors may use are exact, and importing pingyi costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pingyi


def test_all_names_exist_and_are_listed_once() -> None:
    assert sorted(pingyi.__all__) == sorted(set(pingyi.__all__))
    assert set(pingyi.__all__) == set(pingyi._HOME_OF)
    for name in pingyi.__all__:
        assert getattr(pingyi, name) is not None
    assert set(pingyi.__all__) <= set(dir(pingyi))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        _ = pingyi.nope


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from pingyi.cli import run; run(['--help']);"
        "heavy = {'docx', 'docxtpl', 'pydantic', 'openpyxl', 'jinja2', 'xlsxwriter', 'lxml', 'rich'};"
        "heavy &= set(sys.modules);"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
