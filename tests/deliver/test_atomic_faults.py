"""Every call of the system that a save makes fails, once and for good: the old or the new file is whole each time."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from pingyi.deliver import OutputFolder, local
from pingyi.deliver.entry import Entry
from pingyi.deliver.local import LocalStorage
from pingyi.disk import flush
from pingyi.disk.atomic import write_group
from pingyi.errors import DeliveryError, DiskError

CALLS = ("open", "write", "fsync", "close", "rename", "replace", "unlink", "mkdir", "rmdir", "lstat", "stat", "scandir")
NAMES = ("一.docx", "二.docx", "三.docx")
MANY = tuple(f"{number}.docx" for number in range(18))
"""So many that the disk is flushed as a whole, where the system can do that."""


class Disk:
    """Counts the calls of the system below one folder, and lets the Nth fail: once, or it and all that follow."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.failing: Callable[[int], bool] = lambda _number: False
        self.number = errno.EIO
        for name in CALLS:
            monkeypatch.setattr(os, name, self._wrap(getattr(os, name)))

    def _wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **keywords: Any) -> Any:
            self.count += 1
            if self.failing(self.count):
                if call.__name__ == "close":
                    call(*arguments)  # the descriptor is gone whatever close says
                raise OSError(self.number, os.strerror(self.number))
            return call(*arguments, **keywords)

        return wrapped


def save(root: Path, names: Sequence[str] = NAMES) -> list[DeliveryError | None]:
    return write_group([(root / name, f"new {name}".encode()) for name in names])


def assert_whole(root: Path, errors: list[DeliveryError | None], names: Sequence[str] = NAMES) -> None:
    for name, error in zip(names, errors, strict=True):
        content = (root / name).read_bytes().decode()
        assert content in (f"old {name}", f"new {name}")
        if error is None:
            assert content == f"new {name}"


def put_old(root: Path, names: Sequence[str] = NAMES) -> None:
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for name in names:
        (root / name).write_bytes(f"old {name}".encode())


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("names", [NAMES, MANY], ids=["few", "many"])
def test_every_call_of_a_save_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sticky: bool, names: Sequence[str]
) -> None:
    root = tmp_path / "out"
    put_old(root, names)
    monkeypatch.setattr("pingyi.disk.places._LOCKED_RETRIES", (0, 0))
    with monkeypatch.context() as patched:
        disk = Disk(patched)
        assert save(root, names) == [None] * len(names)
        total = disk.count
    assert total >= 4 * len(names)
    failed = 0
    for nth in range(1, total + 1):
        put_old(root, names)
        with monkeypatch.context() as patched:
            disk = Disk(patched)
            disk.number = number
            disk.failing = (lambda count, nth=nth: count >= nth) if sticky else (lambda count, nth=nth: count == nth)
            errors = save(root, names)
        assert_whole(root, errors, names)
        failed += any(errors)
        leftovers = {path.name for path in root.iterdir()} - set(names)
        assert all(name.endswith(".pingyi-tmp") for name in leftovers)
        with OutputFolder(root):
            pass
        assert {path.name for path in root.iterdir()} == {*names, ".pingyi"}
    assert failed > total // 2


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("names", [NAMES, MANY], ids=["few", "many"])
def test_every_call_of_a_save_into_new_folders_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sticky: bool, names: Sequence[str]
) -> None:
    root = tmp_path / "out"
    places = [f"总支/{folder}/{name}" for folder in ("一支部", "二支部") for name in names]
    monkeypatch.setattr("pingyi.disk.places._LOCKED_RETRIES", (0, 0))
    put_old(root, ())
    with monkeypatch.context() as patched:
        disk = Disk(patched)
        assert save(root, places) == [None] * len(places)
        total = disk.count
    failed = 0
    for nth in range(1, total + 1):
        put_old(root, ())
        with monkeypatch.context() as patched:
            disk = Disk(patched)
            disk.number = number
            disk.failing = (lambda count, nth=nth: count >= nth) if sticky else (lambda count, nth=nth: count == nth)
            errors = save(root, places)
        with OutputFolder(root):
            pass
        there = {str(path.relative_to(root)): path.read_text() for path in root.rglob("*.docx")}
        assert there == {place: f"new {place}" for place in there}
        assert there.keys() >= {place for place, error in zip(places, errors, strict=True) if error is None}
        assert not [path for path in root.rglob("*") if path.name.endswith(".pingyi-tmp")]
        failed += any(errors)
    assert failed > total // 2


@pytest.mark.skipif(sys.platform == "win32", reason="there each file is put in its place by itself")
def test_a_new_folder_appears_with_all_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = []
    rename = os.rename
    monkeypatch.setattr(os, "rename", lambda source, target: (moved.append(target), rename(source, target)))
    monkeypatch.setattr(os, "replace", lambda *_arguments: pytest.fail("a file was moved by itself"))
    assert save(tmp_path, [f"支部/{name}" for name in NAMES]) == [None] * len(NAMES)
    assert moved == [str(tmp_path / "支部")]
    assert {path.name for path in tmp_path.rglob("*")} == {"支部", *NAMES}


