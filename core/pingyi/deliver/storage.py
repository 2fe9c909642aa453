"""Where files go: a folder of this machine, or a place behind a URL. Both write a file whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import IO, Protocol

from pingyi.disk.problems import explain_folder, explain_link
from pingyi.errors import DeliveryError

STATE_FOLDER = ".pingyi"
LINK, FOLDER = -1, -2
"""The sizes of what is no file of ours: a symbolic link, and a folder or whatever else."""
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
        """Names and sizes of what lies in a folder; `LINK` or `FOLDER` for what is no file."""

    def read(self, place: Place) -> bytes | None:
        """The content of a file, `None` where there is none."""

    def digest(self, place: Place) -> str | None:
        """Hash of a file, `None` where there is none."""

    def write(self, files: Sequence[tuple[Place, bytes]], lines: Sequence[bytes]) -> list[DeliveryError | None]:
        """Write several files, each whole or not at all; `lines` are those of the manifest, one for each."""

    def draft(self, place: PurePosixPath) -> contextlib.AbstractContextManager[Draft]:
        """Write one large file piece by piece."""

    def sweep(self) -> int:
        """Remove what a killed run left behind, and return how many files that were."""

    def close(self) -> None:
        """Let go of what is open."""


def refuse_strangers(place: Place, size: int | None) -> None:
    """Refuse to write where something stands that is no file; `size` is what `Storage.inspect` says of it.

    Raises:
        DeliveryError: there does.
    """
    if size is not None and size < 0:
        raise explain_link(place) if size == LINK else explain_folder(place)
