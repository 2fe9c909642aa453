"""Whether a plugin touches files, the network or other programs while it decides: Python's own audit events tell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from pingyi import texts

_EVENTS = (
    "open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile",
    "shutil.", "glob.glob", "tempfile.", "sqlite3.connect", "subprocess.Popen", "socket.", "urllib.Request",
    "http.client.", "ftplib.", "smtplib.", "ctypes.dlopen",
)  # fmt: skip
_EXCUSED = ("<frozen importlib", texts.__file__, "<frozen zipimport")
"""Loading a module at its first use, and looking up a message, are not the plugin's own reading."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing a plugin did that it must not.

    Attributes:
        event: Python's name for it, such as `open`.
        what: the file, address or program.
        place: file and line of the plugin.
    """

    event: str
    what: str
    place: str


@dataclass
class _Watch:
    roots: tuple[str, ...]
    touches: list[Touch] = field(default_factory=list)


_watches: list[_Watch] = []
_installed: list[bool] = []
"""An audit hook can never be taken away again: there is one, which looks at the watches that are on."""


@contextmanager
def watch(module: object) -> Iterator[list[Touch]]:
    """Record what the code of one plugin touches.

    Args:
        module: the plugin; its folder is its code, for a single file that file.
    """
    file = str(getattr(module, "__file__", None) or sys.modules[type(module).__module__].__file__)
    root = str(Path(file).parent) if Path(file).name == "__init__.py" else file
    if not _installed:
        sys.addaudithook(_listen)
        _installed.append(True)
    on = _Watch((root,))
    _watches.append(on)
    try:
        yield on.touches
    finally:
        _watches.remove(on)


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watches or not event.startswith(_EVENTS):
        return
    for on in _watches:
        place = _find_place(sys._getframe(1), on.roots)
        if place:
            what = str(arguments[0]) if arguments else ""
            if event == "socket.connect":
                what = str(arguments[1])
            touch = Touch(event, what, place)
            if touch not in on.touches:
                on.touches.append(touch)


def _find_place(frame: FrameType | None, roots: tuple[str, ...]) -> str:
    """The innermost line of the plugin, or nothing where the event is not its doing."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_EXCUSED):
            return ""
        if name.startswith(roots):
            return f"{Path(name).name}:{frame.f_lineno}"
        frame = frame.f_back
    return ""
