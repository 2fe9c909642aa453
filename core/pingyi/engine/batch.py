"""One batch: the plan's documents, one after another; a failed one is named and never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pingyi.deliver import Namer, OutputFolder, Verdict
from pingyi.engine.selection import Selection
from pingyi.engine.templates import TemplateShelf
from pingyi.errors import PingyiError, Problem, Severity
from pingyi.forms import check_budgets
from pingyi.model.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import Plan, fill_document, identify
from pingyi.texts import translate as _


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make and where it goes, relative to the output folder."""

    subject: SubjectPlan
    document: PlannedDocument
    place: PurePosixPath


@dataclass
class Summary:
    """What became of a batch.

    Attributes:
        rendered: written anew.
        unchanged: already there with the same content.
        edited: kept, because somebody changed the file since we made it.
        failed: not made; `problems` says why.
    """

    rendered: int = 0
    unchanged: int = 0
    edited: int = 0
    failed: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def skipped(self) -> int:
        """Documents that did not have to be, or must not be, written."""
        return self.unchanged + self.edited


class Batch:
    """The documents of a plan that are wanted, with their places.

    Args:
        plan: who gets which documents.
        shelf: the compiled templates.
        selection: what to take of it.
    """

    def __init__(self, plan: Plan, shelf: TemplateShelf, selection: Selection) -> None:
        self.plan = plan
        self.shelf = shelf
        self.selection = selection

    def jobs(self) -> Iterator[Job]:
        """The wanted documents in the order of the plan. Names do not depend on the selection."""
        namer = Namer(self.plan.campaign.settings.forms.name_pattern)
        folders: tuple[str, ...] = ()
        for subject in self.plan.subjects():
            here = self._folders(subject.organisation_id)
            if here != folders:
                namer.forget(folders)
                folders = here
            wanted = self.selection.takes_subject(subject)
            for document in subject.documents:
                place = namer.place(folders, self._name_fields(subject, document))
                if wanted and self.selection.takes_document(document):
                    yield Job(subject, document, place)

    def count(self) -> tuple[int, list[str]]:
        """How many documents are wanted, and the forms they need, in the order of first use."""
        total = 0
        forms: dict[str, None] = {}
        for subject in self.plan.subjects():
            if self.selection.takes_subject(subject):
                for document in subject.documents:
                    if self.selection.takes_document(document):
                        total += 1
                        forms.setdefault(document.form)
        return total, list(forms)

    def run(self, folder: OutputFolder, on_done: Callable[[int], object] = lambda _count: None) -> Summary:
        """Make the wanted documents.

        Args:
            folder: an entered output folder.
            on_done: called with 1 after each document, for a progress bar.

        Raises:
            TemplateError: a template is wrong; nothing was made.
        """
        _total, forms = self.count()
        self.shelf.compile(forms)
        summary = Summary()
        for job in self.jobs():
            try:
                self._make(job, folder, summary)
            except PingyiError as error:
                summary.failed += 1
                summary.problems.append(_describe_failure(job, error))
            on_done(1)
        return summary

    def _make(self, job: Job, folder: OutputFolder, summary: Summary) -> None:
        template = self.shelf[job.document.form]
        data = fill_document(self.plan, job.subject, job.document)
        settings = self.plan.campaign.settings
        summary.problems.extend(check_budgets(data, settings, person=job.subject.name))
        identity = identify(self.plan, job.subject, job.document, template.version)
        verdict = folder.deliver(job.place, template.render(data, identity), identity.properties())
        if verdict is Verdict.WRITTEN:
            summary.rendered += 1
        elif verdict is Verdict.UNCHANGED:
            summary.unchanged += 1
        else:
            summary.edited += 1
            summary.problems.append(
                Problem(
                    Severity.WARNING,
                    "file-edited",
                    _("the file was changed by hand since it was made, and is kept"),
                    _("Move it away, or run with --overwrite to replace it."),
                    file=str(job.place),
                    person=job.subject.name,
                )
            )

    def _folders(self, organisation_id: str) -> tuple[str, ...]:
        organisation = self.plan.campaign.organisations[organisation_id]
        above = self.plan.campaign.general_branch_of(organisation)
        return (organisation.name,) if above is None else (above.name, organisation.name)

    def _name_fields(self, subject: SubjectPlan, document: PlannedDocument) -> dict[str, str]:
        campaign = self.plan.campaign
        copy = campaign.settings.copies.get(document.copy)
        person = campaign.people.get(subject.id) if subject.kind is SubjectKind.MEMBER else None
        return {
            "no": person.person_no if person is not None else "",
            "name": subject.name,
            "form": self.plan.plugins.forms[document.form].label,
            "copy": copy.label if copy is not None else "",
            "branch": campaign.organisations[subject.organisation_id].name,
        }


def _describe_failure(job: Job, error: PingyiError) -> Problem:
    return Problem(
        Severity.ERROR,
        error.code,
        error.message,
        error.cure or _("Correct the record and run again; the other documents are done."),
        file=str(job.place),
        person=job.subject.name,
    )
