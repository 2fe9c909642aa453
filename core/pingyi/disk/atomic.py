"""Writing files so that each is whole or absent: to a name of its own, flushed, then renamed to its place."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from pingyi.disk.flush import Flush, keep_elsewhere, start_flush
from pingyi.disk.places import Places
from pingyi.disk.problems import explain
from pingyi.errors import DeliveryError, DiskError

_CREATE = os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
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
    try:
        places = Places([target for target, _content in files])
        flush = start_flush(len(files), places.folders)
    except DeliveryError as error:
        return [error] * len(files)
    except OSError as error:
        return [explain(files[0][0], error)] * len(files)
    written, errors, ending = _write_all(files, places, flush)
    ready = [index for index, error in enumerate(errors) if error is None]
    if ending is None and ready and announce is not None:
        ending = _announce(announce, ready, flush, files[0][0])
    ending = _finish(flush, files[0][0], ending)
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
) -> tuple[list[str | None], list[DeliveryError | None], DeliveryError | None]:
    """The names the files were written to, what went wrong with each, and with all of them."""
    written: list[str | None] = [None] * len(files)
    errors: list[DeliveryError | None] = []
    ending = None
    for index, (target, content) in enumerate(files):
        error: DeliveryError | None = None
        try:
            written[index] = temporary = places.name(index)
            _write(temporary, content, flush)
        except DeliveryError as refusal:
            error = refusal
        except OSError as failure:
            error = explain(target, failure)
        errors.append(error)
        if isinstance(error, DiskError):
            ending = error
            errors.extend([ending] * (len(files) - len(errors)))
            break
    return written, errors, ending


def _write(temporary: str, content: bytes, flush: Flush) -> None:
    descriptor = os.open(temporary, NEW_FILE, 0o600)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        flush.take(descriptor)


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


def _finish(flush: Flush, target: Path | str, ending: DeliveryError | None) -> DeliveryError | None:
    """Bring the group to the disk; an error ends the batch for all files of the group."""
    try:
        flush.finish(failed=ending is not None)
    except OSError as error:
        return ending or explain(target, error, ending=True)
    return ending
