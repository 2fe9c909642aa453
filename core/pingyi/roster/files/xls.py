"""Reading .xls, the binary format of Excel 97 to 2003, through a bounded child process."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pingyi.roster.files import xls_child
from pingyi.roster.files.refusals import damaged, encrypted
from pingyi.roster.files.sheets import Sheet

_SECONDS = 30
_TIMES: dict[str, Callable[[str], object]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
}


def read_xls(path: Path) -> list[Sheet]:
    """Read every visible sheet.

    Raises:
        FileKindError: the file is damaged, encrypted, or would take too long.
    """
    try:
        # -P: the folder of the script must not come before the standard library
        done = subprocess.run(
            [sys.executable, "-P", xls_child.__file__, str(path.resolve())],
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        answer = json.loads(done.stdout, object_hook=_restore)
    except (subprocess.SubprocessError, ValueError) as error:
        raise damaged(path) from error
    if "password" in answer:
        raise encrypted(path)
    return [Sheet.place(table["name"], table["start"], table["rows"], table["merges"]) for table in answer["sheets"]]


def _restore(value: dict[str, Any]) -> Any:
    for name, parse in _TIMES.items():
        if set(value) == {name}:
            return parse(value[name])
    return value
