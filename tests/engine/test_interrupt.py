"""Ctrl-C reaches every process of the terminal, at any moment: one clean end, whole files, nothing left running."""

from __future__ import annotations

import multiprocessing
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pingyi.cli import INTERRUPTED_EXIT
from pingyi.engine.processes import ProcessEngine
from pingyi.errors import DeliveryError

Write = Callable[..., Path]
Interrupt = Callable[..., tuple[int, str]]
WORKERS = 2
posix = pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are a thing of POSIX")


@posix
@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5, 2.5])
def test_ctrl_c_at_any_moment_ends_a_parallel_render_without_tracebacks(
    big_roster: Write, interrupt: Interrupt, tmp_path: Path, moment: float
) -> None:
    words = ["render", str(big_roster(5000)), "-o", str(tmp_path / "out"), "--engine", "processes"]
    code, err = interrupt([*words, "--jobs", str(WORKERS)], moment)
    assert code == INTERRUPTED_EXIT, err
    assert "Traceback" not in err
    assert (
        code == 0 or not err or err.splitlines()[-1].startswith("Interrupted.")
    )  # nothing to say before the command began
    for path in (tmp_path / "out").rglob("*.docx"):
        assert zipfile.ZipFile(path).testzip() is None


def double(part: str) -> str:
    return part * 2


def prepare_nothing() -> None:
    """Every worker is ready."""


def fail_at_three(part: int) -> int:
    if part == 3:
        raise DeliveryError("three", cure="four")
    return part


def leave_at_three(part: int) -> int:
    if part == 3:
        os._exit(9)
    return part


def test_results_come_in_the_order_of_the_parts_however_large_they_are() -> None:
    parts = [letter * 300_000 for letter in "abcdefgh"]
    assert list(ProcessEngine(2).run(double, parts, prepare_nothing)) == [part * 2 for part in parts]


def test_what_a_part_raises_is_raised_here_and_ends_the_workers() -> None:
    results = ProcessEngine(2).run(fail_at_three, range(100), prepare_nothing)
    assert [next(results) for _count in range(3)] == [0, 1, 2]
    with pytest.raises(DeliveryError, match="three") as caught:
        next(results)
    assert caught.value.cure == "four"
    assert not multiprocessing.active_children()


def test_a_worker_that_is_ended_from_outside_is_told() -> None:
    with pytest.raises(DeliveryError, match="ended from outside"):
        list(ProcessEngine(2).run(leave_at_three, range(100), prepare_nothing))
    assert not multiprocessing.active_children()
