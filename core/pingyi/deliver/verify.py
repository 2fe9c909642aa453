"""Comparing delivered files with the manifest: missing, damaged, edited."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pingyi.deliver.entry import Entry
from pingyi.deliver.local import LocalStorage
from pingyi.deliver.manifest import PLACE, read_manifest
from pingyi.deliver.storage import STATE_FOLDER
from pingyi.errors import DeliveryError, Problem, Severity
from pingyi.texts import translate as _


def verify(out: Path) -> list[Problem]:
    """Compare every file that was delivered to `out`, or to a folder of a roster in it, with the manifest.

    Returns:
        A problem for each file that is missing (a warning), damaged (an error) or was edited since (a note).
    """
    roots = [out, *sorted(path.parents[1] for path in out.glob(f"*/{PLACE}"))]
    return [problem for root in roots if (root / STATE_FOLDER).is_dir() for problem in _verify(root, out)]


def _verify(root: Path, out: Path) -> Iterator[Problem]:
    storage = LocalStorage(root)
    for entry in read_manifest(storage):
        path = root / entry.path
        shown = str(PurePosixPath(path.relative_to(out)))
        try:
            present = None if path.is_symlink() else storage.digest(PurePosixPath(entry.path))
        except DeliveryError as error:
            yield Problem(Severity.ERROR, "file-unreadable", error.message, error.cure, file=shown)
            continue
        if present != entry.sha256:
            yield _explain(path, shown, entry, there=present is not None)


def _explain(path: Path, shown: str, entry: Entry, *, there: bool) -> Problem:
    if not there:
        return Problem(
            Severity.WARNING,
            "file-missing",
            _("the file was delivered and is not there"),
            _("“pingyi render” makes it again; nothing needs to be done if you moved it."),
            file=shown,
        )
    if _is_whole(path):
        return Problem(
            Severity.INFO,
            "file-edited",
            _("the file was changed since it was made"),
            _("Nothing needs to be done: “pingyi render” keeps it."),
            file=shown,
        )
    return Problem(
        Severity.ERROR,
        "file-damaged",
        _("the file is damaged: {size} bytes were delivered").format(size=entry.size),
        _("Move it away and run “pingyi render”: it is made again."),
        file=shown,
    )


def _is_whole(path: Path) -> bool:
    """Whether every member of a container can be read: what Word saved can, a flipped byte shows."""
    try:
        with zipfile.ZipFile(path) as container:
            return container.testzip() is None
    except Exception:  # noqa: BLE001 - a damaged container can raise anything
        return False
