"""Where files go: a folder of this machine, or a place behind a URL. Both write a file whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from pingyi.errors import DeliveryError

STATE_FOLDER = ".pingyi"
LINK = -1
"""The size of what is no file of ours: a symbolic link or a folder."""
_CHUNK = 1 << 20
Place = PurePosixPath | str
"""Where a file is, relative to the output folder."""


class Draft:
    """A file being written piece by piece, not yet in its place.

    Attributes:
        stream: seekable, for writing.
        line: set it to the manifest's line to put the file in its place at the end of the block; without it the draft
            is dropped.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.line: bytes | None = None

    def measure(self) -> tuple[int, str]:
        """Size and hash of what was written so far."""
        self.stream.flush()
        self.stream.seek(0)
        size, digest = 0, hashlib.sha256()
        while chunk := self.stream.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
        return size, digest.hexdigest()


class Storage(Protocol):
    """What an output folder needs of its place. Errors are `DeliveryError`s."""

    def inspect(self, folder: PurePosixPath) -> dict[str, int]:
        """Names and sizes of what lies in a folder; `LINK` for what is no file."""

    def digest(self, place: Place) -> str | None:
        """Hash of a file, `None` where there is none."""

    def write(self, files: Sequence[tuple[Place, bytes]], lines: Sequence[bytes]) -> list[DeliveryError | None]:
        """Write several files, each whole or not at all; `lines` are those of the manifest, one for each."""

    def draft(self, place: PurePosixPath) -> contextlib.AbstractContextManager[Draft]:
        """Write one large file piece by piece."""

    def close(self) -> None:
        """Let go of what is open."""


def open_storage(out: Path | str) -> Storage:
    """The storage of a folder or URL.

    Raises:
        UsageError: no installed package knows such a URL.
    """
    from pingyi.deliver.local import LocalStorage
    from pingyi.deliver.remote import RemoteStorage

    text = str(out)
    if isinstance(out, str) and "://" in text and not text.startswith("file://"):
        return RemoteStorage(text)
    return LocalStorage(Path(text.removeprefix("file://")))
