"""From a folder of returned files to records, and to everything that is wrong or missing."""

from __future__ import annotations

import contextlib
import functools
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pingyi.collect import checks, sheets
from pingyi.collect.ahead import read_ahead
from pingyi.collect.cache import Cache
from pingyi.collect.copied import find_copied
from pingyi.collect.folder import SHEETS, File, Walker
from pingyi.collect.labels import Part, list_parts, name_part
from pingyi.collect.meetings import find_gaps, join_meetings, list_said, list_unplanned, make_meeting
from pingyi.collect.papers.findings import Findings
from pingyi.collect.pledges import check_pledges
from pingyi.collect.reader import FileReader, Templates
from pingyi.collect.recognise import Directory
from pingyi.collect.records import make_record, merge_record
from pingyi.collect.result import Collected, Returned
from pingyi.errors import Problem
from pingyi.model.papers.forms import BallotForm, FormData
from pingyi.model.papers.meeting_forms import MeetingForm, MeetingRecord, ThematicRecord
from pingyi.model.papers.pledge_forms import PledgeForm
from pingyi.model.results.meetings import Meeting
from pingyi.model.results.records import EMPTY_RECORD, Record
from pingyi.model.review.procedure import SubjectKey, SubjectPlan
from pingyi.plan import Plan

_UNREAD = ("meeting-unread", "visit-unread")
_OBJECTS = 2_000_000
"""New objects between two looks for circles of garbage; reading makes none, so that those who live are what grows."""


