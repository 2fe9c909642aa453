"""A group of files: what goes wrong with one folder, or with a full disk, takes nothing else along."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi.disk import atomic
from pingyi.disk.atomic import write_group
from pingyi.errors import DeliveryError, DiskError

COUNT = 20
"""So many that folders are read as a whole, and the disk is flushed as a whole."""


def list_targets(root: Path, count: int = COUNT) -> list[tuple[Path | str, bytes]]:
    return [
        (root / folder / f"{number:02}.docx", b"new") for folder in ("甲支部", "乙支部") for number in range(count // 2)
    ]


def put_file(folder: Path) -> None:
    folder.write_bytes(b"theirs")


def put_dangling_link(folder: Path) -> None:
    folder.symlink_to(folder.parent / "nowhere")


@pytest.mark.parametrize("count", [4, COUNT])
@pytest.mark.parametrize("spoil", [put_file, put_dangling_link])
def test_what_is_in_the_way_of_one_folder_takes_no_other_along(
    tmp_path: Path, spoil: Callable[[Path], None], count: int
) -> None:
    spoil(tmp_path / "甲支部")
    errors = write_group(list_targets(tmp_path, count))
    assert [error is None for error in errors] == [False] * (count // 2) + [True] * (count // 2)
    assert len({id(error) for error in errors}) == 2  # told once
    assert not any(isinstance(error, DiskError) for error in errors)
    assert len(list((tmp_path / "乙支部").iterdir())) == count // 2


@pytest.mark.parametrize("count", [4, COUNT])
@pytest.mark.parametrize("call", ["mkdir", "scandir", "open"])
def test_a_folder_that_may_not_be_written_takes_no_other_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, count: int
) -> None:
    if call != "mkdir":
        (tmp_path / "甲支部").mkdir()
    known = getattr(os, call)

    def refuse(path: Any, *arguments: Any, **keywords: Any) -> Any:
        if isinstance(path, str | Path) and (next(refusals, False) if call == "mkdir" else "甲支部" in str(path)):
            raise PermissionError(errno.EACCES, "no")
        return known(path, *arguments, **keywords)

    refusals = iter([True])  # the folder that waits for its files is made beside its place
    monkeypatch.setattr(os, call, refuse)
    errors = write_group(list_targets(tmp_path, count))
    monkeypatch.undo()
    if call == "scandir" and count < COUNT:
        assert errors == [None] * count
        return
    assert [error is None for error in errors] == [False] * (count // 2) + [True] * (count // 2)
    assert {path.name for path in tmp_path.iterdir()} - {"甲支部"} == {"乙支部"}
    assert len(list((tmp_path / "乙支部").iterdir())) == count // 2


@pytest.mark.parametrize("made", [False, True], ids=["new folders", "known folders"])
@pytest.mark.parametrize("count", [4, COUNT])
def test_a_disk_that_fills_up_keeps_what_was_written_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, made: bool
) -> None:
    files = list_targets(tmp_path, count)
    if made:
        for target, _content in files:
            Path(target).parent.mkdir(exist_ok=True)
    full = count // 2 + 1
    known, calls, announced = os.write, [], []

    def write(descriptor: int, content: bytes) -> int:
        calls.append(content)
        if len(calls) > full:
            known(descriptor, b"n")
            raise OSError(errno.ENOSPC, "No space left on device")
        return known(descriptor, content)

    monkeypatch.setattr(os, "write", write)
    with (tmp_path / "journal").open("wb") as journal:
        errors = write_group(files, lambda ready: announced.extend(ready) or journal.fileno())
    assert [error is None for error in errors] == [True] * full + [False] * (count - full)
    assert all(isinstance(error, DiskError) for error in errors[full:])
    assert announced == list(range(full))
    there = sorted(path for path in tmp_path.rglob("*") if path.is_file() and path.name != "journal")
    assert there == sorted(Path(target) for target, _content in files[:full])
    assert {path.read_bytes() for path in there} == {b"new"}


def test_files_make_room_for_the_journal(tmp_path: Path) -> None:
    def announce(ready: list[int]) -> int:
        tried.append(len(ready))
        if len(ready) > 12:
            raise DiskError("full")
        return journal.fileno()

    tried: list[int] = []
    with (tmp_path / "journal").open("wb") as journal:
        errors = write_group(list_targets(tmp_path), announce)  # type: ignore[arg-type]
    kept = tried[-1]
    assert 8 <= kept <= 12
    assert [error is None for error in errors] == [True] * kept + [False] * (COUNT - kept)
    assert len(list(tmp_path.rglob("*.docx"))) == kept


def test_a_journal_that_is_refused_for_good_puts_no_file_in_its_place(tmp_path: Path) -> None:
    def announce(_ready: list[int]) -> int:
        raise DeliveryError("no")

    errors = write_group(list_targets(tmp_path), announce)  # type: ignore[arg-type]
    assert all(errors)
    assert not list(tmp_path.rglob("*.docx"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells it in another way")
def test_a_folder_in_the_place_of_a_file_has_a_cure_that_helps(tmp_path: Path) -> None:
    (tmp_path / "a.docx").mkdir()
    (error,) = atomic.write_group([(tmp_path / "a.docx", b"new")])
    assert error is not None
    assert "Word" not in error.cure
    assert "Move" in error.cure
