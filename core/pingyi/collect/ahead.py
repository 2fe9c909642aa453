"""Reading many files ahead in other processes: what they find goes into the cache, from which all is read in order.

So nothing depends on them: a file whose reading did not come back, for whatever reason, is read where it is needed.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from pingyi.collect.folder import File
from pingyi.collect.reader import FileReader
from pingyi.workers import count_processors, interrupts_held, leave_with_parent

FEW = 128
"""So many new files are read here first: by then the templates are compiled, and every process has them for nothing."""
_CHUNK = 32
"""Files that a process gets at once: about a tenth of a second."""
_WAITING = 3
"""Chunks in line for each process: none waits, and few contents are held."""
_Found = dict[str, dict[str, Any]]


def read_ahead(files: Iterable[File], reader: FileReader) -> Iterator[File]:
    """Yield the files in their order, those of many once other processes have read them.

    Args:
        files: what is to be read.
        reader: reads them; what was found is given to it.
    """
    jobs = _count_processors()
    remaining = iter(files)
    new = 0
    for file in remaining:
        if jobs > 1 and new >= FEW:
            yield from _Ahead(reader, jobs).run(itertools.chain([file], remaining))
            return
        new += reader.is_new(file)
        yield file


def _count_processors() -> int:
    """Processors to use: one where a process cannot be forked, since opening the campaign anew costs more.

    A process with threads, or one that is itself a helper of another, must not be forked.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or multiprocessing.parent_process() is not None:
        return 1
    return count_processors()


class _Ahead:
    def __init__(self, reader: FileReader, jobs: int) -> None:
        self._reader = reader
        self._jobs = jobs
        self._waiting: deque[tuple[Sequence[File], Future[_Found]]] = deque()
        self._is_broken = False

    def run(self, files: Iterator[File]) -> Iterator[File]:
        gc.freeze()  # looking for garbage would copy the pages that all processes share
        context = multiprocessing.get_context("fork")
        pool = ProcessPoolExecutor(self._jobs, context, initializer=_start, initargs=(self._reader,))
        try:
            with interrupts_held():  # for good in the other processes: this one decides
                pool.submit(_wait)
            while chunk := list(itertools.islice(files, _CHUNK)):
                self._waiting.append((chunk, self._submit(pool, chunk)))
                if len(self._waiting) > self._jobs * _WAITING:
                    yield from self._take()
            while self._waiting:
                yield from self._take()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            gc.unfreeze()

    def _submit(self, pool: ProcessPoolExecutor, chunk: Sequence[File]) -> Future[_Found]:
        new = [file for file in chunk if self._reader.is_new(file)]
        with contextlib.suppress(BrokenProcessPool):
            if new:
                return pool.submit(_read, new)
        nothing: Future[_Found] = Future()
        nothing.set_result({})
        return nothing

    def _take(self) -> Sequence[File]:
        chunk, future = self._waiting.popleft()
        with contextlib.suppress(BrokenProcessPool):  # ended from outside: the files are read here
            self._reader.learn(future.result())
        return chunk


_readers: list[FileReader] = []
"""The reader of this process, which it got from the one that forked it."""


def _start(reader: FileReader) -> None:
    _readers[:] = [reader]
    leave_with_parent()


def _wait() -> _Found:
    return {}


def _read(files: Sequence[File]) -> _Found:
    return _readers[0].find(files)
