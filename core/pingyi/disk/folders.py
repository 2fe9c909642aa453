"""Folders: made privately and safely, looked at for links, and swept of what a killed run left behind."""

from __future__ import annotations

import contextlib
import itertools
import os
import os.path
from pathlib import Path

from pingyi.disk.flush import flush_folders
from pingyi.disk.problems import explain, explain_link

TEMPORARY_SUFFIX = ".pingyi-tmp"


def make_folders(folder: Path) -> None:
    """Make a folder and those above it, each private to the user and safe on the disk.

    Raises:
        DeliveryError: it cannot be made, or a file of that name is in the way.
    """
    changed = add_folders(folder)
    try:
        flush_folders(changed)
    except OSError as error:
        raise explain(folder, error) from error


def add_folders(folder: Path) -> set[Path]:
    """Make a folder and those above it, each private to the user, and return those that must be flushed for that.

    Raises:
        DeliveryError: it cannot be made, or a file of that name is in the way.
    """
    missing = list(itertools.takewhile(lambda path: not path.is_dir(), (folder, *folder.parents)))
    try:
        for path in reversed(missing):
            path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise explain(folder, error) from error
    return {path.parent for path in missing}


def refuse_link(path: Path | str) -> None:
    """Refuse to write through a symbolic link.

    Raises:
        DeliveryError: `path` is one.
    """
    if os.path.islink(path):
        raise explain_link(path)


def sweep(folder: Path) -> int:
    """Remove what a killed run left behind, and return how many files that were."""
    swept = 0
    for here, _folders, names in os.walk(folder, topdown=False):
        waiting = here != str(folder) and _is_temporary(os.path.basename(here))
        for name in names:
            if waiting or _is_temporary(name):
                with contextlib.suppress(OSError):  # a program holds it: the next run sweeps it
                    os.unlink(os.path.join(here, name))
                    swept += 1
        if waiting:
            with contextlib.suppress(OSError):
                os.rmdir(here)
    return swept


def _is_temporary(name: str) -> bool:
    return name.startswith(".") and name.endswith(TEMPORARY_SUFFIX)
