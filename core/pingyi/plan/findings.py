"""How the checks of a plan word what they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pingyi.errors import Problem, Severity
from pingyi.model.branch_type import BranchType
from pingyi.model.fields.base import list_columns
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.people.person import Person
from pingyi.texts import shorten
from pingyi.texts import translate as _

_SHOWN = 5
"""How many names one message lists."""
FAILURES = ("plugin-failed", "plugin-answer")
"""Codes of the findings that stand for whoever is left out because of a plugin."""


def place(problem: Problem, subject: Organisation | Person | None, field: str = "") -> Problem:
    """Say where in the roster somebody stands whom a problem concerns, so that a marked copy can show it there.

    Args:
        problem: what was found.
        subject: whom it concerns; one who has no row of his own leaves the problem as it is.
        field: the field to look at, told by the header of our own workbook.
    """
    if subject is None or not subject.row:
        return problem
    column = list_columns(type(subject))[field].title if field else ""
    return replace(problem, sheet=subject.sheet, row=subject.row, column=column)


def ignore(_problem: object) -> None:
    """Leave a problem to the check that tells it."""


def list_names(people: Sequence[Person]) -> str:
    """The names of a few people, and how many there are when there are more."""
    return shorten_names([person.name for person in people])


def shorten_names(names: Sequence[str]) -> str:
    """A few names, and how many there are when there are more."""
    return shorten(names, _SHOWN, counted=True)


def join_failures(found: Iterable[Problem]) -> Iterator[Problem]:
    """A plugin that fails for many is told once, with their names."""
    failures: dict[tuple[str, str, int | None, str], list[Problem]] = {}
    for problem in found:
        if problem.code in FAILURES:
            failures.setdefault((problem.value, problem.file, problem.row, problem.cure), []).append(problem)
        else:
            yield problem
    for problems in failures.values():
        names = list(dict.fromkeys(problem.person for problem in problems if problem.person))
        yield replace(problems[0], person=shorten_names(names))


def explain_form(form: str, plugin: str, person: str = "") -> Problem:
    """A form that is used and that nobody brings."""
    return Problem(
        Severity.ERROR,
        "form-unknown",
        _("plugin “{plugin}” uses the form “{form}”, which no plugin brings").format(plugin=plugin, form=form),
        _("Install the plugin with this form, or correct the name; its documents are left out."),
        person=person,
        value=form,
    )


def tell_alone(organisation: Organisation) -> Problem:
    """An organisation that nobody reviews."""
    cure = (
        _("Name the school leader in charge of it in the sheet 组织 or 校领导.")
        if organisation.kind is not OrgKind.BRANCH
        else _("Name the secretary of its general branch in the sheet 组织.")
    )
    message = _("nobody reviews “{organisation}” and its secretary").format(organisation=organisation.name)
    problem = Problem(Severity.WARNING, "no-reviewer", message, cure, value=organisation.name)
    return place(problem, organisation, "leaders" if organisation.kind is not OrgKind.BRANCH else "")


def tell_members_alone(branch: Organisation, alone: Sequence[tuple[Person, BranchType]]) -> Iterator[Problem]:
    """Members of one branch whom nobody reviews: an error where one of their types must cover everybody (R42)."""
    if not alone:
        return
    strict = any(kind.coverage_severity is Severity.ERROR for _member, kind in alone)
    people = list_names([member for member, _kind in alone])
    problem = Problem(
        Severity.ERROR if strict else Severity.WARNING,
        "no-reviewer",
        _("nobody reviews {people} of “{branch}”").format(people=people, branch=branch.name),
        _("Name the secretary of the branch, and the committee of its general branch, in the sheet 组织."),
        person=people,
        value=branch.name,
    )
    yield place(problem, branch, "secretary")
