"""Where the files of a group wait until all are on the disk, and how they come to their places then.

A file whose folder is there waits beside its place, and is renamed over what stands there. The files of a folder that
is new wait in a folder beside it, with their own names: one renaming puts them all in their places.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import os.path
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pingyi.disk.flush import folder_of
from pingyi.disk.folders import TEMPORARY_SUFFIX, add_folders
from pingyi.disk.problems import explain, explain_link
from pingyi.errors import DeliveryError

_LOCKED_RETRIES = (0.1, 0.4)
"""Seconds to wait for a program that holds the file, such as a virus scanner."""
_TOKEN = os.urandom(4).hex()
"""Tells this process's temporary files from those of others, also of other machines on the same disk."""
_COUNTER = itertools.count()
_MANY = 16
"""Files of a group for which it is worth to read whole folders."""
_OF_FOLDERS = (errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
"""What a new file is refused with where it is its folder that refuses."""
_MOVES_FOLDERS = os.name != "nt"
"""On Windows a folder cannot be renamed while any program, such as a virus scanner, has a file in it open."""


class Places:
    """The places of the files of one group.

    Args:
        targets: the files; folders that are missing are made, the last one of a path by `put`.

    Attributes:
        folders: folders that are there, one on each disk the files will lie on.

    What is wrong with a folder is told by `name`, the same error for each of its files.
    """

    def __init__(self, targets: Sequence[Path | str]) -> None:
        self._targets = targets
        self._folders = [folder_of(target) for target in targets]
        self._refused: dict[str, DeliveryError] = {}
        folders = dict.fromkeys(self._folders)
        missing = [folder for folder in folders if not os.path.isdir(folder)]
        self._changed: set[Path] = set()
        for folder in missing:
            with self._refusing(folder):
                _look_in_the_way(folder)
                self._changed |= add_folders(Path(folder).parent if _MOVES_FOLDERS else Path(folder))
        self._new: dict[str, str] = {}
        for folder in missing:
            if folder not in self._refused and not os.path.isdir(folder):  # else it was made for others that lie in it
                with self._refusing(folder):
                    self._new[folder] = _make_beside(folder)
                    self._changed.add(Path(folder).parent)
        self._links = self._find_links()
        self.folders = [self._new.get(folder, folder) for folder in folders if folder not in self._refused]

    @contextlib.contextmanager
    def _refusing(self, folder: str) -> Iterator[None]:
        try:
            yield
        except DeliveryError as error:
            self._refused[folder] = error
        except OSError as error:
            self._refused[folder] = explain(folder, error)

    def name(self, index: int) -> str:
        """Where a file is to be written first.

        Raises:
            DeliveryError: its place is a symbolic link, or its folder cannot be made, read or written.
        """
        target = self._targets[index]
        if self._refused and self._folders[index] in self._refused:
            raise self._refused[self._folders[index]]
        if target in self._links:
            raise explain_link(target)
        new = self._new.get(self._folders[index])
        return name_beside(target) if new is None else os.path.join(new, os.path.basename(target))

    def blame(self, index: int, error: OSError) -> DeliveryError:
        """What to say of a file that could not be written; where it is its folder, no other is tried there."""
        if error.errno in _OF_FOLDERS:
            folder = self._folders[index]
            return self._refused.setdefault(folder, explain(folder, error))
        return explain(self._targets[index], error)

    def put(self, written: Sequence[str | None], errors: Sequence[DeliveryError | None]) -> list[DeliveryError | None]:
        """Put those files in their places that are whole, and remove the others.

        Args:
            written: for each file the name it was written to, if it was.
            errors: what has gone wrong with each.

        Returns:
            What has gone wrong with each by now.
        """
        moved = self._move(errors)
        put = list(errors)
        for index, (temporary, folder) in enumerate(zip(written, self._folders, strict=True)):
            if temporary is not None and folder not in moved:
                put[index] = _put(temporary, self._targets[index], errors[index])
        for folder, new in self._new.items():
            if folder not in moved:
                with contextlib.suppress(OSError):  # swept by the next run, if it cannot be removed now
                    os.rmdir(new)
        return put

    def _move(self, errors: Sequence[DeliveryError | None]) -> set[str]:
        """Move new folders to their places; the files of one where that does not work have to be put there singly."""
        whole = {folder for error, folder in zip(errors, self._folders, strict=True) if error is None}
        failed = {folder for error, folder in zip(errors, self._folders, strict=True) if error is not None}
        moved = set()
        for folder in whole.intersection(self._new):
            if folder not in failed:
                with contextlib.suppress(OSError):
                    os.rename(self._new[folder], folder)
                    moved.add(folder)
            if folder not in moved:
                with contextlib.suppress(OSError):  # it is there already, or putting a file in it will tell why not
                    os.mkdir(folder, 0o700)
        return moved

    def list_changed(self, errors: Sequence[DeliveryError | None]) -> set[str]:
        """Folders whose names must come to the disk now that the files without an error are in their places."""
        changed = {folder for folder, error in zip(self._folders, errors, strict=True) if error is None}
        return changed.union(map(str, self._changed)) if changed else changed

    def _find_links(self) -> set[Path | str]:
        """Those of the targets that are links; many are looked for folder by folder, in a fraction of the time."""
        if len(self._targets) < _MANY:
            return {target for target in self._targets if os.path.islink(target)}
        found: set[tuple[str, str]] = set()
        for folder in set(self._folders).difference(self._new, self._refused):
            with self._refusing(folder), os.scandir(folder) as items:
                found.update((folder, item.name) for item in items if item.is_symlink())
        if not found:
            return set()
        both = zip(self._targets, self._folders, strict=True)
        return {target for target, folder in both if (folder, os.path.basename(target)) in found}


def _look_in_the_way(folder: str) -> None:
    """Refuse a folder in whose place something else stands."""
    if os.path.islink(folder):
        raise explain_link(folder)
    if os.path.lexists(folder):
        raise explain(folder, FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)))


def _make_beside(folder: str) -> str:
    new = name_beside(folder)
    try:
        os.mkdir(new, 0o700)
    except OSError as error:
        raise explain(folder, error) from error
    return new


def _put(temporary: str, target: Path | str, error: DeliveryError | None) -> DeliveryError | None:
    """Rename one finished file over its target, or remove it after an error."""
    if error is None:
        try:
            replace(temporary, target)
        except OSError as failure:
            error = explain(target, failure)
    if error is not None:
        discard(temporary)
    return error


def discard(temporary: str) -> None:
    """Remove a file that will not come to its place, and give its room back even while it is open."""
    with contextlib.suppress(OSError):  # swept by the next run, if it cannot be removed now
        os.truncate(temporary, 0)
        os.unlink(temporary)


def name_beside(target: Path | str) -> str:
    """A name beside `target` that no other process uses."""
    return os.path.join(os.path.dirname(target), f".{_TOKEN}-{next(_COUNTER)}{TEMPORARY_SUFFIX}")


def replace(temporary: Path | str, target: Path | str) -> None:
    """Rename a finished file over its target; waits a little for a program that holds the target.

    Raises:
        OSError: it did not work.
    """
    for pause in _LOCKED_RETRIES:
        try:
            os.replace(temporary, target)
        except PermissionError:  # on Windows: open in Word, or being scanned
            time.sleep(pause)
        else:
            return
    os.replace(temporary, target)
