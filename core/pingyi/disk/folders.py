"""Folders: made privately and safely, whole or not at all, looked at for links, swept of what a killed run left."""

from __future__ import annotations

import contextlib
import itertools
import os
import os.path
import tempfile
from collections.abc import Iterator
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


@contextlib.contextmanager
def stage(target: Path, *, mode: int = 0o700) -> Iterator[Path]:
    """Give a folder to fill, which becomes `target` at the end of the block, or leaves nothing where that fails.

    Args:
        target: missing, or an empty folder; what else is there stays as it is.
        mode: of the folder; private to the user when left out.

    Raises:
        OSError: it cannot be made, or something is there by then.
    """
    with stage_in(target.parent) as waiting:
        new = waiting / target.name
        new.mkdir(mode)
        yield new
        if target.is_dir():  # one that is empty is in the way of the renaming only on Windows
            target.rmdir()
        new.rename(target)


@contextlib.contextmanager
def stage_in(folder: Path) -> Iterator[Path]:
    """Give a private folder inside `folder`, where files wait that are then moved; it goes at the end of the block.

    `folder` is made where it is missing, and goes as well where the block fails, as long as nobody uses it.

    Raises:
        OSError: it cannot be made.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".pingyi-", dir=folder, ignore_cleanup_errors=True) as waiting:
            yield Path(waiting)
    except BaseException:
        for path in missing:
            with contextlib.suppress(OSError):  # it was never made, or somebody else has put something there
                path.rmdir()
        raise


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
        waiting = here != str(folder) and is_temporary(os.path.basename(here))
        for name in names:
            if waiting or is_temporary(name):
                with contextlib.suppress(OSError):  # a program holds it: the next run sweeps it
                    os.unlink(os.path.join(here, name))
                    swept += 1
        if waiting:
            with contextlib.suppress(OSError):
                os.rmdir(here)
    return swept


def is_temporary(name: str) -> bool:
    """Whether a file or folder has a name that ours have only until they are whole."""
    return name.startswith(".") and name.endswith(TEMPORARY_SUFFIX)
