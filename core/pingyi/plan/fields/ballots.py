"""The fields of form 3 in its two shapes: aspects of an organisation, or people of a branch, by grades (Q2, R53)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pingyi.model.papers.forms import BallotItem, FormData, MemberBallot
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.plan.fields.numerals import number_item
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
    groups: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        groups[person.name].append(person)
    notes = {
        person.id: note
        for group in groups.values()
        if len(group) > 1
        for person, note in zip(group, _tell_apart(group), strict=True)
    }
    for place, person in enumerate(people, start=1):
        yield BallotItem(number=place, text=person.name, note=notes.get(person.id, ""))


def _tell_apart(namesakes: Sequence[Person]) -> list[str]:
    """What stands behind the name of each: a number would make the list a private one.

    Votes are counted by these lines, so no two may be alike. Voters know people by post, time of joining and sex; where
    all of that is the same, 之一 and 之二 in the order of the ids at least keep the votes apart.
    """
    ways: tuple[Callable[[Person], str], ...] = (
        lambda person: person.post or _say_joined(person),
        _say_joined,
        lambda person: "，".join(filter(None, (person.post, _say_joined(person), person.sex))),
    )
    for way in ways:
        notes = [way(person) for person in namesakes]
        if len(set(notes)) == len(notes):
            return notes
    order = sorted(person.id for person in namesakes)
    return [f"之{number_item(order.index(person.id) + 1)}" for person in namesakes]


def _say_joined(person: Person) -> str:
    return f"{person.joined_on.by_month}入党" if person.joined_on is not None else ""
