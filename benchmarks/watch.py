"""Running a command and watching the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.1


@dataclass(frozen=True)
class Run:
    """What a command took: wall-clock seconds, and the peak of MB over all its processes, 0 where it is not known."""

    seconds: float
    megabytes: float


def run(command: Sequence[str | Path]) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; the text has what it said.
    """
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        watch = _Watch(process.pid)
        watch.start()
        assert process.stdout is not None
        said = process.stdout.read()
        code = process.wait()
        watch.stop()
    if code:
        raise RuntimeError(said[-2000:])
    return Run(time.perf_counter() - start, watch.peak / 2**20)


class _Watch(threading.Thread):
    """Adds up what a process and its children occupy; pages they share count once (PSS), where the system tells."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._root = root
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_PAUSE):
            self.peak = max(self.peak, sum(map(_measure, _list_family(self._root))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _list_family(root: int) -> set[int]:
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*") if os.name == "posix" else ():
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    family = {root}
    while True:
        grown = family | {child for child, parent in parents.items() if parent in family}
        if grown == family:
            return family
        family = grown


def _measure(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0
