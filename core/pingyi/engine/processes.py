"""Several processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from pingyi.engine.engine import Engine, R, T
from pingyi.errors import DeliveryError
from pingyi.texts import translate as _

_AHEAD = 2
"""Parts in line for each process: none waits, and few results are held."""


class ProcessEngine(Engine):
    """As many processes as there are processors; each starts afresh, opens the source and loads the rules itself."""

    NAME = "processes"

    def run(
        self, work: Callable[[T], R], parts: Iterable[T], prepare: Callable[[], object]
    ) -> Generator[R, None, None]:
        """As `Engine` says.

        Raises:
            DeliveryError: a process was ended from outside.
        """
        jobs = self.jobs or count_processors()
        pool = ProcessPoolExecutor(
            jobs, multiprocessing.get_context("spawn"), initializer=_start, initargs=(prepare, os.environ.copy())
        )
        waiting: deque[Future[R]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(work, part))
                if len(waiting) > jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise DeliveryError(
                _("A worker process was ended from outside, perhaps because the memory is full."),
                cure=_("What is done is kept. Run again, with fewer processes: --jobs 1."),
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def count_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(prepare: Callable[[], object], environment: dict[str, str]) -> None:
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal: the first one decides
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    prepare()


def _leave_with_parent() -> None:
    """End this process when the one that started it is killed: the lock on the output folder went with that one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
