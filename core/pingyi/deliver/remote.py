"""Files behind a URL, by fsspec."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pingyi.deliver.storage import LINK, Draft, Place
from pingyi.disk.places import name_beside
from pingyi.disk.problems import explain
from pingyi.errors import DeliveryError, UsageError
from pingyi.texts import translate as _


class RemoteStorage:
    """A place behind a URL that fsspec knows, such as s3://bucket/folder; every worker writes there by itself.

    Raises:
        UsageError: no installed package knows such a URL.
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
        self._files: Any = filesystem
        self._root = PurePosixPath(root)

    def inspect(self, folder: PurePosixPath) -> dict[str, int]:
        """As `Storage` says."""
        try:
            found = self._files.ls(str(self._root / folder), detail=True, refresh=True)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise explain(Path(folder), error) from error
        return {PurePosixPath(item["name"]).name: item["size"] if item["type"] == "file" else LINK for item in found}

    def digest(self, place: Place) -> str | None:
        """As `Storage` says."""
        content = self.read(place)
        return None if content is None else hashlib.sha256(content).hexdigest()

    def read(self, place: Place) -> bytes | None:
        """The content of a file, `None` where there is none."""
        try:
            return bytes(self._files.cat_file(str(self._root / place)))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise explain(Path(place), error) from error

    def write(self, files: Sequence[tuple[Place, bytes]], lines: Sequence[bytes]) -> list[DeliveryError | None]:
        """As `Storage` says: to a name of its own first, since not every such place replaces a file in one step."""
        errors: list[DeliveryError | None] = []
        for place, content in files:
            target = self._root / place
            temporary = target.with_name(name_beside(target.name))
            try:
                self._files.makedirs(str(target.parent), exist_ok=True)
                self._files.pipe_file(str(temporary), content)
                self._files.mv(str(temporary), str(target))
                errors.append(None)
            except OSError as error:
                errors.append(explain(Path(place), error))
        return errors

    @contextlib.contextmanager
    def draft(self, place: PurePosixPath) -> Iterator[Draft]:
        """As `Storage` says; the draft itself is written on the worker's own disk."""
        with tempfile.TemporaryFile() as stream:
            draft = Draft(stream)
            yield draft
            if draft.line is not None:
                stream.seek(0)
                (error,) = self.write([(place, stream.read())], [draft.line])
                if error is not None:
                    raise error

    def close(self) -> None:
        """As `Storage` says."""
