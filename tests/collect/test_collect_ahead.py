"""Many files are read by several processes: what they find is the same, whatever becomes of them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from collect_kit import Desk, Edit, list_slots, make_truth, plainly

from pingyi.cli import INTERRUPTED_EXIT
from pingyi.collect import Collected, ahead
from pingyi.collect.cache import FILE
from pingyi.collect.folder import File

Collect = Callable[..., Collected]
linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process reads all files")
PATIENCE = 20


def fill_forms(desk: Desk, count: int) -> Iterator[tuple[str, bytes]]:
    for number in range(count):
        subject, document = desk.paper("member", number, "self")
        edit = Edit(desk.render(subject, document))
        if number % 3:
            plainly(edit, dict(list_slots(make_truth(desk.sent(subject, document), number))), None)  # type: ignore[arg-type]
        yield f"{number:03}.docx", edit.save()


@pytest.fixture(scope="module")
def files(desk: Desk) -> dict[str, bytes]:
    """Forms, the same one twice, and files that nobody can read."""
    forms = dict(fill_forms(desk, 24))
    return {**forms, "017.docx": b"PK\x03\x04 no zip", "100.docx": forms["001.docx"], "101.docx": b"", "a.pdf": b"x"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes take part from the fifth new file on."""
    monkeypatch.setattr(ahead, "FEW", 4)
    monkeypatch.setattr(ahead, "_CHUNK", 3)


def set_jobs(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(ahead, "_count_processors", lambda: jobs)


def die(_files: Sequence[File]) -> dict[str, object]:
    os._exit(9)


@linux
@pytest.mark.usefixtures("few")
def test_several_processes_find_what_one_finds(
    collect: Collect, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_jobs(monkeypatch, 1)
    alone = collect(files, cache=tmp_path / "alone")
    set_jobs(monkeypatch, 2)
    together = collect(cache=tmp_path / "together")
    assert together == alone
    assert [item.path for item in together.documents] == [item.path for item in alone.documents]
    assert (tmp_path / "together" / FILE).read_bytes() == (tmp_path / "alone" / FILE).read_bytes()
    assert collect(cache=tmp_path / "together") == alone


@linux
@pytest.mark.usefixtures("few")
def test_what_a_dying_process_read_is_read_again(
    collect: Collect, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_jobs(monkeypatch, 1)
    alone = collect(files)
    set_jobs(monkeypatch, 2)
    monkeypatch.setattr(ahead, "_read", die)
    assert collect() == alone


def test_a_process_with_threads_is_not_forked() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ahead._count_processors).result() == 1


@linux
@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.5, 1.0, 1.5, 2.0])
def test_ctrl_c_ends_every_process_without_tracebacks(
    desk: Desk, interrupt: Callable[..., tuple[int, str]], tmp_path: Path, moment: float
) -> None:
    folder = tmp_path / "campaign"
    shutil.copytree(desk.folder, folder)
    contents = list(fill_forms(desk, 40))
    for number in range(75):  # the bytes behind a zip make each file another one
        for name, content in contents:
            (folder / "returned" / f"{number}-{name}").write_bytes(content + bytes(number))
    # two processes even on a machine with one processor
    before = "import pingyi.collect.ahead as ahead; ahead._count_processors = lambda: 2; "
    code, err = interrupt(["collect", "--campaign", str(folder)], moment, before, PATIENCE)
    assert code == INTERRUPTED_EXIT, err
    assert "Traceback" not in err
