"""A plugin's forms can be made of anybody, and what was filled in stands beside its label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pingyi.conformance.paper import Paper, squeeze
from pingyi.conformance.trial import Trial, tell
from pingyi.errors import PingyiError, Problem, Severity, TemplateError
from pingyi.forms import TemplateShelf
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import Form, FormData, MemberForm
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import Plan, fill_document, identify
from pingyi.plan.planner import BALLOT
from pingyi.texts import translate as _

_TAG = re.compile(r"\{\{|\{%|%\}|\}\}")


def make_paper(
    plan: Plan, subject: SubjectPlan, document: PlannedDocument, shelf: TemplateShelf
) -> tuple[FormData, Paper]:
    """Make one document: what it was filled with, and what it shows.

    Raises:
        PingyiError: its template is wrong, a plugin failed, or a value cannot be printed.
    """
    data = fill_document(plan, subject, document)
    template = shelf[document.form]
    return data, Paper(template.render(data, identify(plan, subject, document, template.version)))


def check_templates(trial: Trial) -> Iterator[Problem]:
    """Everything that is wrong with the templates of its forms."""
    shelf = _shelve(trial)
    for form in trial.forms:
        try:
            yield from shelf.check(form.id)
        except TemplateError as error:
            yield from error.problems or [tell(error.code, error.message, error.cure, value=form.template)]


def check_papers(trial: Trial) -> Iterator[Problem]:
    """Make every document of the edge people that is of its forms or its branch types, and read it back."""
    shelf = _shelve(trial)
    own = {form.id for form in trial.forms}
    types = {kind.NAME for kind in trial.branch_types}
    made = set()
    for subject in trial.plan.subjects():
        for document in (*subject.documents, *subject.on_request):
            if document.form in own or subject.branch_type in types:
                made.add(document.form)
                yield from _check_paper(trial, shelf, subject, document)
    for form in trial.forms:
        if form.id not in made:
            yield from _check_unused(trial, shelf, form, types)


def _check_unused(trial: Trial, shelf: TemplateShelf, form: Form, types: set[str]) -> Iterator[Problem]:
    """A form that only a rule can name: it must fit the members of one branch type at least."""
    findings: dict[str, list[Problem]] = {}
    for subject in trial.plan.subjects():
        is_member = subject.kind is SubjectKind.MEMBER
        if is_member == issubclass(form.data, MemberForm) and subject.branch_type in (types or {subject.branch_type}):
            found = findings.setdefault(subject.branch_type, [])
            for copy in form.copies or (BALLOT,):
                document = PlannedDocument(form.id, copy, ())
                found.extend(_check_paper(trial, shelf, subject, document))
    if all(findings.values()):
        yield from next(iter(findings.values()), ())
    yield Problem(
        Severity.INFO,
        "form-unused",
        _("no member gets the form “{form}” by itself: a rule can name it").format(form=form.id),
        _("Name it as member_form of a branch type, decide it in pingyi_decide, or leave it to [[rules]]."),
        value=form.id,
    )


def _shelve(trial: Trial) -> TemplateShelf:
    return TemplateShelf(trial.plugins, trial.plan.campaign.settings, None)


def _check_paper(
    trial: Trial, shelf: TemplateShelf, subject: SubjectPlan, document: PlannedDocument
) -> Iterator[Problem]:
    try:
        data, paper = make_paper(trial.plan, subject, document, shelf)
    except PingyiError as error:
        yield tell(error.code, error.message, error.cure, person=subject.name, value=document.form)
        return
    values = [str(value) for value in _walk(data)]
    found = _TAG.search(paper.text)
    if found and not any(_TAG.search(value) for value in values):
        yield tell(
            "tag-left",
            _("the form “{form}” of “{name}” prints a tag").format(form=document.form, name=subject.name),
            _("Open the template in Word and type the tag anew."),
            person=subject.name,
            value=paper.text[found.start() : found.start() + 40],
        )
    yield from _read_back(data, paper, subject, document)


def _read_back(data: FormData, paper: Paper, subject: SubjectPlan, document: PlannedDocument) -> Iterator[Problem]:
    if isinstance(data, MemberForm) and data.name not in paper:
        yield tell(
            "name-unprinted",
            _("the form “{form}” does not print the name “{name}”").format(form=document.form, name=subject.name),
            _("A member's form needs {{ name }}."),
            person=subject.name,
        )
    for name, cell in list_cells(type(data)).items():
        printed = _print(getattr(data, name))
        texts = [squeeze(text) for text in paper.list_texts(cell.label)]
        if printed and texts and not any(squeeze(printed) in text for text in texts):
            yield tell(
                "value-misplaced",
                _("the form “{form}” of “{name}”: “{label}” shows something else than it was filled with").format(
                    form=document.form, name=subject.name, label=cell.label
                ),
                _("Put {{{{ {field} }}}} into the cell beside this label.").format(field=name),
                column=cell.label,
                person=subject.name,
                value=printed,
            )


def _print(value: object) -> str:
    """What a field prints, for the kinds whose printing is plain."""
    return str(value) if isinstance(value, str | PartialDate) else ""


def _walk(value: Any) -> Iterator[object]:
    if isinstance(value, FormData) or hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _walk(item)
    elif value is not None:
        yield value
