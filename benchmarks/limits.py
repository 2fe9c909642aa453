"""What writing alone takes: the least any maker of documents can need."""

from __future__ import annotations

import os
import time
from pathlib import Path

from contenders import Bench

from pingyi.disk.flush import can_flush_disks, flush_disk


class PlainWrites:
    title = "write limit: the same bytes into new files, not flushed"

    def __init__(self, bench: Bench) -> None:
        self._contents = bench.contents

    def run(self, out: Path) -> float:
        start = time.perf_counter()
        for number, content in enumerate(self._contents):
            (out / f"{number}.docx").write_bytes(content)
        return (time.perf_counter() - start) / len(self._contents)


class SafeWrites:
    """The least that keeps a promise: each file whole or absent, and there after a loss of power."""

    title = "write limit: the same, put in place and flushed"
    _GROUP, _BRANCH = 500, 30

    def __init__(self, bench: Bench) -> None:
        self._contents = bench.contents

    def run(self, out: Path) -> float:
        start = time.perf_counter()
        waiting: list[tuple[str, str]] = []
        for number, content in enumerate(self._contents):
            folder = f"{out}/{number // self._BRANCH}"
            if number % self._BRANCH == 0:
                os.mkdir(folder)
            waiting.append((f"{folder}/.{number}.tmp", f"{folder}/{number}.docx"))
            file = os.open(waiting[-1][0], os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            os.write(file, content)
            if not can_flush_disks():
                os.fsync(file)
            os.close(file)
            if len(waiting) == self._GROUP or number == len(self._contents) - 1:
                flush_disk(out)
                for temporary, target in waiting:
                    os.replace(temporary, target)
                waiting = []
        flush_disk(out)
        return (time.perf_counter() - start) / len(self._contents)
