"""One batch: the wanted documents of a plan, their places, and how each is made."""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from pingyi.deliver import Entry, Namer
from pingyi.engine.guard import guard_copy, guard_edited, write_private
from pingyi.engine.places import Places, find_namesakes, mark_document
from pingyi.engine.selection import Selection
from pingyi.errors import PingyiError, Problem
from pingyi.forms import CompiledTemplate, TemplateShelf, check_budgets
from pingyi.model.papers.forms import FormData
from pingyi.model.papers.identity import Identity
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import Plan, fill_document, identify
from pingyi.plugins import Plugins

_AHEAD = 50
"""Documents that are filled before the first of them is made."""


class Job(NamedTuple):
    """One document to make and where it goes, relative to the output folder."""

    subject: SubjectPlan
    document: PlannedDocument
    place: str

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.place.rpartition("/")[2]


class Filled(NamedTuple):
    """A document with everything that decides its content, before it is rendered.

    Attributes:
        entry: the manifest's line, as yet without size and hash.
        problems: texts that are too long for their cells.
    """

    job: Job
    template: CompiledTemplate
    data: FormData
    identity: Identity
    entry: Entry
    problems: list[Problem]


class Made(NamedTuple):
    """A finished document on its way into a file of several."""

    job: Job
    entry: Entry
    content: bytes


