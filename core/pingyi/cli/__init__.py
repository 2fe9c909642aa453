"""The command line: one module per command, and the one place where errors become words and exit codes.

Commands import what they need when they run, so that `pingyi --help` starts at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pingyi.cli.interrupt import INTERRUPTED_EXIT, was_interrupted, watch

BUG_EXIT = 3


def main() -> None:
    """Run the program with the words of the command line, and leave with its exit code."""
    watch()
    for stream in (sys.stdout, sys.stderr):
        # a GBK console cannot print every name; a question mark in the listing is better than a crash
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before the command began
        code = INTERRUPTED_EXIT
    except Exception:
        if not was_interrupted():
            raise
        code = INTERRUPTED_EXIT
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    0 done; 1 problems in the user's data; 2 usage or settings; 3 a bug, with a log file; 4 some documents failed, the
    rest are there; 130 interrupted.
    """
    from pingyi.cli.app import app
    from pingyi.cli.console import print_bug, print_error, print_interrupted
    from pingyi.cli.usage import print_usage_error
    from pingyi.errors import PingyiError

    try:
        result = app(list(arguments) or ["--help"], standalone_mode=False, prog_name="pingyi")
    except Exception as error:  # noqa: BLE001 - the last line of defence: a log file instead of a traceback
        if was_interrupted():  # what some libraries make of it
            result = INTERRUPTED_EXIT
        elif isinstance(error, PingyiError):
            print_error(error)
            return error.exit_code
        elif hasattr(error, "format_message"):  # the command line library's own errors
            return print_usage_error(error, arguments)
        else:
            print_bug(error)
            return BUG_EXIT
    exit_code = INTERRUPTED_EXIT if was_interrupted() else int(result or 0)
    if exit_code == INTERRUPTED_EXIT:
        print_interrupted()
    return exit_code
