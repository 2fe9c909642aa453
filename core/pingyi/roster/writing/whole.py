"""Writing a workbook so that it is whole or absent."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from pingyi.errors import DeliveryError
from pingyi.texts import translate as _


@contextlib.contextmanager
def write_whole(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to, and rename it over `target` when that has worked.

    Raises:
        DeliveryError: the folder is missing or read-only, the disk is full, or the file is open elsewhere.
    """
    temporary = target.with_name(f".{target.stem[:40]}.{os.getpid()}{target.suffix}")
    try:
        yield temporary
        temporary.chmod(0o600)
        temporary.replace(target)
    except OSError as error:
        raise DeliveryError(
            _("“{path}” could not be written: {error}.").format(path=target, error=error.strerror or error),
            cure=_("Close it in Excel or WPS, check the free space and your rights to the folder, then run again."),
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
