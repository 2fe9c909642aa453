"""Bringing a group of new files to the disk, so that they survive a loss of power: one by one, or the disk as a whole.

One by one takes the longest, even where all files are written before the first is flushed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import os.path
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Protocol, cast

_OPEN_FILES = 128
"""Some systems let a program have no more than 256 files open."""
_WHOLE_FROM = 16
"""Files of a group that is worth flushing all that others have written to the same disk."""


class Flush(Protocol):
    """Brings the files of one group to the disk."""

    def take(self, descriptor: int) -> None:
        """Take over a file that has been written."""

    def cover(self, descriptor: int) -> None:
        """Bring a further file to the disk with the group, which goes on being written by others.

        Raises:
            OSError: the disk refused.
        """

    def finish(self, *, failed: bool) -> None:
        """Bring all to the disk and close them; only close them where the group has `failed` already.

        Raises:
            OSError: the disk refused; nothing is certain about any of them.
        """

    def finish_names(self, folders: Collection[str]) -> None:
        """Bring the names in these folders to the disk, after files of the group came to their places there.

        Raises:
            OSError: the disk refused.
        """


def start_flush(count: int, folders: Collection[str]) -> Flush:
    """The best way to flush a group of new files.

    Args:
        count: how many they are.
        folders: where they are written.

    Raises:
        OSError: a folder cannot be opened.
    """
    syncfs = _find_syncfs() if count >= _WHOLE_FROM else None
    return _EachFile() if syncfs is None else _WholeDisk(syncfs, folders)


def folder_of(path: Path | str) -> str:
    """The folder a file lies in."""
    return os.path.dirname(path) or "."


def can_flush_disks() -> bool:
    """Whether this system can flush a disk as a whole."""
    return _find_syncfs() is not None


def keep_elsewhere(folders: Iterable[str], home: Path | str) -> set[str]:
    """Those of the folders that lie on another disk than `home`.

    Raises:
        OSError: one cannot be looked at.
    """
    number = os.stat(home).st_dev
    return {folder for folder in folders if os.stat(folder).st_dev != number}


def flush_disk(folder: Path | str) -> None:
    """Bring all that was written and renamed on the disk of a folder to it; nothing where the system cannot do that.

    Raises:
        OSError: the disk refused.
    """
    syncfs = _find_syncfs()
    if syncfs is not None:
        _WholeDisk(syncfs, {str(folder)}).finish(failed=False)


@functools.cache
def _find_syncfs() -> Callable[[int], int] | None:
    """The system's call that flushes one disk, where there is one: Linux has it, and Python does not offer it."""
    try:
        return cast("Callable[[int], int]", ctypes.CDLL(None, use_errno=True).syncfs)
    except (OSError, AttributeError, TypeError):
        return None


def flush_folders(folders: Iterable[Path | str]) -> None:
    """Bring the names in these folders to the disk, where the system can do that (Windows does it by itself).

    Raises:
        OSError: the disk refused.
    """
    if os.name == "nt":
        return
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks know no such call
                raise
        finally:
            os.close(descriptor)


class _EachFile:
    def __init__(self) -> None:
        self._open: list[int] = []
        self._problem: OSError | None = None

    def take(self, descriptor: int) -> None:
        self._open.append(descriptor)
        if len(self._open) >= _OPEN_FILES:
            self._flush(failed=False)

    def cover(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def finish(self, *, failed: bool) -> None:
        self._flush(failed=failed)
        if self._problem is not None:
            raise self._problem

    def finish_names(self, folders: Collection[str]) -> None:
        flush_folders(folders)

    def _flush(self, *, failed: bool) -> None:
        if hasattr(os, "posix_fadvise") and not failed:
            for descriptor in self._open:
                # starts writing without waiting: then one journal entry of the disk holds all files, not one each
                with contextlib.suppress(OSError):
                    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        for descriptor in self._open:
            try:
                if self._problem is None and not failed:
                    os.fsync(descriptor)
            except OSError as error:
                self._problem = error
            try:
                os.close(descriptor)
            except OSError as error:  # network disks tell here that they are full
                self._problem = self._problem or error
        self._open.clear()


class _WholeDisk:
    def __init__(self, syncfs: Callable[[int], int], folders: Collection[str]) -> None:
        self._syncfs = syncfs
        # opened before anything is written: errors of writing since then are told
        self._disks = _open_disks(folders)

    def take(self, descriptor: int) -> None:
        os.close(descriptor)

    def cover(self, descriptor: int) -> None:
        if os.fstat(descriptor).st_dev not in self._disks:
            os.fsync(descriptor)

    def finish(self, *, failed: bool) -> None:
        self._flush(self._disks.values(), failed=failed)

    def finish_names(self, folders: Collection[str]) -> None:
        self._flush(_open_disks(folders).values(), failed=False)

    def _flush(self, disks: Collection[int], *, failed: bool) -> None:
        try:
            for disk in disks:
                if not failed and self._syncfs(disk):
                    number = ctypes.get_errno()
                    raise OSError(number, os.strerror(number))
        finally:
            for disk in disks:
                os.close(disk)


def _open_disks(folders: Collection[str]) -> dict[int, int]:
    """Descriptors of the disks that the folders lie on, by the numbers of the disks."""
    disks: dict[int, int] = {}
    refused: dict[int, OSError] = {}
    for folder in folders:
        number = os.stat(folder).st_dev
        if number not in disks:
            try:
                disks[number] = os.open(folder, os.O_RDONLY)
            except OSError as error:  # another folder of that disk will do
                refused[number] = error
    for number, refusal in refused.items():
        if number not in disks:
            for descriptor in disks.values():
                os.close(descriptor)
            raise refusal
    return disks
