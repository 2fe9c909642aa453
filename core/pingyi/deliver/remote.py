"""Files behind a URL, by fsspec."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import IO, Any

from pingyi.deliver.storage import FOLDER, LINK, Draft, Place
from pingyi.disk.folders import is_temporary
from pingyi.disk.places import name_beside
from pingyi.disk.problems import explain
from pingyi.errors import DeliveryError, DiskError, PingyiError, UsageError
from pingyi.texts import translate as _

_CHUNK = 1 << 20


class RemoteStorage:
    """A place behind a URL that fsspec knows, such as s3://bucket/folder; every worker writes there by itself.

    Raises:
        UsageError: no installed package knows such a URL.
        DeliveryError: it cannot be reached.
    """

    def __init__(self, url: str) -> None:
        try:
            import fsspec

            filesystem, root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise UsageError(
                _("“{url}” cannot be reached: {error}.").format(url=url, error=error),
                cure=_("Install what this kind of URL needs: pip install pingyi[dask], and s3fs, gcsfs, adlfs ..."),
            ) from error
        except Exception as error:
            raise DeliveryError(
                _("“{url}” cannot be reached: {error}.").format(url=url, error=_describe(error)), cure=_cure()
            ) from error
        self._files: Any = filesystem
        self._root = PurePosixPath(root)
        self._url = url.rstrip("/")

    def inspect(self, folder: PurePosixPath) -> dict[str, int]:
        """As `Storage` says."""
        with self._explained(folder):
            try:
                found = self._files.ls(str(self._root / folder), detail=True, refresh=True)
            except FileNotFoundError:
                return {}
            kinds = {"file": None, "link": LINK}
            sizes = {
                PurePosixPath(item["name"]).name: (kinds.get(item["type"], FOLDER), item["size"]) for item in found
            }
        return {name: size if kind is None else kind for name, (kind, size) in sizes.items()}

    def digest(self, place: Place) -> str | None:
        """As `Storage` says; a large file is read piece by piece."""
        digest = hashlib.sha256()
        with self._explained(place):
            try:
                with self._files.open(str(self._root / place), "rb") as stream:
                    while chunk := stream.read(_CHUNK):
                        digest.update(chunk)
            except FileNotFoundError:
                return None
        return digest.hexdigest()

    def read(self, place: Place) -> bytes | None:
        """As `Storage` says."""
        with self._explained(place):
            try:
                return bytes(self._files.cat_file(str(self._root / place)))
            except FileNotFoundError:
                return None

    def write(self, files: Sequence[tuple[Place, bytes]], lines: Sequence[bytes]) -> list[DeliveryError | None]:
        """As `Storage` says; after an error that others will have too no other is tried."""
        errors: list[DeliveryError | None] = []
        for place, content in files:
            try:
                self._put(place, functools.partial(self._pipe, content))
            except DeliveryError as error:
                errors.append(error)
                if isinstance(error, DiskError):
                    errors.extend([error] * (len(files) - len(errors)))
                    break
            else:
                errors.append(None)
        return errors

    @contextlib.contextmanager
    def draft(self, place: PurePosixPath) -> Iterator[Draft]:
        """As `Storage` says; the draft itself is written on the worker's own disk."""
        with tempfile.TemporaryFile() as stream:
            draft = Draft(stream)
            yield draft
            if draft.line is not None:
                stream.seek(0)
                self._put(place, functools.partial(self._copy, stream))

    def _pipe(self, content: bytes, target: str) -> None:
        self._files.pipe_file(target, content)

    def _copy(self, stream: IO[bytes], target: str) -> None:
        with self._files.open(target, "wb") as remote:
            shutil.copyfileobj(stream, remote, _CHUNK)

    def _put(self, place: Place, write: Callable[[str], object]) -> None:
        """Write a file to a name of its own first, since not every such place replaces a file in one step."""
        target = self._root / place
        temporary = str(target.with_name(name_beside(target.name)))
        with self._explained(place):
            try:
                self._files.makedirs(str(target.parent), exist_ok=True)
                write(temporary)
                self._files.mv(temporary, str(target))
            except BaseException:
                with contextlib.suppress(Exception):  # swept by the next run, if it cannot be removed now
                    self._files.rm_file(temporary)
                raise

    def sweep(self) -> int:
        """As `Storage` says, where the place can list its files."""
        swept = 0
        with contextlib.suppress(Exception):  # what cannot be removed now is in nobody's way
            for path in self._files.find(str(self._root)):
                if is_temporary(PurePosixPath(path).name):
                    self._files.rm_file(path)
                    swept += 1
        return swept

    @contextlib.contextmanager
    def _explained(self, place: Place) -> Iterator[None]:
        """Tell whatever a file system raises, which may be anything, as what it means for a file."""
        shown = f"{self._url}/{place}"
        try:
            yield
        except PingyiError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and isinstance(known := explain(shown, error), DiskError):
                raise known from error
            message = _("“{path}” could not be reached: {error}.").format(path=shown, error=_describe(error))
            gone = isinstance(error, ConnectionError | TimeoutError)  # every other file would wait for it again
            raise (DiskError if gone else DeliveryError)(message, cure=_cure()) from error

    def close(self) -> None:
        """As `Storage` says."""


def _describe(error: Exception) -> str:
    return str(error) or type(error).__name__


def _cure() -> str:
    return _("Check the address, the network and your rights there, then run again; or choose a folder with --out.")
