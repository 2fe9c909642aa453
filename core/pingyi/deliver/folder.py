"""The output folder: what we made there before, what people changed since, and one run at a time."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from pingyi.deliver.entry import Entry
from pingyi.deliver.local import LocalStorage
from pingyi.deliver.manifest import PLACE, Manifest, list_journals, read_manifest, settle
from pingyi.deliver.storage import LINK, STATE_FOLDER, open_storage
from pingyi.deliver.verdict import Verdict, compare, judge
from pingyi.disk.atomic import write_whole
from pingyi.disk.folders import make_folders, sweep
from pingyi.errors import DeliveryError
from pingyi.texts import translate as _


class OutputFolder:
    """A folder that one run fills at a time.

    Use it as a context manager. Every file is written whole or not at all; the manifest is written after the files,
    so a killed run never claims more than there is, and the next one finds what it had done. A file that was changed
    by hand since we wrote it is kept unless `overwrite` is set. Nothing that we did not write is removed or replaced.

    Args:
        path: the folder, made when missing; or the URL of a place that fsspec knows, where there is no lock.
        overwrite: replace files that people edited.
    """

    def __init__(self, path: Path | str, *, overwrite: bool = False) -> None:
        self.path = path
        self.overwrite = overwrite
        self.swept = 0
        self.storage = open_storage(path)
        self.manifest = Manifest()
        self._root = self.storage.root if isinstance(self.storage, LocalStorage) else None
        self._lock = None if self._root is None else FileLock(self._root / STATE_FOLDER / "lock", timeout=0)

    def __enter__(self) -> Self:
        if self._lock is not None and self._root is not None:
            make_folders(self._root / STATE_FOLDER)
            try:
                self._lock.acquire()
            except Timeout as error:
                raise DeliveryError(
                    _("Another run is writing to “{path}”.").format(path=self.path),
                    cure=_("Wait until it is done, or choose another folder with --out."),
                ) from error
            except OSError as error:
                raise DeliveryError(
                    _("The folder “{path}” cannot be written: {error}.").format(
                        path=self.path, error=error.strerror or error
                    ),
                    cure=_("Choose another folder with --out."),
                ) from error
            self.swept = sweep(self._root)
        self.manifest = read_manifest(self.storage)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.storage.close()
        try:
            # where the disk is full the journals stay, and the next run goes on from them
            with contextlib.suppress(DeliveryError):
                self._write_manifest()
        finally:
            if self._lock is not None:
                self._lock.release()

    def _write_manifest(self) -> None:
        if self._root is None or not isinstance(self.storage, LocalStorage):
            self.storage.write([(PLACE, self.manifest.to_bytes())], [b""])
            return
        journals = list_journals(self._root)
        if journals:  # files were written
            self.storage.flush()
        settle(self.manifest, self.storage, journals)
        content = self.manifest.to_bytes()
        path = self._root / PLACE
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
        for journal in journals:
            journal.unlink(missing_ok=True)
        sweep(self._root)

    def note(self, lines: Iterable[tuple[str, bytes]]) -> None:
        """Take over what a part of the run has delivered: paths and their lines."""
        for path, line in lines:
            self.manifest.put_line(path, line)

    def deliver(self, place: PurePosixPath, content: bytes, about: Mapping[str, str]) -> Verdict:
        """Put one finished document in its place; a batch does better with `pingyi.engine`.

        Args:
            place: path relative to the folder.
            content: the whole file.
            about: what the manifest's line says of it besides path, size and hash; see `Entry`.

        Raises:
            DeliveryError: it could not be written; what stood there before is untouched.
        """
        made = hashlib.sha256(content).hexdigest()
        known = {name: value for name, value in about.items() if name in Entry._fields}
        entry = Entry(**{**known, "path": str(place), "record": made}, size=len(content), sha256=made)
        size = self.storage.inspect(place.parent).get(place.name)
        present = None if size in (None, LINK) else self.storage.digest(place)
        verdict = judge(self.manifest.get(entry.path), present, entry.inputs, overwrite=self.overwrite)
        if verdict is None:
            verdict = compare(present, made, overwrite=self.overwrite)
        if verdict in (Verdict.WRITTEN, Verdict.OVERWRITTEN):
            (error,) = self.storage.write([(place, content)], [entry.to_line()])
            if error is not None:
                raise error
        if verdict is not Verdict.EDITED:
            self.manifest.put(entry)
        return verdict
