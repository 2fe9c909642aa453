"""`pingyi plugin new`: what it writes passes its own tests at once, and nothing is ever overwritten."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pingyi.errors import DeliveryError, TemplateError, UsageError
from pingyi.scaffold import add_row, write_plugin


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PINGYI_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rule", "branch-type"])
def test_a_new_plugin_passes_its_tests_at_once(pingyi: Any, tmp_path: Path, kind: str) -> None:
    code, out, _err = pingyi("plugin", "new", "night-ward", "--kind", kind, "--label", "医护党支部", "--into", tmp_path)
    assert code == 0
    folder = tmp_path / "pingyi-night-ward"
    assert all(str(path) in out for path in folder.iterdir() if path.is_file())
    names = {path.name for path in folder.iterdir()}
    assert names == {"README.md", "conftest.py", "pingyi_night_ward", "pyproject.toml", "tests"}
    done = run(folder, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed" in done.stdout
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    assert "$" not in text
    assert run(folder, "-m", "ruff", "check", "--isolated", "--line-length", "120", ".").returncode == 0


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "pingyi-own").mkdir()
    with pytest.raises(UsageError, match="here already"):
        write_plugin("own", tmp_path)
    assert list((tmp_path / "pingyi-own").iterdir()) == []
    (tmp_path / "pingyi-other").write_text("mine")
    with pytest.raises(UsageError):
        write_plugin("pingyi-other", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pingyi-other", "pingyi-own"]


@pytest.mark.parametrize("name", ["", "Own", "1st", "a--b", "-a", "a_b", "../x", "a b", "医护", "x" * 31, "con.py"])
def test_names_that_do_not_fit_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        write_plugin(name, tmp_path)
    assert "small letters" in caught.value.cure
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["retired", "admin", "forms", "pingyi-student", "testing"])
def test_names_that_are_taken_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="installed already"):
        write_plugin(name, tmp_path)


def test_an_unknown_kind_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="branch-type"):
        write_plugin("own", tmp_path, kind="type")


def test_when_it_cannot_be_written_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(DeliveryError, match="disk is full"):
        write_plugin("own", tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
@pytest.mark.slow
def test_the_new_form_stays_on_one_page(campaign_of_people: Any, office: Any, tmp_path: Path) -> None:
    import pypdf

    from pingyi.forms import find_template
    from pingyi.plugins import load_plugins

    content = find_template(load_plugins().forms["member"], "forms", None).content
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "member.docx").write_bytes(add_row(content, "值班安排", "夜班"))
    campaign = dataclasses.replace(campaign_of_people([{"name": "张三"}]), folder=tmp_path)
    made = tmp_path / "own.docx"
    made.write_bytes(campaign.paper("张三").content)
    assert campaign.paper("张三")["值班安排"] == "夜班"
    assert len(pypdf.PdfReader(office(made, "pdf", tmp_path)).pages) == 1


def test_a_row_can_only_be_added_below_one_that_is_there() -> None:
    from pingyi.forms import find_template
    from pingyi.plugins import load_plugins

    content = find_template(load_plugins().forms["member"], "forms", None).content
    assert add_row(content, "栏", "{{ x }}") == add_row(content, "栏", "{{ x }}")
    with pytest.raises(TemplateError, match="nonsense"):
        add_row(content, "栏", "{{ x }}", after="nonsense")
