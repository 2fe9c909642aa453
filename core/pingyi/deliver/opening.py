"""The storage that an output folder or URL stands for."""

from __future__ import annotations

from pathlib import Path

from pingyi.deliver.local import LocalStorage
from pingyi.deliver.remote import RemoteStorage
from pingyi.deliver.storage import Storage
from pingyi.disk.urls import find_local


def open_storage(out: Path | str) -> Storage:
    """The storage of a folder or URL.

    Raises:
        UsageError: no installed package knows such a URL, or it is none.
    """
    place = find_local(out) if isinstance(out, str) else out
    if place is None:
        return RemoteStorage(str(out))
    return LocalStorage(place)
