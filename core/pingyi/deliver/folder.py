"""The output folder: what we made there before, what people changed since, and one run at a time."""

from __future__ import annotations

import enum
import hashlib
import json
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self, TextIO

from filelock import FileLock, Timeout

from pingyi.deliver.atomic import sweep, write_whole
from pingyi.errors import DeliveryError
from pingyi.texts import translate as _

STATE_FOLDER = ".pingyi"
MANIFEST = "manifest.jsonl"


class Verdict(enum.StrEnum):
    """What became of one document."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    """Somebody changed the file since we made it: it is kept."""


class OutputFolder:
    """A folder that one run fills at a time.

    Use it as a context manager. Every file is written whole or not at all; the manifest gets one line per document
    after the file is in place, so a killed run never claims more than there is. A file that was changed by hand since
    we wrote it is kept unless `overwrite` is set. Nothing that we did not write is removed or replaced.

    Args:
        path: the folder; made when missing.
        overwrite: replace files that people edited.
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self.path = path
        self.overwrite = overwrite
        self.swept = 0
        self._made: dict[str, str] = {}
        self._manifest: TextIO | None = None
        self._lock = FileLock(path / STATE_FOLDER / "lock", timeout=0)

    def __enter__(self) -> Self:
        state = self.path / STATE_FOLDER
        try:
            state.mkdir(parents=True, exist_ok=True)
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
        self.swept = sweep(self.path)
        self._made = _read_manifest(state / MANIFEST)
        self._manifest = (state / MANIFEST).open("a", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._manifest is not None:
            self._manifest.close()
        self._lock.release()

    def deliver(self, place: PurePosixPath, content: bytes, about: dict[str, str]) -> Verdict:
        """Put one document in its place.

        Args:
            place: path relative to the folder.
            content: the whole file.
            about: what the manifest line says of it besides path, size and hash.

        Raises:
            DeliveryError: it could not be written; what stood there before is untouched.
        """
        target = self.path / place
        digest = hashlib.sha256(content).hexdigest()
        if target.is_file() and not target.is_symlink():
            present = hashlib.sha256(target.read_bytes()).hexdigest()
            if present == digest:
                if self._made.get(str(place)) != digest:
                    self._note(place, digest, len(content), about)
                return Verdict.UNCHANGED
            if present != self._made.get(str(place)) and not self.overwrite:
                return Verdict.EDITED
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeliveryError(
                _("The folder “{path}” cannot be written: {error}.").format(
                    path=target.parent, error=error.strerror or error
                ),
                cure=_("Choose another folder with --out."),
            ) from error
        write_whole(target, content)
        self._note(place, digest, len(content), about)
        return Verdict.WRITTEN

    def _note(self, place: PurePosixPath, digest: str, size: int, about: dict[str, str]) -> None:
        self._made[str(place)] = digest
        if self._manifest is not None:
            line = {"path": str(place), "size": size, "sha256": digest, **about}
            self._manifest.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read_manifest(path: Path) -> dict[str, str]:
    """Content hash by path; the last line of a path counts, a line torn by a crash does not."""
    made: dict[str, str] = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                entry = json.loads(line)
                made[entry["path"]] = entry["sha256"]
            except (ValueError, KeyError, TypeError):
                continue
    return made
