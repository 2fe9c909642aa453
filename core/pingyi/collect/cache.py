"""What was read from each file before, by the file's hash: only a shortcut, and deleted without loss."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pingyi.disk.atomic import write_whole
from pingyi.disk.folders import make_folders
from pingyi.errors import DeliveryError

FILE = "collect.json"
CONVERTED = "converted"
_VERSION = 2


class Cache:
    """Readings by hash, and documents that LibreOffice converted.

    Args:
        folder: `.pingyi` of the campaign; `None` keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: Mapping[str, Any] = {}
        self._used: dict[str, Any] = {}
        if folder is not None:
            try:
                stored = json.loads((folder / FILE).read_bytes())
                readings = stored["readings"] if stored["version"] == _VERSION else {}
                self._known = readings if isinstance(readings, dict) else {}
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                self._known = {}  # missing or damaged: everything is read anew

    def get(self, digest: str) -> dict[str, Any]:
        """What is known of a file, empty where nothing is; it is kept for the next run."""
        known = self._used.get(digest) or self._known.get(digest)
        if not isinstance(known, dict):
            known = {}
        self._used[digest] = known
        return known

    def has(self, digest: str) -> bool:
        """Whether anything is known of a file."""
        return bool(self._used.get(digest) or self._known.get(digest))

    def add(self, readings: Mapping[str, dict[str, Any]]) -> None:
        """Keep what was read elsewhere."""
        self._used |= {digest: known for digest, known in readings.items() if known}

    def load_converted(self, digest: str) -> bytes | None:
        """The .docx that was made of a file before."""
        try:
            return None if self._folder is None else (self._folder / CONVERTED / f"{digest}.docx").read_bytes()
        except OSError:
            return None

    def save_converted(self, digest: str, content: bytes) -> None:
        """Keep the .docx that was made of a file."""
        if self._folder is not None:
            self._write(self._folder / CONVERTED / f"{digest}.docx", content)

    def save(self) -> None:
        """Keep what this run used, and forget the rest."""
        if self._folder is not None and self._used != self._known:
            stored = {"version": _VERSION, "readings": {key: value for key, value in self._used.items() if value}}
            self._write(self._folder / FILE, json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode())

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        with contextlib.suppress(DeliveryError):  # a folder that cannot be written costs time, nothing else
            make_folders(path.parent)
            write_whole(path, content)


def hash_content(content: bytes) -> str:
    """The key of a file."""
    return hashlib.sha256(content).hexdigest()