@pytest.mark.skipif(sys.platform == "win32", reason="there each file is put in its place by itself")
def test_a_folder_that_somebody_makes_meanwhile_keeps_what_they_put_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    def make_first(source: str, target: str) -> None:
        Path(target).mkdir()
        Path(target, "theirs.docx").write_text("theirs")
        rename(source, target)

    monkeypatch.setattr(os, "rename", make_first)
    assert save(tmp_path, [f"支部/{name}" for name in NAMES]) == [None] * len(NAMES)
    assert {path.name for path in tmp_path.rglob("*")} == {"支部", *NAMES, "theirs.docx"}
    assert (tmp_path / "支部" / "theirs.docx").read_text() == "theirs"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_that_cannot_be_written_does_not_keep_a_new_folder_away(tmp_path: Path) -> None:
    names = ("一.docx", "x" * 300, "三.docx")
    errors = save(tmp_path, [f"支部/{name}" for name in names])
    assert [error is None for error in errors] == [True, False, True]
    assert {path.name for path in (tmp_path / "支部").iterdir()} == {"一.docx", "三.docx"}
    assert [path.name for path in tmp_path.iterdir()] == ["支部"]


def test_a_disk_that_cannot_be_flushed_keeps_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_disk: int) -> int:
        ctypes.set_errno(errno.EIO)
        return -1

    monkeypatch.setattr(flush, "_find_syncfs", lambda: refuse)
    root = tmp_path / "out"
    put_old(root, MANY)
    errors = save(root, MANY)
    assert all(isinstance(error, DiskError) for error in errors)
    assert [(root / name).read_text() for name in MANY] == [f"old {name}" for name in MANY]
    assert {path.name for path in root.iterdir()} == set(MANY)


def test_many_files_are_saved_where_no_disk_can_be_flushed_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flush, "_find_syncfs", lambda: None)
    monkeypatch.setattr(flush, "_OPEN_FILES", 5)
    assert save(tmp_path, MANY) == [None] * len(MANY)
    assert_whole(tmp_path, [None] * len(MANY), MANY)


def test_the_manifest_waits_until_the_names_of_all_files_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "out"
    manifest = root / ".pingyi" / "manifest.jsonl"
    seen: list[bool] = []

    def refuse(_folder: Path) -> None:
        seen.append(manifest.exists())
        raise OSError(errno.EIO, "refused")

    def save_many() -> None:
        with OutputFolder(root) as folder:
            lines = [Entry(path=name, sha256=hashlib.sha256(b"new").hexdigest()).to_line() for name in MANY]
            assert folder.storage.write([(name, b"new") for name in MANY], lines) == [None] * len(MANY)

    with monkeypatch.context() as patched:
        patched.setattr(local, "flush_disk", refuse)
        with pytest.raises(DiskError):
            save_many()
    assert seen == [False]
    assert not manifest.exists()
    with OutputFolder(root) as folder:  # the journal knows
        assert {entry.path for entry in folder.manifest} == set(MANY)
    assert len(manifest.read_bytes().splitlines()) == len(MANY)


def test_a_journal_that_cannot_be_written_keeps_the_old_files(tmp_path: Path) -> None:
    put_old(tmp_path / "out")
    (tmp_path / "out" / ".pingyi").write_text("in the way")
    storage = LocalStorage(tmp_path / "out")
    files = [(PurePosixPath(name), b"new") for name in NAMES]
    errors = storage.write(files, [Entry(path=name, sha256="x").to_line() for name in NAMES])
    assert all(errors)
    assert [(tmp_path / "out" / name).read_bytes() for name in NAMES] == [f"old {name}".encode() for name in NAMES]


def test_a_file_held_by_another_program_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []
    rename = os.replace

    def refuse_once(source: str, target: str) -> None:
        tries.append(target)
        if len(tries) == 1:
            raise PermissionError(errno.EACCES, "held")
        rename(source, target)

    monkeypatch.setattr(os, "replace", refuse_once)
    assert write_group([(tmp_path / "a.docx", b"new")]) == [None]
    assert len(tries) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("needs Linux and mount")
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_keeps_old_files_and_what_is_done(small_disk: Path) -> None:
    places = [PurePosixPath(f"支部/{number:02}.docx") for number in range(60)]
    with OutputFolder(small_disk) as folder:
        folder.deliver(places[0], b"old", {})
    done = []
    with OutputFolder(small_disk) as folder, contextlib.suppress(DiskError):
        for place in places:
            folder.deliver(place, b"x" * 10_000, {})
            done.append(place)
    assert 5 < len(done) < 30
    assert all((small_disk / place).stat().st_size == 10_000 for place in done)
    assert not [path for path in small_disk.rglob("*") if path.name.endswith(".pingyi-tmp")]
    # there may be no room for the manifest itself: that is told, and the journals know
    with contextlib.suppress(DiskError), OutputFolder(small_disk) as folder:
        assert {entry.path for entry in folder.manifest} == {str(place) for place in done}
