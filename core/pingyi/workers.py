"""Worker processes: how many, started so that no Ctrl-C reaches them, and gone with the process that started them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator


def count_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Let a process start that no Ctrl-C reaches, and let no Ctrl-C tear its start: it counts afterwards.

    A new process inherits which signals are blocked, long before it can choose to ignore one. Where signals cannot be
    blocked (Windows) it must ignore Ctrl-C from its first own line on.
    """
    came: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()  # no other thread is ever interrupted
    former = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number)) if is_main else None
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        if is_main:
            signal.signal(signal.SIGINT, former)
    if came:
        signal.raise_signal(signal.SIGINT)


def leave_with_parent() -> None:
    """End this process when the one that started it is gone, however it ended: its locks and pipes went with it."""
    threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
