"""Writing files so that each is whole or absent: to a name of its own, flushed, then renamed to its place."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from pingyi.disk.flush import Flush, keep_elsewhere, start_flush
from pingyi.disk.places import Places, discard
from pingyi.disk.problems import explain
from pingyi.errors import DeliveryError, DiskError

_CREATE = os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_ROOM = 16
"""Which part of a group makes room for the journal at a time."""
NEW_FILE = os.O_WRONLY | _CREATE
NEW_FILE_BOTH = os.O_RDWR | _CREATE


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target`, replacing what is there in one step; private to the user (0600).

    Raises:
        DeliveryError: its folder is missing, the file is locked, read-only, behind a symbolic link, or the disk is
            full; what was there before is untouched.
    """
    if not target.parent.is_dir():  # probably a mistyped one
        raise explain(target, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
    (error,) = write_group([(target, content)])
    if error is not None:
        raise error


def write_group(
    files: Sequence[tuple[Path | str, bytes]],
    announce: Callable[[Sequence[int]], int] | None = None,
    *,
    names_later: Path | None = None,
) -> list[DeliveryError | None]:
    """Write several files, each replacing what is there in one step; private to the user (0600).

    Folders that are missing are made; a new one appears with all of its files that are in the group.

    Args:
        files: targets and contents.
        announce: called with the indexes of the files that were written, before the first one is in its place; it
            returns the descriptor of a file that must be on the disk by then; if it raises none is put there.
        names_later: the caller sees to it that the names of files on the disk of this folder come to the disk, as
            their contents do before this returns.

    Returns:
        What went wrong with each file; where something did, what was there before is untouched.
    """
    places = Places([target for target, _content in files])
    try:
        flush = start_flush(len(files), places.folders)
    except OSError as error:
        return places.put([None] * len(files), [explain(files[0][0], error)] * len(files))
    written, errors = _write_all(files, places, flush)
    ending = None if announce is None else _announce(announce, written, errors, flush, files[0][0])
    ending = _finish(flush, files[0][0], ending, failed=None not in errors)
    if ending is not None:
        errors = [error or ending for error in errors]
    errors = places.put(written, errors)
    changed = places.list_changed(errors)
    try:
        if names_later is not None:
            changed = keep_elsewhere(changed, names_later)
        if changed:
            flush.finish_names(changed)
    except OSError as error:
        return [problem or explain(files[0][0], error, ending=True) for problem in errors]
    return errors


def _write_all(
    files: Sequence[tuple[Path | str, bytes]], places: Places, flush: Flush
) -> tuple[list[str | None], list[DeliveryError | None]]:
    """The names the files were written to, and what went wrong with each; after a full disk no other is tried."""
    written: list[str | None] = [None] * len(files)
    errors: list[DeliveryError | None] = []
    for index, (_target, content) in enumerate(files):
        error: DeliveryError | None = None
        try:
            written[index] = temporary = places.name(index)
            _write(temporary, content, flush)
        except DeliveryError as refusal:
            error = refusal
        except OSError as failure:
            error = places.blame(index, failure)
        errors.append(error)
        if isinstance(error, DiskError):
            _drop(written, index)
            errors.extend([error] * (len(files) - len(errors)))
            break
    return written, errors


def _drop(written: list[str | None], index: int) -> None:
    """Give the room of a file back that will not come to its place."""
    temporary = written[index]
    if temporary is not None:
        discard(temporary)
        written[index] = None


def _write(temporary: str, content: bytes, flush: Flush) -> None:
    descriptor = os.open(temporary, NEW_FILE, 0o600)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise
    flush.take(descriptor)


def _announce(
    announce: Callable[[Sequence[int]], int],
    written: list[str | None],
    errors: list[DeliveryError | None],
    flush: Flush,
    target: Path | str,
) -> DeliveryError | None:
    """Announce the files that were written; on a full disk the last of them make room for that.

    Returns:
        What is wrong with all of them.
    """
    while ready := [index for index, error in enumerate(errors) if error is None]:
        try:
            descriptor = announce(ready)
        except DiskError as error:
            for index in ready[-max(1, len(ready) // _ROOM) :]:
                errors[index] = error
                _drop(written, index)
        except (DeliveryError, OSError) as error:
            return error if isinstance(error, DeliveryError) else explain(target, error, ending=True)
        else:
            try:
                flush.cover(descriptor)
            except OSError as error:
                return explain(target, error, ending=True)
            break
    return None


def _finish(flush: Flush, target: Path | str, ending: DeliveryError | None, *, failed: bool) -> DeliveryError | None:
    """Bring the group to the disk, if any file of it is left; an error ends the batch for all of them."""
    try:
        flush.finish(failed=failed or ending is not None)
    except OSError as error:
        return ending or explain(target, error, ending=True)
    return ending
