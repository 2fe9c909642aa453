"""The fields of form 3 in its two shapes: aspects of an organisation, or people of a branch, by grades (Q2, R53)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pingyi.model.papers.forms import BallotItem, FormData, MemberBallot
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.plan.plan import Plan

OVERALL = "总体评价"
VOTER_CATEGORIES = ("党员", "群众（代表）", "学生")
"""What a voter may tick about himself; nothing else about a voter is ever asked."""


def fill_ballot(plan: Plan, organisation: Organisation, model: type[FormData]) -> Mapping[str, Any]:
    """Return the values of a ballot: the same paper for every voter."""
    settings = plan.campaign.settings
    if issubclass(model, MemberBallot):
        items = tuple(_list_people(plan, organisation))
        subject, grades = f"{organisation.name}党员", settings.grades.member
    else:
        titles = [aspect.title for aspect in settings.aspects.organisation]
        items = tuple(BallotItem(number=place, text=text) for place, text in enumerate([*titles, OVERALL], start=1))
        subject, grades = organisation.name, settings.grades.organisation
    return {"subject": subject, "items": items, "grades": grades, "voter_categories": VOTER_CATEGORIES}


def list_voted_on(plan: Plan, branch: Organisation) -> list[Person]:
    """The members a ballot lists, by surname strokes."""
    return sorted(plan.planner.list_graded(branch), key=lambda person: plan.order.key(person.name))


def _list_people(plan: Plan, branch: Organisation) -> Iterator[BallotItem]:
    people = list_voted_on(plan, branch)
    names = Counter(person.name for person in people)
    for place, person in enumerate(people, start=1):
        note = _tell_apart(person) if names[person.name] > 1 else ""
        yield BallotItem(number=place, text=person.name, note=note)


def _tell_apart(person: Person) -> str:
    """Post or time of joining: a number would make the list a private one."""
    if person.post:
        return person.post
    return f"{person.joined_on.by_month}入党" if person.joined_on is not None else ""
