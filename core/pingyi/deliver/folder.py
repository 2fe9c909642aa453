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
from pingyi.deliver.opening import open_storage
from pingyi.deliver.storage import STATE_FOLDER, refuse_strangers
from pingyi.deliver.verdict import Verdict, compare, judge
from pingyi.disk.atomic import write_whole
from pingyi.disk.folders import make_folders, refuse_link
from pingyi.disk.problems import describe
from pingyi.errors import DeliveryError, DiskError
from pingyi.texts import translate as _

LOCK = "lock"


class OutputFolder:
    """A folder that one run fills at a time.

    Use it as a context manager. Every file is written whole or not at all; the manifest is written after the files,
    so a killed run never claims more than there is, and the next one finds what it had done. A file that was changed
    by hand since we wrote it is kept unless `overwrite` is set. Nothing that we did not write is removed or replaced.

    Args:
        path: the folder, made when missing; or the URL of a place that fsspec knows, where there is no lock.
        overwrite: replace files that people edited.

    Attributes:
        swept: how many files of killed runs were removed.
        is_full: a full disk has stopped the run, and that was told.
    """

    def __init__(self, path: Path | str, *, overwrite: bool = False) -> None:
        self.path = path
        self.overwrite = overwrite
        self.swept = 0
        self.storage = open_storage(path)
        self.manifest = Manifest()
        self.is_full = False
        self._saved = False
        self._local = self.storage if isinstance(self.storage, LocalStorage) else None
        self._lock = None if self._local is None else FileLock(self._local.root / STATE_FOLDER / LOCK, timeout=0)

    def __enter__(self) -> Self:
        if self._lock is not None and self._local is not None:
            state = self._local.root / STATE_FOLDER
            refuse_link(state)
            make_folders(state)
            refuse_link(state / LOCK)
            try:
                self._lock.acquire()
            except Timeout as error:
                raise DeliveryError(
                    _("Another run is writing to “{path}”.").format(path=self.path),
                    cure=_("Wait until it is done, or choose another folder with --out."),
                ) from error
            except OSError as error:
                raise DeliveryError(
                    _("The folder “{path}” cannot be written: {error}.").format(path=self.path, error=describe(error)),
                    cure=_("Choose another folder with --out."),
                ) from error
        try:
            self.swept = self.storage.sweep()
            self.manifest = read_manifest(self.storage)
        except BaseException:
            self._release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.save()
        except DeliveryError:
            if error is None:
                raise
        finally:
            self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def save(self) -> None:
        """Write the manifest, after the last file; the end of the block does it where nobody has tried.

        Raises:
            DeliveryError: it could not be written; journals stay, and the next run goes on from them. A full disk that
                stopped the run, and so was told, is not told again.
        """
        if self._saved:
            return
        self._saved = True
        self.storage.close()
        try:
            self._write_manifest()
        except DiskError:
            if not self.is_full:
                raise

    def _write_manifest(self) -> None:
        if self._local is None:
            (error,) = self.storage.write([(PLACE, self.manifest.to_bytes())], [b""])
            if error is not None:
                raise error
            self.storage.sweep()
            return
        root = self._local.root
        journals = list_journals(root)
        if journals:  # files were written
            self._local.flush()
        settle(self.manifest, self._local, journals)
        content = self.manifest.to_bytes()
        if self._local.read(PLACE) != content:
            write_whole(root / PLACE, content)
        for journal in journals:
            with contextlib.suppress(OSError):  # it says what the manifest says
                journal.unlink(missing_ok=True)
        self.storage.sweep()

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
        refuse_strangers(place, size)
        present = None if size is None else self.storage.digest(place)
        verdict = judge(self.manifest.get(entry.path), present, entry.inputs, overwrite=self.overwrite)
        if verdict is None:
            verdict = compare(present, made, overwrite=self.overwrite)
        if verdict in (Verdict.WRITTEN, Verdict.OVERWRITTEN):
            (error,) = self.storage.write([(place, content)], [entry.to_line()])
            if error is not None:
                self.is_full = self.is_full or isinstance(error, DiskError)
                raise error
        if verdict is not Verdict.EDITED:
            self.manifest.put(entry)
        return verdict
