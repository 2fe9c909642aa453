"""Folders that are named by a URL."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

from pingyi.errors import UsageError
from pingyi.texts import translate as _

_MARK = "://"


def find_local(text: str) -> Path | None:
    """The folder of this machine that a path or a URL of the kind `file` names; `None` for a URL of another kind.

    Raises:
        UsageError: nothing is named, or a folder of another machine.
    """
    if not text.strip():
        raise UsageError(_("No folder is named."), cure=_("Write its name, such as: -o 表格"))
    kind, mark, rest = text.partition(_MARK)
    if not mark:
        return Path(text)
    if not kind:
        raise UsageError(
            _("“{text}” is neither a folder nor a URL.").format(text=text),
            cure=_("Name a folder, or a URL such as s3://bucket/folder."),
        )
    if kind.lower() != "file":
        return None
    machine, slash, path = rest.partition("/")
    if machine.lower() not in ("", "localhost") or not path:
        raise UsageError(
            _("“{text}” names no folder of this machine.").format(text=text),
            cure=_("After file:// comes the whole path, beginning with a third slash: file:///home/…"),
        )
    return Path(_drop_slash(unquote(slash + path)))


def _drop_slash(path: str) -> str:
    """On Windows the path of `file:///D:/表格` begins with the drive."""
    return path[1:] if os.name == "nt" and path[2:3] == ":" else path
