"""Places behind URLs: whatever goes wrong there is told as what it is, and little is held or left."""

from __future__ import annotations

import errno
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from pingyi.deliver import OutputFolder
from pingyi.deliver.remote import RemoteStorage
from pingyi.errors import DeliveryError, DiskError

fsspec = pytest.importorskip("fsspec", reason="pingyi[dask] is not installed")
Run = Callable[..., tuple[int, str, str]]
URL = "memory://bucket/2010"


@pytest.fixture
def memory() -> Iterator[Any]:
    found = fsspec.filesystem("memory")
    yield found
    if found.exists("/bucket"):
        found.rm("/bucket", recursive=True)


@pytest.mark.parametrize(
    "url",
    ["ftp://127.0.0.1:1/x", "zip:///nowhere.zip", "zip://x", "data://x", "reference://x", "github://a:b@c/x", "simplecache://x"],
)  # fmt: skip
def test_a_place_that_cannot_be_used_is_told_with_a_cure(
    pingyi: Run, write_roster: Callable[..., Path], url: str
) -> None:
    code, _text, err = pingyi("render", write_roster(), "-o", url)
    assert code in (2, 4), err
    assert "mistake in pingyi" not in err
    assert "→" in err
    assert len(err.splitlines()) < 20


def test_leftovers_of_killed_runs_are_swept(memory: Any) -> None:
    memory.pipe_file("/bucket/2010/支部/.3fa2-7.pingyi-tmp", b"half")
    memory.pipe_file("/bucket/2010/支部/theirs.tmp", b"theirs")
    with OutputFolder(URL) as folder:
        assert folder.swept == 1
    assert "/bucket/2010/支部/theirs.tmp" in memory.find("/bucket")
    assert not [name for name in memory.find("/bucket") if name.endswith(".pingyi-tmp")]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), ConnectionResetError("gone"), TimeoutError()])
def test_after_an_error_of_the_disk_no_other_file_is_tried(
    memory: Any, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    tried = []

    def refuse(_self: Any, path: str, _content: bytes, **_options: Any) -> None:
        tried.append(path)
        if len(tried) > 1:
            raise error

    monkeypatch.setattr(type(memory), "pipe_file", refuse)
    monkeypatch.setattr(type(memory), "mv", lambda *_arguments, **_options: None)
    errors = RemoteStorage(URL).write([(f"{number}.docx", b"x") for number in range(5)], [b""] * 5)
    assert len(tried) == 2
    assert errors[0] is None
    assert all(isinstance(item, DiskError) and item.cure for item in errors[1:])


def test_a_file_that_fails_leaves_nothing_and_stops_no_other(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    known = type(memory).mv

    def refuse(self: Any, source: str, target: str, **options: Any) -> None:
        if target.endswith("1.docx"):
            raise RuntimeError
        known(self, source, target, **options)

    monkeypatch.setattr(type(memory), "mv", refuse)
    errors = RemoteStorage(URL).write([(f"{number}.docx", b"x") for number in range(3)], [b""] * 3)
    assert [error is None for error in errors] == [True, False, True]
    assert memory.find("/bucket") == ["/bucket/2010/0.docx", "/bucket/2010/2.docx"]


def test_a_large_file_is_not_held_in_memory(tmp_path: Path) -> None:
    fsspec.filesystem("local")
    size, place = 24 << 20, PurePosixPath("工作包/大.zip")
    storage = RemoteStorage(f"local://{tmp_path}/out")
    tracemalloc.start()
    try:
        with storage.draft(place) as draft:
            for _number in range(24):
                draft.stream.write(bytes(1 << 20))
            draft.line = b"line"
        storage.digest(place)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "out" / place).stat().st_size == size
    assert peak < 8 << 20


def test_a_manifest_that_cannot_be_written_is_told(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> None:
        raise OSError(errno.EACCES, "no")

    with pytest.raises(DeliveryError, match=r"manifest\.jsonl"), OutputFolder(URL):
        monkeypatch.setattr(type(memory), "pipe_file", refuse)
