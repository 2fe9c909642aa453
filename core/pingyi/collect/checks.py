"""What only shows when all forms lie side by side: returned twice, texts too long or missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pingyi.collect.labels import Part, find_part, list_parts, show_value
from pingyi.collect.result import Returned
from pingyi.errors import Problem, Severity
from pingyi.forms import check_budgets
from pingyi.model.fields.base import list_cells
from pingyi.model.papers.forms import AspectText, BallotForm, FormData
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKey, SubjectPlan
from pingyi.plan import Plan
from pingyi.plan.fields.budgets import settings_of
from pingyi.texts import translate as _

Subjects = Mapping[SubjectKey, SubjectPlan]
Labels = Callable[[Part], str]
"""What a paper or a workbook calls a part of a record."""


def choose_counting(documents: Sequence[Returned], subjects: Subjects) -> Iterator[Returned | Problem]:
    """Decide which of several forms of one subject counts: one that was filled in, the latest saved, the last path.

    Yields:
        Each document as it was or with `counts` unset, and a problem for each subject with several that differ.
    """
    groups: defaultdict[tuple[str, SubjectKey], list[Returned]] = defaultdict(list)
    for item in documents:
        if item.counts:
            groups[item.form, item.subject].append(item)
        else:
            yield item
    for (_form, subject), items in groups.items():
        if issubclass(type(items[0].data), BallotForm):
            yield from items  # every ballot is a voice of its own
            continue
        items.sort(key=lambda item: (item.written, not item.identity.anonymous, item.modified, item.path))
        best = items.pop()
        yield best
        for other in items:
            yield replace(other, counts=False)
            differing = _list_differences(best, other) if other.written else []
            if differing:
                yield _tell_twice(best, other, differing, subjects[subject].name)


def _list_differences(one: Returned, other: Returned) -> list[str]:
    """Labels of the fields that two forms of one subject fill differently."""
    found = []
    for name, cell in list_cells(type(one.data)).items():
        first, second = getattr(one.data, name), getattr(other.data, name)
        if cell.fill and second not in ("", ()) and first != second:
            found.append(cell.label)
    return found


def _tell_twice(best: Returned, other: Returned, labels: list[str], name: str) -> Problem:
    if not other.identity.anonymous and best.modified != other.modified:
        because = _("it was saved last")
    elif other.identity.anonymous and not best.identity.anonymous:
        because = _("it is a whole copy, the other one is for posting")
    else:
        because = _("its path comes last")
    return Problem(
        Severity.WARNING,
        "returned-twice",
        _("“{name}” returned two forms that differ in {labels}; “{best}” counts: {because}").format(
            name=name, labels="、".join(labels), best=best.path, because=because
        ),
        _("If the other one is right, move this one out of the folder."),
        file=other.path,
        person=name,
        value=best.path,
    )


def check_texts(plan: Plan, subject: SubjectPlan, data: FormData, *, is_registration: bool) -> Iterator[Problem]:
    """Texts over their limits, and summaries that are empty as a whole or in part (R16)."""
    yield from check_budgets(data, settings_of(plan, subject), subject.name)
    if not is_registration:
        return  # a paper beside it, on which nobody has to write a summary
    aspects: tuple[AspectText, ...] = getattr(data, "self_summary", ())
    empty = [item.title for item in aspects if not item.text.strip()]
    if empty:
        whole = len(empty) == len(aspects)
        yield Problem(
            Severity.WARNING,
            "summary-empty" if whole else "aspect-empty",
            _("the self-summary is empty")
            if whole
            else _("the self-summary says nothing on: {aspects}").format(aspects="、".join(empty)),
            _("Have it written; every aspect is asked for (R16)."),
            column=list_cells(type(data))["self_summary"].label,
            person=subject.name,
        )


def compare_workbook(known: Record, returned: Record, name: str, path: str, *, labels: Labels) -> Iterator[Problem]:
    """Texts that the workbook and the returned form both have, but not alike; the returned one is used."""
    for part, came in list_parts(returned):
        typed = find_part(known, part)
        if typed and came and typed != came:
            yield Problem(
                Severity.INFO,
                "workbook-differs",
                _("the workbook says something else; what was returned is used"),
                file=path,
                person=name,
                column=labels(part),
                value=show_value(typed)[:40],
            )


def compare_papers(
    known: Record, returned: Record, name: str, path: str, *, origins: Mapping[Part, str], labels: Labels
) -> Iterator[Problem]:
    """Texts that two papers of one subject both have, but not alike, such as a record of a visit and the form.

    Args:
        known: what the papers before say together.
        returned: what this paper says.
        name: of the subject.
        path: of this paper.
        origins: the file from which each part of `known` came.
        labels: what this paper calls each part.
    """
    for part, second in list_parts(returned):
        first = find_part(known, part)
        if first and second and first != second:
            yield Problem(
                Severity.WARNING,
                "papers-differ",
                _("“{first}” and “{second}” say different things; the second is used").format(
                    first=origins[part], second=path
                ),
                _("Correct the wrong one of the two."),
                file=path,
                person=name,
                column=labels(part),
                value=show_value(first)[:40],
            )
