"""Files in a folder of this machine."""

from __future__ import annotations

import contextlib
import hashlib
import os
import os.path
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from pingyi.deliver.storage import FOLDER, LINK, STATE_FOLDER, Draft, Place
from pingyi.disk.atomic import NEW_FILE_BOTH, write_group
from pingyi.disk.flush import can_flush_disks, flush_disk, flush_folders
from pingyi.disk.folders import make_folders, refuse_link, sweep
from pingyi.disk.places import name_beside, replace
from pingyi.disk.problems import explain, explain_reading
from pingyi.errors import DeliveryError, DiskError

JOURNAL_SUFFIX = ".journal"
_BUFFER = 1 << 18
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class LocalStorage:
    """A folder of this machine.

    Before files are put in their places their manifest lines go to a journal of this process, so that even a run that
    was killed between the two can tell its own files from others.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._journal: int | None = None
        self._journal_path = Path(name_beside(root / STATE_FOLDER / "journal")).with_suffix(JOURNAL_SUFFIX)

    def inspect(self, folder: PurePosixPath) -> dict[str, int]:
        """As `Storage` says; refuses to look through a symbolic link.

        Raises:
            DeliveryError: a folder on the way is a link, or cannot be read.
        """
        here = self.root
        for part in folder.parts:
            here /= part
            refuse_link(here)
        try:
            with os.scandir(here) as found:
                return {
                    item.name: item.stat(follow_symlinks=False).st_size
                    if item.is_file(follow_symlinks=False)
                    else (LINK if item.is_symlink() else FOLDER)
                    for item in found
                }
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise explain(here, error) from error

    def read(self, place: Place) -> bytes | None:
        """As `Storage` says."""
        path = self.root / place
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise explain_reading(path, error) from error

    def digest(self, place: Place) -> str | None:
        """As `Storage` says."""
        path = self.root / place
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise explain_reading(path, error) from error

    def write(self, files: Sequence[tuple[Place, bytes]], lines: Sequence[bytes]) -> list[DeliveryError | None]:
        """As `Storage` says."""
        root = str(self.root)
        targets: list[tuple[Path | str, bytes]] = [(f"{root}/{place}", content) for place, content in files]
        return write_group(
            targets,
            lambda ready: self._note([lines[index] for index in ready]),
            names_later=self.root if can_flush_disks() else None,  # by `flush`
        )

    def flush(self) -> None:
        """Bring the names of all files to the disk, those of other processes here too, before the manifest is written.

        Raises:
            DeliveryError: the disk refused.
        """
        try:
            flush_disk(self.root)
        except OSError as error:
            raise explain(self.root, error, ending=True) from error

    @contextlib.contextmanager
    def draft(self, place: PurePosixPath) -> Iterator[Draft]:
        """As `Storage` says."""
        target = self.root / place
        make_folders(target.parent)
        refuse_link(target)
        temporary = Path(name_beside(target))
        try:
            with os.fdopen(os.open(temporary, NEW_FILE_BOTH, 0o600), "w+b", buffering=_BUFFER) as stream:
                draft = Draft(stream)
                yield draft
                stream.flush()
                if draft.line is not None:
                    os.fsync(stream.fileno())
            if draft.line is not None:
                os.fsync(self._note([draft.line]))
                replace(temporary, target)
                flush_folders({target.parent})
        except OSError as error:
            raise explain(target, error) from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _note(self, lines: Iterable[bytes]) -> int:
        """Write lines to the journal and return its descriptor.

        Raises:
            DiskError: it cannot be written, so no file can: the next run would not know it from those of others.
        """
        try:
            if self._journal is None:
                make_folders(self._journal_path.parent)
                self._journal = os.open(self._journal_path, _APPEND, 0o600)
            before = os.fstat(self._journal).st_size
            try:
                view = memoryview(b"".join(lines))
                while view:
                    view = view[os.write(self._journal, view) :]
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._journal, before)  # half a line would spoil the next one
                raise
        except OSError as error:
            raise explain(self._journal_path, error, ending=True) from error
        except DeliveryError as error:
            raise DiskError(error.message, cure=error.cure) from error
        return self._journal

    def sweep(self) -> int:
        """As `Storage` says."""
        return sweep(self.root)

    def close(self) -> None:
        """As `Storage` says."""
        if self._journal is not None:
            os.close(self._journal)
            self._journal = None