def collect_forms(folder: Path, plan: Plan, templates: Templates, *, cache: Path | None) -> Collected:
    """Read every returned file of a folder; nothing in it is changed.

    Args:
        folder: where the files are, at any depth, in packs too.
        plan: what was sent, and to whom.
        templates: the compiled templates.
        cache: folder that keeps what was read; it may be deleted at any time.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    with _rare_collections():
        return _Collector(plan, templates, Cache(cache)).collect(folder)


@contextlib.contextmanager
def _rare_collections() -> Iterator[None]:
    """Trees of documents hold no circles: looking for those after every few cells takes a quarter of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Collector:
    def __init__(self, plan: Plan, templates: Templates, cache: Cache) -> None:
        self._plan = plan
        self._cache = cache
        self._directory = Directory(plan)
        self._reader = FileReader(plan, templates, self._directory, cache)
        self._problems: list[Problem] = self._reader.problems
        self._unread_events: list[Problem] = []

    def collect(self, folder: Path) -> Collected:
        books: list[File] = []
        files = 0
        for file in read_ahead(Walker(folder, self._problems).walk(), self._reader):
            files += 1
            if file.suffix in SHEETS:
                books.append(file)
            else:
                self._reader.read(file)
        self._reader.finish()
        documents = self._choose()
        records = self._make_records(documents)
        typed, held = self._read_books(books)
        for key, record in typed.items():
            records[key] = merge_record(record, records[key]) if key in records else record
        records |= self._date_reviews(documents, records)
        meetings = self._join(held, list(self._list_meetings(documents)))
        self._join(self._plan.campaign.meetings, meetings)
        self._check_pledges(documents, records)
        self._problems.extend(find_copied(records, self._plan.campaign))
        self._cache.save()
        expected = [key for key, subject in self._directory.subjects.items() if _is_expected(self._plan, subject)]
        known = self._plan.campaign.records
        forms = {item.subject: item for item in documents if item.counts and self._is_registration(item)}
        unsaid = [key for key in expected if key not in typed and not _is_told(known.get(key, EMPTY_RECORD))]
        missing = [key for key in unsaid if key not in forms]
        blank = [key for key in unsaid if key in forms and not forms[key].written]
        problems = sorted(self._problems, key=lambda item: (item.file, item.row or 0))
        # of workbooks they are known by their sheets, of forms by their codes
        events = (*self._unread_events, *(item for item in problems if item.code in _UNREAD and item.row is None))
        return Collected(records, documents, problems, missing, files, len(expected), tuple(meetings), blank, events)

    def _is_registration(self, item: Returned) -> bool:
        """Whether it is the form on which a subject is reviewed, and no paper beside it such as a record."""
        decisions = self._directory.subjects[item.subject].decisions
        return any(decision.what == "form" and decision.value == item.form for decision in decisions)

    def _list_meetings(self, documents: Iterable[Returned]) -> Iterator[Meeting]:
        for item in documents:
            if item.counts and isinstance(item.data, MeetingRecord):
                findings = Findings()
                meeting = make_meeting(item.data, item.subject[1], item.path, findings)
                self._keep(findings.problems, item.path, self._directory.subjects[item.subject].name)
                if meeting is not None:
                    yield meeting

    def _join(self, known: Sequence[Meeting], further: Sequence[Meeting]) -> list[Meeting]:
        joined, problems = join_meetings(known, further, self._plan.campaign)
        self._problems.extend(problems)
        return joined

    def _read_books(self, books: list[File]) -> tuple[dict[SubjectKey, Record], list[Meeting]]:
        """What returned workbooks say; of two that differ the one whose path comes last."""
        found, problems = sheets.read_workbooks(books, self._plan)
        self._problems.extend(problems)
        typed: dict[SubjectKey, Record] = {}
        meetings: list[Meeting] = []
        for book in found:
            path = book.path
            self._unread_events.extend(book.unread_events)
            meetings = self._join(meetings, book.meetings)
            for key, record in book.records.items():
                name = self._plan.campaign.name_subject(*key)
                before = typed.get(key) or self._plan.campaign.record_of(*key)
                self._problems.extend(checks.compare_workbook(before, record, name, path, labels=self._label(None)))
                typed[key] = merge_record(typed.get(key, EMPTY_RECORD), record)
        return typed, meetings

    def _keep(self, problems: Iterable[Problem], path: str, person: str) -> None:
        self._problems.extend(replace(item, file=path, person=person) for item in problems)

    def _choose(self) -> list[Returned]:
        documents = []
        for item in checks.choose_counting([draft.returned for draft in self._reader.drafts], self._directory.subjects):
            if isinstance(item, Problem):
                self._problems.append(item)
            else:
                documents.append(item)
        return sorted(documents, key=lambda item: item.path)

    def _make_records(self, documents: Iterable[Returned]) -> dict[SubjectKey, Record]:
        sent = {draft.returned.path: draft.sent for draft in self._reader.drafts}
        grades = self._plan.campaign.settings.grades.verdict
        records: dict[SubjectKey, Record] = {}
        origins: dict[SubjectKey, dict[Part, str]] = {}
        for item in documents:
            if item.counts and isinstance(item.data, ThematicRecord):
                for key, record in list_said(item.data, self._plan, item.subject[1]):
                    self._add(records, origins, key, record, item)
                self._problems.extend(list_unplanned(item.data, self._plan, item.subject[1], item.path))
        # where papers differ, the form on which the review is registered counts
        for item in sorted(documents, key=self._is_registration):
            if not item.counts or isinstance(item.data, BallotForm | MeetingForm):
                continue
            subject = self._directory.subjects[item.subject]
            findings = Findings()
            record = make_record(item.data, sent[item.path], grades, findings)
            self._keep(findings.problems, item.path, subject.name)
            texts = checks.check_texts(self._plan, subject, item.data, is_registration=self._is_registration(item))
            self._keep(texts, item.path, subject.name)
            self._add(records, origins, item.subject, record, item)
        return records

    def _add(
        self,
        records: dict[SubjectKey, Record],
        origins: dict[SubjectKey, dict[Part, str]],
        key: SubjectKey,
        record: Record,
        item: Returned,
    ) -> None:
        """Add what one paper says to what others say; where they or the workbook differ it is told."""
        known, before = records.get(key, EMPTY_RECORD), self._plan.campaign.record_of(*key)
        name, labels = self._plan.campaign.name_subject(*key), self._label(item.data)
        files = origins.setdefault(key, {})
        self._problems.extend(checks.compare_workbook(before, record, name, item.path, labels=labels))
        self._problems.extend(checks.compare_papers(known, record, name, item.path, origins=files, labels=labels))
        records[key] = merge_record(known, record)
        files.update((part, item.path) for part, _value in list_parts(record))

    def _label(self, data: FormData | None) -> checks.Labels:
        """What a paper calls the parts of a record, or a workbook."""
        return functools.partial(name_part, settings=self._plan.campaign.settings, data=data)

    def _date_reviews(
        self, documents: Iterable[Returned], records: Mapping[SubjectKey, Record]
    ) -> dict[SubjectKey, Record]:
        """The records of those reviewed at the thematic meeting, with its day and place where these lack (R31)."""
        dated: dict[SubjectKey, Record] = {}
        for item in documents:
            if item.counts and isinstance(item.data, ThematicRecord):
                for key, said in list_said(item.data, self._plan, item.subject[1]):
                    known = merge_record(self._plan.campaign.record_of(*key), records[key])
                    gaps = find_gaps(item.data, said, known)
                    if gaps:
                        dated[key] = records[key].model_copy(update=gaps)
        return dated

    def _check_pledges(self, documents: Iterable[Returned], records: Mapping[SubjectKey, Record]) -> None:
        """Look at the pledges once everything else is known: what is to be mended stands in another form."""
        for item in documents:
            if item.counts and item.written and isinstance(item.data, PledgeForm):
                subject = self._directory.subjects[item.subject]
                known = merge_record(self._plan.campaign.record_of(*item.subject), records[item.subject])
                problems = check_pledges(self._plan, subject, item.data, known)
                self._keep(problems, item.path, subject.name)


def _is_expected(plan: Plan, subject: SubjectPlan) -> bool:
    """Whether a subject has a form to return."""
    forms = plan.plugins.forms
    return subject.exemption is None and any(
        not issubclass(forms[document.form].data, BallotForm) for document in subject.documents
    )


def _is_told(record: Record) -> bool:
    """Whether the workbook has what the form would say."""
    return bool(record.self_summary or record.comments)
