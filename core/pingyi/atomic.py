"""Writing files so that each is whole or absent: beside its place, flushed, then renamed over it.

Many files are flushed as one group: see `pingyi.flush`.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import os.path
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pingyi.errors import DeliveryError, DiskError
from pingyi.flush import Flush, flush_folders, folder_of, start_flush
from pingyi.texts import translate as _

TEMPORARY_SUFFIX = ".pingyi-tmp"
_LOCKED_RETRIES = (0.1, 0.4)
"""Seconds to wait for a program that holds the file, such as a virus scanner."""
_ENDING = (errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))
"""After these every further file would fail too."""
_TOKEN = os.urandom(4).hex()
"""Tells this process's temporary files from those of others, also of other machines on the same disk."""
_COUNTER = itertools.count()
_CREATE = os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_MANY = 16
"""Files of a group for which it is worth to read whole folders."""
NEW_FILE = os.O_WRONLY | _CREATE
NEW_FILE_BOTH = os.O_RDWR | _CREATE


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target`, replacing what is there in one step; private to the user (0600).

    Raises:
        DeliveryError: the file is locked, read-only, behind a symbolic link, or the disk is full; what was there
            before is untouched.
    """
    (error,) = write_group([(target, content)])
    if error is not None:
        raise error


def write_group(
    files: Sequence[tuple[Path | str, bytes]],
    announce: Callable[[Sequence[int]], int] | None = None,
    new_folders: Iterable[Path] = (),
    *,
    flush_names: bool = True,
) -> list[DeliveryError | None]:
    """Write several files, each replacing what is there in one step; private to the user (0600).

    Args:
        files: targets, whose folders exist, and contents.
        announce: called with the indexes of the files that were written, before the first one is in its place; it
            returns the descriptor of a file that must be on the disk by then; if it raises none is put there.
        new_folders: folders whose names must come to the disk too: what `add_folders` returned.
        flush_names: whether the names of the files come to the disk before this returns, as their contents do.

    Returns:
        What went wrong with each file; where something did, what was there before is untouched.
    """
    errors: list[DeliveryError | None] = []
    temporaries: list[str] = []
    try:
        links = _find_links([target for target, _content in files])
        flush = start_flush(files)
    except OSError as error:
        return [explain(files[0][0], error)] * len(files)
    ending: DeliveryError | None = None
    for target, content in files:
        temporaries.append(_name_beside(target))
        linked = target in links
        errors.append(_refuse(target) if linked else _write_temporary(target, temporaries[-1], content, flush))
        if isinstance(errors[-1], DiskError):
            ending = errors[-1]
            break
    ready = [index for index, error in enumerate(errors) if error is None]
    if ending is None and ready and announce is not None:
        ending = _announce(announce, ready, flush, files[0][0])
    ending = _finish(flush, files[0][0], ending)
    if ending is not None:
        errors = [error or ending for error in errors]
        errors.extend([ending] * (len(files) - len(errors)))
    for index, temporary in enumerate(temporaries):
        errors[index] = _put(temporary, files[index][0], errors[index])
    changed = {folder_of(target) for (target, _), error in zip(files, errors, strict=True) if not error}
    if changed and flush_names:
        try:
            flush.finish_names(changed.union(map(str, new_folders)))
        except OSError as error:
            return [problem or explain(files[0][0], error, ending=True) for problem in errors]
    return errors


def _announce(
    announce: Callable[[Sequence[int]], int], ready: Sequence[int], flush: Flush, target: Path | str
) -> DeliveryError | None:
    try:
        flush.cover(announce(ready))
    except OSError as error:
        return explain(target, error, ending=True)
    except DeliveryError as error:
        return error
    return None


def _find_links(targets: Sequence[Path | str]) -> set[Path | str]:
    """Those of the targets that are symbolic links; many are looked for folder by folder, in a fraction of the time."""
    if len(targets) < _MANY:
        return {target for target in targets if os.path.islink(target)}
    found: set[tuple[str, str]] = set()
    for folder in {folder_of(target) for target in targets}:
        with os.scandir(folder) as items:
            found.update((folder, item.name) for item in items if item.is_symlink())
    if not found:
        return set()
    return {target for target in targets if (folder_of(target), os.path.basename(target)) in found}


def _write_temporary(target: Path | str, temporary: str, content: bytes, flush: Flush) -> DeliveryError | None:
    try:
        descriptor = os.open(temporary, NEW_FILE, 0o600)
        try:
            _write_all(descriptor, content)
        finally:
            flush.take(descriptor)
    except OSError as error:
        return explain(target, error)
    return None


def _finish(flush: Flush, target: Path | str, ending: DeliveryError | None) -> DeliveryError | None:
    """Bring the group to the disk; an error ends the batch for all files of the group."""
    try:
        flush.finish(failed=ending is not None)
    except OSError as error:
        return ending or explain(target, error, ending=True)
    return ending


def _put(temporary: str, target: Path | str, error: DeliveryError | None) -> DeliveryError | None:
    """Rename one finished file over its target, or remove it after an error."""
    if error is None:
        try:
            replace(temporary, target)
        except OSError as failure:
            error = explain(target, failure)
    if error is not None:
        with contextlib.suppress(OSError):  # swept by the next run, if it cannot be removed now
            os.unlink(temporary)
    return error


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


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
        raise _refuse(path)


def _refuse(path: Path | str) -> DeliveryError:
    return DeliveryError(
        _("“{path}” is a link to another place and is not written through.").format(path=path),
        cure=_("Remove the link and run again."),
    )


def explain(path: Path | str, error: OSError, *, ending: bool = False) -> DeliveryError:
    """The error that tells a user what the system said of a file or folder.

    Args:
        path: the file or folder.
        error: what the system said.
        ending: whether every further file would fail too, whatever the error's number says.
    """
    message = _("“{path}” could not be written: {error}.").format(path=path, error=error.strerror or error)
    if ending or error.errno in _ENDING:
        return DiskError(message, cure=_("Make room there, or choose another folder with --out, and run again."))
    return DeliveryError(
        message,
        cure=_("Close it in Word or WPS, check the free space and your rights in the folder, then run again."),
    )


def name_temporary(target: Path) -> Path:
    """A name beside `target` that no other process uses."""
    return Path(_name_beside(target))


def _name_beside(target: Path | str) -> str:
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


def sweep(folder: Path) -> int:
    """Remove what a killed run left behind, and return how many files that were."""
    swept = 0
    for here, _folders, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and name.endswith(TEMPORARY_SUFFIX):
                Path(here, name).unlink(missing_ok=True)
                swept += 1
    return swept
