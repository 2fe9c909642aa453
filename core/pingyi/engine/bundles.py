"""One file for the documents of several organisations: packs and print files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pingyi.deliver import Entry, Verdict
from pingyi.deliver.storage import Storage, refuse_strangers
from pingyi.deliver.verdict import compare, judge
from pingyi.engine.batch import Batch, Filled, Made
from pingyi.engine.outlets import Part, explain_edit, fail
from pingyi.engine.summary import Result
from pingyi.engine.writers import Writer
from pingyi.errors import PingyiError, Problem, Severity
from pingyi.forms.privacy.leaks import PRIVATE
from pingyi.texts import translate as _

_WRITTEN = (Verdict.WRITTEN, Verdict.OVERWRITTEN)


class BundleOutlet:
    """The documents of a part are one file, which may have companions such as an index.

    Args:
        writer: what kind of file.
        storage: where to.
        overwrite: replace what people edited.
    """

    def __init__(self, writer: Writer, storage: Storage, *, overwrite: bool) -> None:
        self._writer = writer
        self._storage = storage
        self._overwrite = overwrite

    def split(self, batch: Batch, counts: Mapping[str, int]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """As `Outlet` says: a part is a file."""
        return [
            (ids, (str(self._writer.place(batch, ids).parent),)) for ids in self._writer.group(batch, tuple(counts))
        ]

    def count_files(self, batch: Batch, counts: Mapping[str, int]) -> int:
        """As `Outlet` says."""
        return len(self._writer.group(batch, tuple(counts))) * (1 + len(self._writer.COMPANIONS))

    def deliver(self, batch: Batch, part: Part) -> Result:
        """As `Outlet` says."""
        bundle = _Bundle(self._writer, self._storage, batch, part, overwrite=self._overwrite)
        try:
            if not bundle.is_settled():
                bundle.make()
        except PingyiError as error:
            fail(bundle.result, str(bundle.place), "", error)
        return bundle.result


class _Bundle:
    def __init__(self, writer: Writer, storage: Storage, batch: Batch, part: Part, *, overwrite: bool) -> None:
        self._writer = writer
        self._storage = storage
        self._batch = batch
        self._ids = part.organisations
        self._old = part.entries()
        self._overwrite = overwrite
        self.place = writer.place(batch, part.organisations)
        self.result = Result()
        self._record = hashlib.sha256()
        self._made = 0
        self._leaks = False

    def is_settled(self) -> bool:
        """Whether nothing has to be rendered: the files are there, made from the same inputs or edited by somebody."""
        places = [self.place, *(self.place.with_suffix(ending) for ending in self._writer.COMPANIONS)]
        present = [self._look(place) for place in places]
        if not all(present) or not all(str(place) in self._old for place in places):
            return False
        self._start_record()
        for filled in self._fill():
            self._add(filled.entry)
        verdicts = [
            judge(self._old[str(place)], digest, self._describe(place).inputs, overwrite=self._overwrite)
            for place, digest in zip(places, present, strict=True)
        ]
        if not all(verdict in (Verdict.UNCHANGED, Verdict.EDITED) for verdict in verdicts):
            self.result = Result()
            return False
        for place, verdict in zip(places, verdicts, strict=True):
            if verdict is not None:
                self._settle(place, verdict)
        return True

    def make(self) -> None:
        """Render the documents into the file."""
        self._start_record()
        with self._storage.draft(self.place) as draft:
            companions = self._writer.write(draft.stream, self._batch, self._ids, self._render())
            if not self._made:
                self._tell_kept()
                return
            size, digest = draft.measure()
            entry = self._describe(self.place)._replace(size=size, sha256=digest)
            verdict = self._judge(entry)
            if verdict in _WRITTEN:
                draft.line = entry.to_line()
        self._note(entry, verdict)
        if verdict is Verdict.EDITED:
            self._tell_kept()
        for ending, content in companions.items():
            self._write_companion(self.place.with_suffix(ending), content)

    def _tell_kept(self) -> None:
        """Tell of a file that stays although a copy in it is refused by now."""
        if self._leaks and self._look(self.place) is not None:
            self.result.summary.problems.append(
                Problem(
                    Severity.ERROR,
                    PRIVATE,
                    _("the file that was made before stays, and may show what a copy in it must not show"),
                    _("Take it out of use and delete it; correct what is named above and run again."),
                    file=str(self.place),
                )
            )

    def _write_companion(self, place: PurePosixPath, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()
        entry = self._describe(place)._replace(size=len(content), sha256=digest)
        verdict = self._judge(entry)
        if verdict in _WRITTEN:
            (error,) = self._storage.write([(place, content)], [entry.to_line()])
            if error is not None:
                raise error
        self._note(entry, verdict)

    def _judge(self, entry: Entry) -> Verdict:
        present = self._look(PurePosixPath(entry.path))
        old = self._old.get(entry.path)
        verdict = judge(old, present, entry.inputs, overwrite=self._overwrite)
        return verdict or compare(present, entry.sha256, overwrite=self._overwrite)

    def _note(self, entry: Entry, verdict: Verdict) -> None:
        if verdict is not Verdict.EDITED:
            self.result.lines.append((entry.path, entry.to_line()))
        self._settle(PurePosixPath(entry.path), verdict)

    def _settle(self, place: PurePosixPath, verdict: Verdict) -> None:
        self.result.summary.count(verdict)
        was_ours = str(place) in self._old
        self.result.summary.problems.extend(explain_edit(str(place), "", verdict, was_ours=was_ours))

    def _look(self, place: PurePosixPath) -> str | None:
        size = self._storage.inspect(place.parent).get(place.name)
        refuse_strangers(place, size)
        return None if size is None else self._storage.digest(place)

    def _fill(self) -> Iterator[Filled]:
        for organisation_id in self._ids:
            for job, filled in self._batch.fill_each(self._batch.jobs_of(organisation_id)):
                self.result.documents += 1
                if isinstance(filled, PingyiError):
                    fail(self.result, job.place, job.subject.name, filled)
                else:
                    self.result.summary.problems.extend(filled.problems)
                    yield filled

    def _render(self) -> Iterator[Made]:
        for filled in self._fill():
            try:
                content = self._batch.make(filled)
            except PingyiError as error:
                self._leaks = self._leaks or any(problem.code == PRIVATE for problem in error.problems)
                fail(self.result, filled.job.place, filled.job.subject.name, error)
            else:
                self._made += 1
                self._add(filled.entry)
                yield Made(filled.job, filled.entry, content)

    def _start_record(self) -> None:
        """Begin the hash of what the file is made from with the roster's part, which a pack holds too."""
        campaign = self._batch.plan.campaign
        self._record = hashlib.sha256(self._writer.KIND.encode())
        for organisation_id in self._ids:
            for item in (campaign.organisations[organisation_id], *campaign.members_of(organisation_id)):
                # where a row stands changes nothing that is printed
                values = item.model_dump_json(exclude={"row"}, warnings=False)
                self._record.update(values.encode("utf-8", "backslashreplace"))

    def _add(self, entry: Entry) -> None:
        self._record.update("\x1f".join((entry.path, *entry.inputs, "")).encode("utf-8", "backslashreplace"))

    def _describe(self, place: PurePosixPath) -> Entry:
        return Entry(
            path=str(place),
            form=self._writer.KIND,
            subject=f"organisation:{self._ids[0]}",
            record=self._record.hexdigest()[:32],
            plugins=self._batch.plugins,
        )