class Batch:
    """The documents of a plan that are wanted, with their places.

    Args:
        plan: who gets which documents.
        shelf: the compiled templates.
        selection: what to take of it.

    Attributes:
        plugins: names and versions of the plugins in use.
    """

    def __init__(self, plan: Plan, shelf: TemplateShelf, selection: Selection) -> None:
        self.plan = plan
        self.shelf = shelf
        self.selection = selection
        self.places = Places(plan)
        self.plugins = name_versions(plan.plugins)
        self._empty = plan.campaign.settings.forms.empty
        # copies that show everything are not searched, whatever their people's private values are
        self._open_copies = frozenset(
            name for name, copy in plan.campaign.settings.copies.items() if copy.shows == "all"
        )
        self._last_papers: tuple[object, object, tuple[_Paper, ...]] = (None, None, ())

    def jobs(self) -> Iterator[Job]:
        """The wanted documents in the order of the plan. Names do not depend on the selection."""
        for organisation in self.plan.organisations:
            yield from self.jobs_of(organisation.id)

    def jobs_of(self, organisation_id: str) -> Iterator[Job]:
        """The wanted documents of one organisation."""
        if not self.selection.takes_organisation(organisation_id):
            return
        pattern = self.plan.campaign.settings.forms.name_pattern
        namer = Namer(pattern + "{mark}", self.places.folder_of(organisation_id))
        branch = self.plan.campaign.organisations[organisation_id].name
        subjects = tuple(self.plan.subjects_of(organisation_id))
        namesakes = find_namesakes(subjects)
        for subject in subjects:
            wanted = self.selection.takes_subject(subject)
            numbers = self._number(subject)
            name = subject.name
            papers = self._list_papers(subject)
            is_alone = (subject.kind, name) not in namesakes
            marks = itertools.repeat("") if is_alone else self._list_marks(subject, papers, pattern)
            places = namer.place([
                {"no": numbers[shows_all], "name": name, "form": form, "copy": copy, "branch": branch, "mark": mark}
                for (_document, form, copy, shows_all, _is_wanted), mark in zip(papers, marks, strict=False)
            ])  # fmt: skip
            if wanted:
                for paper, place in zip(papers, places, strict=True):
                    if paper.is_wanted:
                        yield Job(subject, paper.document, place)

    @functools.cached_property
    def counted(self) -> tuple[dict[str, int], list[str]]:
        """How many documents of each organisation are wanted, and the forms they need, in the order of first use."""
        counts: dict[str, int] = {}
        forms: dict[str, None] = {}
        for organisation in self.plan.organisations:
            if not self.selection.takes_organisation(organisation.id):
                continue
            for subject in self.plan.subjects_of(organisation.id):
                if self.selection.takes_subject(subject):
                    for paper in self._list_papers(subject):
                        if paper.is_wanted:
                            counts[organisation.id] = counts.get(organisation.id, 0) + 1
                            forms.setdefault(paper.document.form)
        return counts, list(forms)

    def list_kinds(self, organisation_ids: Iterable[str]) -> list[tuple[str, str]]:
        """Ids of form and copy of the wanted documents of some organisations, each once, in the order of the plan."""
        kinds: dict[tuple[str, str], None] = {}
        last: object = None
        for organisation_id in organisation_ids:
            for subject in self.plan.subjects_of(organisation_id):
                if self.selection.takes_subject(subject):
                    papers = self._list_papers(subject)
                    if papers is not last:
                        last = papers
                        kinds |= {
                            (paper.document.form, paper.document.copy): None for paper in papers if paper.is_wanted
                        }
        return list(kinds)

    def fill(self, job: Job) -> Filled:
        """Work out what a document prints, and what it depends on.

        Raises:
            PluginError: a plugin failed.
        """
        template = self.shelf[job.document.form]
        identity = identify(self.plan, job.subject, job.document, template.version)
        data = fill_document(self.plan, job.subject, job.document, identity.code)
        private = b"" if job.document.copy in self._open_copies else write_private(self.plan, job.subject)
        entry = Entry(
            path=job.place,
            form=identity.form,
            template=template.version,
            subject=identity.subject,
            copy=identity.copy,
            code=identity.code,
            record=self._hash(data, identity, private),
            plugins=self.plugins,
        )
        problems = check_budgets(data, self.plan.campaign.settings, person=job.subject.name)
        return Filled(job, template, data, identity, entry, problems)

    def fill_each(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Filled | PingyiError]]:
        """Fill documents, some of them before the first is given.

        A processor that goes on with the same work for a while is faster than one that takes each document from its
        beginning to its end.

        Yields:
            Each job with its filled document, or with what went wrong.
        """
        waiting = iter(jobs)
        while some := list(itertools.islice(waiting, _AHEAD)):
            yield from [(job, self._try_to_fill(job)) for job in some]

    def _try_to_fill(self, job: Job) -> Filled | PingyiError:
        try:
            return self.fill(job)
        except PingyiError as error:
            return error

    def make(self, filled: Filled, read_delivered: Callable[[], bytes | None] | None = None) -> bytes:
        """Render a document, and look for private values in a copy that others may read.

        Args:
            filled: the document.
            read_delivered: reads the file that lies in its place, for a copy that is refused.

        Raises:
            RenderError: this document cannot be made; no other is touched.
        """
        content = filled.template.render(filled.data, filled.identity)
        job = filled.job
        guard_copy(self.plan, job.subject, job.document, filled.data, content, read_delivered=read_delivered)
        return content

    def search_edited(self, filled: Filled, read: Callable[[], bytes | None]) -> None:
        """Look for private values in a file that somebody has changed.

        Args:
            filled: what it was made from, or would be by now.
            read: reads the file.

        Raises:
            RenderError: others may read it, and it shows one.
        """
        guard_edited(self.plan, filled.job.subject, filled.job.document, filled.data, read)

    def _hash(self, data: FormData, identity: Identity, private: bytes) -> str:
        """Hash of all that a document is filled with, and of what it must not show."""
        try:
            values = _serialise(type(data)).dump_json(data, warnings=False)
        except (PydanticSerializationError, UnicodeEncodeError):  # what a plugin gave; no form can print it either
            values = repr(data).encode("utf-8", "backslashreplace")
        about = (identity.campaign, identity.form, identity.version, identity.subject, identity.copy)
        parts = "\x1f".join((type(data).__name__, self._empty, *about, ""))
        return hashlib.sha256(parts.encode("utf-8", "backslashreplace") + values + private).hexdigest()[:32]

    def _number(self, subject: SubjectPlan) -> tuple[str, str]:
        """What stands for `{no}` in the names of copies that show a part, and of those that show everything."""
        campaign = self.plan.campaign
        person = campaign.people.get(subject.id) if subject.kind is SubjectKind.MEMBER else None
        # the name of a file that is posted tells no more than the file: a number stands only where everything does
        instead = "" if "{name}" in campaign.settings.forms.name_pattern else subject.name
        return instead, person.person_no if person is not None else ""

    def _list_marks(self, subject: SubjectPlan, papers: Sequence[_Paper], pattern: str) -> list[str]:
        """What tells the documents of somebody from a namesake's, where no number does."""
        is_told = ["{no}" in pattern and number not in ("", subject.name) for number in self._number(subject)]
        return [
            "" if is_told[shows_all] else mark_document(self.plan, subject, document)
            for document, _form, _copy, shows_all, _is_wanted in papers
        ]

    def _list_papers(self, subject: SubjectPlan) -> tuple[_Paper, ...]:
        """All that a subject can get; the members of a branch follow one another and share the answer."""
        documents, on_request, papers = self._last_papers
        if documents is not subject.documents or on_request is not subject.on_request:
            both = (*subject.documents, *subject.on_request)
            papers = tuple(self._describe(subject, document) for document in both)
            self._last_papers = subject.documents, subject.on_request, papers
        return papers

    def _describe(self, subject: SubjectPlan, document: PlannedDocument) -> _Paper:
        copy = self.plan.campaign.settings.copies.get(document.copy)
        return _Paper(
            document,
            self.plan.plugins.forms[document.form].label,
            copy.label if copy is not None else "",
            copy is not None and copy.shows == "all",
            self.selection.takes_document(subject, document),
        )


class _Paper(NamedTuple):
    """A document as far as it does not depend on whom it is about."""

    document: PlannedDocument
    form: str
    copy: str
    shows_all: bool
    is_wanted: bool


@functools.cache
def _serialise(kind: type[FormData]) -> TypeAdapter[FormData]:
    return TypeAdapter(kind)


def name_versions(plugins: Plugins) -> str:
    """The plugins in use with their versions: that of a file without one is the hash of its content."""
    names = []
    for info in sorted(plugins.infos, key=lambda info: info.name):
        version = info.version
        if not version and info.path and Path(info.path).is_file():
            version = hashlib.sha256(Path(info.path).read_bytes()).hexdigest()[:12]
        names.append(f"{info.name} {version}".rstrip())
    return ", ".join(names)
