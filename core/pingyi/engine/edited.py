"""Files that people changed since they were made: one that others may read must show no more for it."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator

from pingyi.deliver.storage import Storage
from pingyi.engine.batch import Batch
from pingyi.engine.outlets import explain_failure
from pingyi.errors import PingyiError, Problem


def search_edited(batch: Batch, storage: Storage, paths: Collection[str]) -> Iterator[Problem]:
    """Look for private values in changed files (R54).

    Args:
        batch: the plan they were made from.
        storage: where they are.
        paths: theirs, in it.

    Yields:
        An error for each file that shows one, or whose document can no longer be planned.
    """
    folders = batch.places.list_folders()
    for organisation_id in dict.fromkeys(folders.get(path.rpartition("/")[0], "") for path in paths):
        if not organisation_id:  # a pack, a report, a file that is no longer in the plan
            continue
        for job in batch.jobs_of(organisation_id):
            if job.place in paths:
                try:
                    batch.search_edited(batch.fill(job), functools.partial(storage.read, job.place))
                except PingyiError as error:
                    yield explain_failure(job.place, job.subject.name, error)
