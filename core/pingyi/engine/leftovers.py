"""Files of people and organisations that are no longer in the plan: they are named, and left to their owners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pingyi.deliver import OutputFolder
from pingyi.deliver.bundles import EXCERPT, KINDS, PACKS, PRINTS
from pingyi.deliver.manifest import Manifest
from pingyi.deliver.storage import Storage
from pingyi.engine.batch import Batch
from pingyi.engine.selection import Selection
from pingyi.engine.writers import PackWriter, PrintWriter, Writer
from pingyi.errors import DeliveryError, Problem, Severity
from pingyi.texts import shorten
from pingyi.texts import translate as _

REPORT = "report"
"""What the manifest calls the form of reports, which no plan has."""
_SHOWN = 3
_BUNDLES = {*PACKS.values(), PRINTS}


def find_leftovers(batch: Batch, manifest: Manifest, candidates: Iterable[str] | None = None) -> list[str]:
    """Paths of the manifest that the plan has no document for, whatever was selected.

    Args:
        batch: the plan.
        manifest: of the output folder.
        candidates: what can be one among the files of the organisations that have documents; all when left out.
    """
    everything = Batch(batch.plan, batch.shelf, Selection(forms=frozenset(batch.plan.plugins.forms)))
    folders = batch.places.list_folders()
    checked = set() if candidates is None else set(batch.counted[0])
    possible = list(candidates or ())
    for folder in manifest.folders():
        if folders.get(folder) not in checked:
            possible += manifest.paths_in(folder)
    needed = {path.rpartition("/")[0] for path in possible}
    planned = {job.place for folder, name in folders.items() if folder in needed for job in everything.jobs_of(name)}
    if any(path.partition("/")[0] in _BUNDLES for path in possible):
        planned.update(_list_bundles(everything))
    return sorted(path for path in set(possible) - planned if _is_of_a_plan(manifest, path))


def name_leftovers(batch: Batch, folder: OutputFolder, candidates: list[str], *, withheld: bool) -> list[Problem]:
    """Name the files in an output folder that the plan has no document for; the manifest forgets those that are gone.

    Args:
        batch: the plan.
        folder: the output folder.
        candidates: see `find_leftovers`.
        withheld: whether rows of the roster have errors, and so no document.
    """
    there: list[str] = []
    for path in find_leftovers(batch, folder.manifest, candidates):
        if _is_there(folder.storage, PurePosixPath(path)):
            there.append(path)
        else:
            folder.manifest.drop(path)
    return [tell_leftovers(there, withheld=withheld)] if there else []


def _is_there(storage: Storage, place: PurePosixPath) -> bool:
    try:
        return place.name in storage.inspect(place.parent)
    except DeliveryError:  # nobody can tell
        return True


def tell_leftovers(paths: list[str], *, withheld: bool) -> Problem:
    """Name files that are no longer in the plan.

    Args:
        paths: those that are there.
        withheld: whether rows of the roster have errors, and so no document.
    """
    message = _("{count} files of an earlier roster are no longer in the plan: {paths}")
    cure = _("Remove those of people who have left or moved; nothing is removed by itself.")
    if withheld:
        cure += " " + _("Correct the rows with errors first: they have no form either.")
    return Problem(Severity.WARNING, "files-left", message.format(count=len(paths), paths=shorten(paths, _SHOWN)), cure)


def _is_of_a_plan(manifest: Manifest, path: str) -> bool:
    entry = manifest.get(path)
    return entry is not None and entry.form != REPORT and not (entry.form in KINDS and EXCERPT in entry.name)


def _list_bundles(batch: Batch) -> Iterator[str]:
    """Where the complete packs and print files go, with the files beside them."""
    plan = Batch(batch.plan, batch.shelf, Selection())
    writers: list[Writer] = [*(PackWriter(by) for by in PACKS), PrintWriter("branch"), PrintWriter("all")]
    for writer in writers:
        for organisations in writer.group(plan, tuple(plan.counted[0])):
            place = writer.place(plan, organisations)
            yield str(place)
            yield from (str(place.with_suffix(ending)) for ending in writer.COMPANIONS)
