"""A run that writes nothing: everything is made and judged as in a run, and what would be written is noted instead."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from pingyi.deliver.storage import Draft, Place, Storage
from pingyi.errors import DeliveryError


class RehearsalStorage:
    """Shows what lies in another storage, and only notes what it is given to write.

    Args:
        storage: where a run would write.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._new: list[str] = []
        self._changed: list[str] = []

    def inspect(self, folder: PurePosixPath) -> dict[str, int]:
        """As `Storage` says."""
        return self._storage.inspect(folder)

    def read(self, place: Place) -> bytes | None:
        """As `Storage` says."""
        return self._storage.read(place)

    def digest(self, place: Place) -> str | None:
        """As `Storage` says."""
        return self._storage.digest(place)

    def write(self, files: Sequence[tuple[Place, bytes]], lines: Sequence[bytes]) -> list[DeliveryError | None]:
        """As `Storage` says, but the files are only noted."""
        for place, _content in files:
            self._note(place)
        return [None for _line in lines]

    @contextlib.contextmanager
    def draft(self, place: PurePosixPath) -> Iterator[Draft]:
        """As `Storage` says, but what is written is thrown away."""
        with tempfile.TemporaryFile() as stream:
            draft = Draft(stream)
            yield draft
            if draft.line is not None:
                self._note(place)

    def sweep(self) -> int:
        """As `Storage` says, but nothing is removed."""
        return 0

    def close(self) -> None:
        """As `Storage` says."""
        self._storage.close()

    def take(self) -> tuple[list[str], list[str]]:
        """What was noted since the last call: files that are not there yet, and files that would be replaced."""
        noted = self._new, self._changed
        self._new, self._changed = [], []
        return noted

    def _note(self, place: Place) -> None:
        (self._new if self._storage.digest(place) is None else self._changed).append(str(place))
