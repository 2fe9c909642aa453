"""The manifest of an output folder: one line per delivered file, in the order of their paths."""

from __future__ import annotations

import os.path
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from pingyi.deliver.entry import Entry
from pingyi.deliver.local import JOURNAL_SUFFIX, LocalStorage
from pingyi.deliver.storage import STATE_FOLDER, Storage
from pingyi.errors import DeliveryError

MANIFEST = "manifest.jsonl"
PLACE = PurePosixPath(STATE_FOLDER, MANIFEST)


class Manifest:
    """The lines of a manifest, kept as bytes: of a large roster there are many.

    Attributes:
        torn: how many of the lines could not be read, and were left out.
    """

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        self.torn = 0
        self._folders: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        for line in lines:
            entry = Entry.from_line(line)
            if entry is not None:
                self.put(entry)
            else:
                self.torn += bool(line.strip())

    def put(self, entry: Entry) -> None:
        """Add a line, or replace the one of the same path."""
        self.put_line(entry.path, entry.to_line())

    def put_line(self, path: str, line: bytes) -> None:
        """Add the line of a path, or replace the one it has."""
        folder, _slash, name = path.rpartition("/")
        self._folders[folder][name] = line

    def get(self, path: str) -> Entry | None:
        """The line of a path."""
        folder, _slash, name = path.rpartition("/")
        line = self._folders[folder].get(name) if folder in self._folders else None
        return None if line is None else Entry.from_line(line)

    def drop(self, path: str) -> None:
        """Forget a path."""
        folder, _slash, name = path.rpartition("/")
        if folder in self._folders:
            self._folders[folder].pop(name, None)

    def folders(self) -> list[str]:
        """The folders that have lines."""
        return list(self._folders)

    def paths_in(self, folder: str) -> list[str]:
        """The paths of the lines of the files that lie directly in a folder."""
        return [f"{folder}/{name}" if folder else name for name in self._folders.get(folder, ())]

    def lines(self) -> Iterator[bytes]:
        """All lines, in no order."""
        return (line for folder in self._folders.values() for line in folder.values())

    def lines_in(self, folder: str) -> tuple[bytes, ...]:
        """The lines of the files that lie directly in a folder."""
        return tuple(self._folders[folder].values()) if folder in self._folders else ()

    def __iter__(self) -> Iterator[Entry]:
        for folder in sorted(self._folders):
            for name in sorted(self._folders[folder]):
                entry = Entry.from_line(self._folders[folder][name])
                if entry is not None:
                    yield entry

    def to_bytes(self) -> bytes:
        """The whole file: the same entries give the same bytes, in whatever order they came."""
        return b"".join(
            self._folders[folder][name] for folder in sorted(self._folders) for name in sorted(self._folders[folder])
        )


def read_manifest(storage: Storage) -> Manifest:
    """Read the manifest of an output folder, and what killed runs left to add to it.

    Raises:
        DeliveryError: it, or what a killed run left, cannot be read.
    """
    manifest = Manifest((storage.read(PLACE) or b"").splitlines())
    if isinstance(storage, LocalStorage):
        settle(manifest, storage, list_journals(storage.root))
    return manifest


def list_journals(root: Path) -> list[Path]:
    """The journals of runs that did not come to their end."""
    return sorted((root / STATE_FOLDER).glob(f"*{JOURNAL_SUFFIX}"))


def settle(manifest: Manifest, storage: LocalStorage, journals: Iterable[Path]) -> None:
    """Add what journals announce and the folder holds: a file may have been announced and not come to its place.

    Raises:
        DeliveryError: a journal cannot be read.
    """
    announcements = [storage.read(PurePosixPath(STATE_FOLDER, journal.name)) or b"" for journal in journals]
    lines = {line: None for announcement in announcements for line in announcement.splitlines(keepends=True)}
    for line in manifest.lines():  # what this run itself has noted came to its place
        lines.pop(line, None)
    announced: defaultdict[str, list[Entry]] = defaultdict(list)
    for line in lines:
        entry = Entry.from_line(line)
        if entry is not None:
            announced[entry.path].append(entry)
    for path, entries in announced.items():
        target = storage.root / path
        known = manifest.get(path)
        try:
            present = None if os.path.islink(target) else storage.digest(PurePosixPath(path))  # noqa: PTH114 - tells no
        except DeliveryError:  # something else stands there, or it is nobody's to read: it is not what was announced
            continue
        if present is None or (known is not None and known.sha256 == present):
            continue
        came = [entry for entry in entries if entry.sha256 == present]
        manifest.put((came or entries)[-1])
