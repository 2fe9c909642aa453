"""Comparing delivered files with the manifest: missing, damaged, edited."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from pingyi.deliver.bundles import EXCERPT, name_options
from pingyi.deliver.entry import Entry
from pingyi.deliver.local import LocalStorage
from pingyi.deliver.manifest import PLACE, list_journals, read_manifest
from pingyi.deliver.storage import STATE_FOLDER, refuse_strangers
from pingyi.errors import DeliveryError, Problem, Severity
from pingyi.texts import translate as _


def find_outputs(out: Path) -> list[Path]:
    """The folders that were delivered to: `out` itself, and those of rosters in it."""
    return [path.parent for path in (out / STATE_FOLDER, *sorted(out.glob(f"*/{STATE_FOLDER}"))) if path.is_dir()]


def verify(out: Path, leftovers: Collection[str] = ()) -> list[Problem]:
    """Compare every file that was delivered to `out`, or to a folder of a roster in it, with the manifest.

    Args:
        out: the folder.
        leftovers: paths relative to it that the plan no longer has: that one is missing is as it should be.

    Returns:
        A problem for each file that is missing (a warning), damaged (an error) or was edited since (a note), and for
        a manifest that is missing, torn or cannot be read.
    """
    return [problem for root in find_outputs(out) for problem in _verify(root, out, leftovers)]


def _has_forms(root: Path) -> bool:
    """Whether forms lie in a folder, outside those in it that have a manifest of their own."""
    known = set(find_outputs(root)) - {root}
    return any(known.isdisjoint(path.parents) for path in root.rglob("*.docx"))


def _verify(root: Path, out: Path, leftovers: Collection[str]) -> Iterator[Problem]:
    storage = LocalStorage(root)
    try:
        is_lost = storage.read(PLACE) is None and not list_journals(root)
        manifest = read_manifest(storage)
    except DeliveryError as error:
        yield Problem(Severity.ERROR, "manifest-unreadable", error.message, error.cure, file=_show(root / PLACE, out))
        return
    if is_lost and _has_forms(root):
        yield tell_lost(_show(root / PLACE, out))
    if manifest.torn:
        yield Problem(
            Severity.WARNING,
            "manifest-torn",
            _("{count} lines of the list of what was made cannot be read").format(count=manifest.torn),
            _("“pingyi render” writes them again; a file that was changed by hand is kept."),
            file=_show(root / PLACE, out),
        )
    for entry in manifest:
        path = root / entry.path
        shown = _show(path, out)
        place = PurePosixPath(entry.path)
        try:
            if _is_no_file(path):
                refuse_strangers(shown, storage.inspect(place.parent).get(place.name))
            present = storage.digest(place)
        except DeliveryError as error:
            yield Problem(Severity.ERROR, "file-unreadable", error.message, error.cure, file=shown)
            continue
        if present is None and shown in leftovers:
            continue
        if present != entry.sha256:
            yield _explain(path, shown, entry, there=present is not None)


def _is_no_file(path: Path) -> bool:
    try:
        return path.is_symlink() or path.is_dir()
    except OSError:  # reading it tells why
        return False


def _show(path: Path, out: Path) -> str:
    return str(PurePosixPath(path.relative_to(out)))


def tell_lost(file: str) -> Problem:
    """Tell that a manifest is not there, though files are that it should name; `file` is where it should be."""
    return Problem(
        Severity.WARNING,
        "manifest-missing",
        _("the list of what was made is not there, so nobody can tell which files were changed"),
        _("“pingyi render” writes it again; a file that was changed by hand is kept."),
        file=file,
    )


def _explain(path: Path, shown: str, entry: Entry, *, there: bool) -> Problem:
    if not there:
        return Problem(
            Severity.WARNING,
            "file-missing",
            _("the file was delivered and is not there"),
            _("{command} makes it again; nothing needs to be done if you moved it.").format(
                command=_name_command(entry)
            ),
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
        _("Move it away and run {command}: it is made again.").format(command=_name_command(entry)),
        file=shown,
    )


def _name_command(entry: Entry) -> str:
    """The command that makes a file again."""
    if entry.form == "report":
        return "“pingyi report”"
    options = name_options(entry)
    command = f"“pingyi render {options}”" if options else "“pingyi render”"
    return _("{command} with the same selection").format(command=command) if EXCERPT in entry.name else command


def _is_whole(path: Path) -> bool:
    """Whether every member of a container can be read: what Word saved can, a flipped byte shows."""
    try:
        with zipfile.ZipFile(path) as container:
            return container.testzip() is None
    except Exception:  # noqa: BLE001 - a damaged container can raise anything
        return False
