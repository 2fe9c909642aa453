"""Writing a file so that it is whole or absent: beside its place, flushed, then renamed over it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from pingyi.errors import DeliveryError
from pingyi.texts import translate as _

TEMPORARY_SUFFIX = ".pingyi-tmp"
_LOCKED_RETRIES = (0.1, 0.4)
"""Seconds to wait for a program that holds the file, such as a virus scanner."""


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target`, replacing what is there in one step; private to the user (0600).

    Raises:
        DeliveryError: the file is locked, read-only, behind a symbolic link, or the disk is full; what was there
            before is untouched.
    """
    if target.is_symlink():
        raise DeliveryError(
            _("“{path}” is a link to another place and is not written through.").format(path=target),
            cure=_("Remove the link and run again."),
        )
    temporary = target.with_name(f".{target.name[:40]}.{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise DeliveryError(
            _("“{path}” could not be written: {error}.").format(path=target, error=error.strerror or error),
            cure=_("Close it in Word or WPS, check the free space and your rights in the folder, then run again."),
        ) from error


def _replace(temporary: Path, target: Path) -> None:
    for pause in _LOCKED_RETRIES:
        try:
            temporary.replace(target)
        except PermissionError:  # on Windows: open in Word, or being scanned
            time.sleep(pause)
        else:
            return
    temporary.replace(target)


def sweep(folder: Path) -> int:
    """Remove what a killed run left behind, and return how many files that were."""
    leftovers = list(folder.rglob(f".*{TEMPORARY_SUFFIX}")) if folder.is_dir() else []
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    return len(leftovers)
