"""Ctrl-C ends the program within seconds, wherever it strikes.

A `KeyboardInterrupt` may come up anywhere, and some libraries turn it into an error of their own or swallow it. So it
is noted here as well; and a program that goes on all the same is ended, which no file minds: each is put in its place
in one step.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

INTERRUPTED_EXIT = 130
_PATIENCE = 4.0
"""Seconds the program gets to end by itself."""
_came = threading.Event()


def watch() -> None:
    """Take note of Ctrl-C from now on; to be called in the main thread."""
    signal.signal(signal.SIGINT, _interrupt)


def was_interrupted() -> bool:
    """Whether somebody has pressed Ctrl-C, whatever became of it."""
    return _came.is_set()


def _interrupt(_number: int, _frame: object) -> None:
    if not _came.is_set():
        _came.set()
        sys.unraisablehook = lambda _unraisable: None  # where it is swallowed, Python would print it
        threading.Thread(target=_end_anyhow, daemon=True).start()
    raise KeyboardInterrupt


def _end_anyhow() -> None:
    time.sleep(_PATIENCE)
    from pingyi.cli.console import print_interrupted

    print_interrupted()
    sys.stderr.flush()
    os._exit(INTERRUPTED_EXIT)
