"""Worker processes of this machine, each with a pipe of its own.

The pools of the standard library share locks and threads among their workers: one that is ended in the middle of a
word can leave all others waiting. Here the first process alone waits, so it can end every worker at any moment.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any, Generic

from pingyi.engine.engine import R, T
from pingyi.errors import DeliveryError
from pingyi.texts import translate as _
from pingyi.workers import interrupts_held, leave_with_parent

_PATIENCE = 5.0
"""Seconds that workers get to end by themselves."""


class Crew(Generic[T, R]):
    """Workers that each do one part at a time; started as parts come in, ended when the context is left.

    Args:
        size: how many workers, at most.
        work: done to each part; can be pickled, as can parts and results.
        prepare: what each worker does first.
    """

    def __init__(self, size: int, work: Callable[[T], R], prepare: Callable[[], object]) -> None:
        self._size = size
        self._start_words = (work, prepare, os.environ.copy())
        self._processes: list[SpawnProcess] = []
        self._idle: list[Connection] = []
        self._busy: dict[Connection, int] = {}
        self._done: dict[int, tuple[bool, Any]] = {}
        self._sent = self._taken = 0

    def __enter__(self) -> Crew[T, R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(0.0 if isinstance(error, KeyboardInterrupt) else _PATIENCE)

    @property
    def ready(self) -> bool:
        """Whether the result that is next to be taken is there."""
        return self._taken in self._done

    @property
    def waiting(self) -> int:
        """How many parts were sent whose results nobody has taken."""
        return self._sent - self._taken

    def send(self, part: T) -> None:
        """Give a part to a worker, once one is free.

        Raises:
            DeliveryError: a worker was ended from outside.
        """
        if not self._idle and len(self._processes) < self._size:
            self._idle.append(self._start())
        while not self._idle:
            self._receive()
        # a worker that is idle reads: neither side can wait for the other to read what fills the pipe
        pipe = self._idle.pop()
        with _told_when_gone():
            pipe.send(part)
        self._busy[pipe] = self._sent
        self._sent += 1

    def take(self) -> R:
        """The result of the first part that was not taken yet, once it is there.

        Raises:
            DeliveryError: a worker was ended from outside.
        """
        while not self.ready:
            self._receive()
        succeeded, value = self._done.pop(self._taken)
        self._taken += 1
        if not succeeded:
            raise value
        result: R = value
        return result

    def _receive(self) -> None:
        ready = connection.wait(list(self._busy))
        for pipe in [pipe for pipe in self._busy if pipe in ready]:
            with _told_when_gone():
                self._done[self._busy.pop(pipe)] = pipe.recv()
            self._idle.append(pipe)

    def _start(self) -> Connection:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(theirs, *self._start_words), daemon=True
        )
        self._processes.append(process)
        if hasattr(signal, "pthread_sigmask"):
            with interrupts_held():
                resource_tracker.ensure_running()  # it unblocks signals when it starts, so it starts first
        with interrupts_held():
            process.start()
        theirs.close()
        return ours

    def _end(self, patience: float) -> None:
        for pipe in (*self._idle, *self._busy):
            pipe.close()  # a worker that waits for a part ends by itself
        started = [process for process in self._processes if process.pid is not None]
        until = time.monotonic() + patience
        try:
            for process in started:
                process.join(max(0.0, until - time.monotonic()))
        finally:  # a second Ctrl-C comes here too
            for process in started:
                process.kill()  # every file is put in its place in one step: none can be torn
            for process in started:
                process.join(_PATIENCE)


@contextlib.contextmanager
def _told_when_gone() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as error:
        raise DeliveryError(
            _("A worker process was ended from outside, perhaps because the memory is full."),
            cure=_("What is done is kept. Run again, with fewer processes: --jobs 1."),
        ) from error


def _serve(
    pipe: Connection, work: Callable[[Any], object], prepare: Callable[[], object], environment: dict[str, str]
) -> None:
    """What a worker does: one part after another, until the first process has closed the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal: the first one decides
    leave_with_parent()
    os.environ.update(environment)
    with contextlib.suppress(Exception):  # what fails here fails again at the first part, and is told there
        prepare()
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(_try(work, pipe.recv()))


def _try(work: Callable[[Any], object], part: Any) -> tuple[bool, object]:
    try:
        return True, work(part)
    except Exception as error:  # noqa: BLE001 - raised again in the first process
        error.add_note(traceback.format_exc())  # where it was raised here does not travel along
        return False, error
