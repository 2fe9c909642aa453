"""The output folder: whole files, nothing of others touched, one run at a time."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path, PurePosixPath

import pytest

from pingyi.deliver import OutputFolder, Verdict
from pingyi.disk.atomic import write_whole
from pingyi.errors import DeliveryError

PLACE = PurePosixPath("总支/支部/张三.docx")


def test_a_document_is_written_then_left_alone(tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "out") as folder:
        assert folder.deliver(PLACE, b"one", {"form": "member"}) is Verdict.WRITTEN
        assert folder.deliver(PLACE, b"one", {}) is Verdict.UNCHANGED
    with OutputFolder(tmp_path / "out") as folder:
        assert folder.deliver(PLACE, b"one", {}) is Verdict.UNCHANGED
        assert folder.deliver(PLACE, b"two", {}) is Verdict.WRITTEN
    assert (tmp_path / "out" / PLACE).read_bytes() == b"two"
    lines = (tmp_path / "out" / ".pingyi" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["size"] for line in lines] == [3]


def test_a_file_that_somebody_edited_is_kept_unless_asked(tmp_path: Path) -> None:
    with OutputFolder(tmp_path) as folder:
        folder.deliver(PLACE, b"ours", {})
        (tmp_path / PLACE).write_bytes(b"edited in Word")
        assert folder.deliver(PLACE, b"ours, newer", {}) is Verdict.EDITED
    assert (tmp_path / PLACE).read_bytes() == b"edited in Word"
    with OutputFolder(tmp_path, overwrite=True) as folder:
        assert folder.deliver(PLACE, b"ours, newer", {}) is Verdict.OVERWRITTEN
    assert (tmp_path / PLACE).read_bytes() == b"ours, newer"


def test_a_file_that_was_there_before_us_is_kept(tmp_path: Path) -> None:
    (tmp_path / PLACE).parent.mkdir(parents=True)
    (tmp_path / PLACE).write_bytes(b"not ours")
    with OutputFolder(tmp_path) as folder:
        assert folder.deliver(PLACE, b"ours", {}) is Verdict.EDITED


def test_a_second_run_says_so_and_leaves(tmp_path: Path) -> None:
    with OutputFolder(tmp_path), pytest.raises(DeliveryError, match="Another run"), OutputFolder(tmp_path):
        pass


def test_a_torn_manifest_line_is_ignored(tmp_path: Path) -> None:
    with OutputFolder(tmp_path) as folder:
        folder.deliver(PLACE, b"ours", {})
    with (tmp_path / ".pingyi" / "manifest.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"path": "总支/支')
    with OutputFolder(tmp_path) as folder:
        assert folder.deliver(PLACE, b"newer", {}) is Verdict.WRITTEN


def test_leftovers_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    leftover = tmp_path / "总支" / ".张三.docx.1.pingyi-tmp"
    leftover.parent.mkdir()
    leftover.write_bytes(b"half")
    waiting = tmp_path / "总支" / ".第一支部.2.pingyi-tmp"
    waiting.mkdir()
    (waiting / "张三.docx").write_bytes(b"whole, and never put in its place")
    theirs = tmp_path / "总支" / "notes.tmp"
    theirs.write_bytes(b"theirs")
    with OutputFolder(tmp_path) as folder:
        assert folder.swept == 2
    assert not leftover.exists()
    assert not waiting.exists()
    assert theirs.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.docx"
    elsewhere.write_bytes(b"precious")
    (tmp_path / "form.docx").symlink_to(elsewhere)
    with pytest.raises(DeliveryError, match="link"):
        write_whole(tmp_path / "form.docx", b"ours")
    assert elsewhere.read_bytes() == b"precious"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_outputs_are_private_to_the_user(tmp_path: Path) -> None:
    write_whole(tmp_path / "form.docx", b"ours")
    assert stat.S_IMODE((tmp_path / "form.docx").stat().st_mode) == 0o600
