"""What is made of the documents of a part: files in folders, or one file such as a pack."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from pingyi.deliver import Entry, Verdict
from pingyi.deliver.storage import Place, Storage, refuse_strangers
from pingyi.deliver.verdict import compare, judge
from pingyi.engine.batch import Batch, Filled
from pingyi.engine.selection import Selection
from pingyi.engine.summary import Result
from pingyi.errors import DeliveryError, DiskError, PingyiError, Problem, Severity
from pingyi.texts import translate as _

GROUP_FILES = 500
GROUP_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a batch that can be made by itself.

    Attributes:
        organisations: whose documents it is, in the order of the plan.
        lines: the manifest's lines of what lies in their folders.
    """

    organisations: tuple[str, ...]
    lines: tuple[bytes, ...] = ()

    def entries(self) -> dict[str, Entry]:
        """The lines by path."""
        found = (Entry.from_line(line) for line in self.lines)
        return {entry.path: entry for entry in found if entry is not None}


class Outlet(Protocol):
    """Makes the documents of one part after another and brings them to their places."""

    def split(self, batch: Batch, counts: Mapping[str, int]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Divide a batch: for each part its organisations, and the folders whose manifest lines it needs."""

    def count_files(self, batch: Batch, counts: Mapping[str, int]) -> int:
        """How many files there will be."""

    def deliver(self, batch: Batch, part: Part) -> Result:
        """Make one part. What is wrong with one document never stops the others; a full disk stops the part."""


class FileOutlet:
    """Each document is a file of its own, in the folder of its organisation.

    Args:
        storage: where to.
        overwrite: replace what people edited.
    """

    _SHARES, _SMALLEST, _LARGEST = 16, 200, 500
    """Into how many parts a batch is divided, and how many documents one has: enough to outweigh the sending and the
    flush of the disk, few enough to share the work evenly."""

    def __init__(self, storage: Storage, *, overwrite: bool) -> None:
        self._storage = storage
        self._overwrite = overwrite

    def split(self, batch: Batch, counts: Mapping[str, int]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """As `Outlet` says: neighbouring organisations until there are enough documents."""
        parts: list[list[str]] = []
        size = enough = min(max(sum(counts.values()) // self._SHARES, self._SMALLEST), self._LARGEST)
        for organisation_id, count in counts.items():
            if size >= enough:
                parts.append([])
                size = 0
            parts[-1].append(organisation_id)
            size += count
        return [(tuple(ids), tuple(str(batch.places.folder_of(id_)) for id_ in ids)) for ids in parts]

    def count_files(self, batch: Batch, counts: Mapping[str, int]) -> int:
        """As `Outlet` says."""
        return sum(counts.values())

    def deliver(self, batch: Batch, part: Part) -> Result:
        """As `Outlet` says."""
        delivery = _FileDelivery(self._storage, batch, part.entries(), overwrite=self._overwrite)
        for organisation_id in part.organisations:
            if delivery.result.summary.stopped is None:
                delivery.run(organisation_id)
        delivery.flush()
        if batch.selection == Selection():
            delivery.result.leftovers = list(delivery.old)
        return delivery.result


class _FileDelivery:
    def __init__(self, storage: Storage, batch: Batch, old: dict[str, Entry], *, overwrite: bool) -> None:
        self._storage = storage
        self._batch = batch
        self.old = old  # what the manifest says of files that no document came for as yet
        self._told: set[str] = set()
        self._overwrite = overwrite
        self._group: list[tuple[Filled, Entry, bytes, Verdict, bool]] = []
        self._size = 0
        self.result = Result()

    def run(self, organisation_id: str) -> None:
        folder = self._batch.places.folder_of(organisation_id)
        try:
            listing = self._storage.inspect(folder)
        except DeliveryError as error:
            count = sum(1 for _job in self._batch.jobs_of(organisation_id))
            self.result.documents += count
            self._fail_all(str(folder), count, error)
            return
        for job, filled in self._batch.fill_each(self._batch.jobs_of(organisation_id)):
            self.result.documents += 1
            try:
                if isinstance(filled, PingyiError):
                    raise filled
                self._consider(filled, listing.get(job.name))
            except PingyiError as error:
                fail(self.result, job.place, job.subject.name, error)
            if self.result.summary.stopped is not None:
                return

    def _consider(self, filled: Filled, size: int | None) -> None:
        entry, old = filled.entry, self.old.pop(filled.entry.path, None)
        if size is not None and size < 0:
            refuse_strangers(entry.path, size)
        present = None if size is None else self._storage.digest(filled.job.place)
        verdict = judge(old, present, entry.inputs, overwrite=self._overwrite)
        if verdict in (Verdict.WRITTEN, None):
            content = self._batch.make(filled, lambda: self._storage.read(entry.path))
            entry = entry._replace(size=len(content), sha256=hashlib.sha256(content).hexdigest())
            verdict = verdict or compare(present, entry.sha256, overwrite=self._overwrite)
            if verdict in (Verdict.WRITTEN, Verdict.OVERWRITTEN):
                self._group.append((filled, entry, content, verdict, old is not None))
                self._size += len(content)
                if len(self._group) >= GROUP_FILES or self._size >= GROUP_BYTES:
                    self.flush()
                return
            if verdict is Verdict.UNCHANGED:
                self.result.lines.append((entry.path, entry.to_line()))
        if verdict is Verdict.EDITED:
            self._batch.search_edited(filled, lambda: self._storage.read(entry.path))
        self._settle(filled, verdict, was_ours=old is not None)

    def flush(self) -> None:
        """Write what has gathered; the files come to their places together."""
        group, self._group, self._size = self._group, [], 0
        lines = [entry.to_line() for _filled, entry, _content, _verdict, _ours in group]
        files: list[tuple[Place, bytes]] = [(entry.path, content) for _filled, entry, content, _verdict, _ours in group]
        errors = self._storage.write(files, lines) if group else []
        counts = Counter(id(error) for error in errors)  # what is wrong with a folder is the same error for all
        for (filled, entry, _content, verdict, ours), line, error in zip(group, lines, errors, strict=True):
            if error is not None and counts[id(error)] > 1:
                self._fail_all(entry.folder, 1, error)
            elif error is not None:
                fail(self.result, filled.job.place, filled.job.subject.name, error)
            else:
                self.result.lines.append((entry.path, line))
                self._settle(filled, verdict, was_ours=ours)

    def _fail_all(self, folder: str, count: int, error: DeliveryError) -> None:
        """Report documents that were not made because of their folder, which is told once."""
        if error.message in self._told and not isinstance(error, DiskError):
            self.result.summary.failed += count
            return
        self._told.add(error.message)
        fail(self.result, folder, "", error, count=count)

    def _settle(self, filled: Filled, verdict: Verdict, *, was_ours: bool) -> None:
        summary = self.result.summary
        summary.count(verdict)
        summary.problems.extend(filled.problems)
        summary.problems.extend(explain_edit(filled.job.place, filled.job.subject.name, verdict, was_ours=was_ours))


def fail(result: Result, path: str, person: str, error: PingyiError, *, count: int = 1) -> None:
    """Report a document that was not made; where nothing more can be written, that ends the batch and is told once."""
    problem = explain_failure(path, person, error)
    if isinstance(error, DiskError):
        result.summary.stopped = result.summary.stopped or replace(problem, file="", person="")
    else:
        result.summary.failed += count
        result.summary.problems.append(problem)


def explain_failure(path: str, person: str, error: PingyiError) -> Problem:
    """What is wrong with one document."""
    return Problem(
        Severity.ERROR,
        error.code,
        error.message,
        error.cure or _("Correct the record and run again; the other documents are done."),
        file=path,
        person=person,
    )


def explain_edit(path: str, person: str, verdict: Verdict, *, was_ours: bool) -> Iterator[Problem]:
    """Tell what was done with a file that somebody had changed, or that nothing says was made here."""
    if verdict not in (Verdict.EDITED, Verdict.OVERWRITTEN):
        return
    keep = _("Move it away, or run with --overwrite to replace it.")
    code, message, cure = {
        (Verdict.EDITED, True): (
            "file-edited", _("the file was changed by hand since it was made, and is kept"), keep,
        ),
        (Verdict.EDITED, False): (
            "file-foreign", _("the file was there already, nothing says that it was made here, and it is kept"), keep,
        ),
        (Verdict.OVERWRITTEN, True): (
            "file-overwritten",
            _("the file had been changed by hand, and was replaced"),
            _("If the changes are needed, write them into the roster and run again."),
        ),
        (Verdict.OVERWRITTEN, False): (
            "file-overwritten",
            _("the file was there already, nothing says that it was made here, and it was replaced"),
            _("If it is needed, take it from a backup."),
        ),
    }[verdict, was_ours]  # fmt: skip
    yield Problem(Severity.WARNING, code, message, cure, file=path, person=person)
