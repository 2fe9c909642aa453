"""Assignments: how one is written down, when two mean one person, and how several become one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pingyi.model.people.organisation import Officer, Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.decision import Reason
from pingyi.model.review.procedure import Assignment, Role

CORE = "pingyi"
"""The plugin that the notice's own rules name as theirs."""


def give_reason(rule: str, clause: str, because: str, **inputs: str) -> Reason:
    """A reason of the core."""
    return Reason(rule, CORE, clause, because, tuple(inputs.items()))


def assign(officer: Officer, role: Role, organisation: Organisation | None, *reasons: Reason) -> Assignment:
    """Make an officer a reviewer.

    Args:
        officer: the reviewer.
        role: the capacity in which he or she reviews.
        organisation: whose officer it is, which gives the post its name where the roster has none.
        reasons: the rules that lead here.
    """
    post = officer.post
    if not post and organisation is not None:
        post = organisation.name + ("书记" if role.value.endswith("书记") else "委员")
    return Assignment(officer.name, post or role.value, role, reasons, officer.person_id)


def is_same(id_: str, name: str, other_id: str, other_name: str) -> bool:
    """Whether two mentions can mean one person.

    Where one of them has no id, the name decides: to leave a reviewer out by mistake is reported and can be mended, a
    review of oneself cannot.
    """
    return id_ == other_id if id_ and other_id else name == other_name


def is_reviewer(assignment: Assignment, id_: str, name: str) -> bool:
    """Whether an assignment's reviewer can be this person."""
    return is_same(assignment.reviewer_id, assignment.reviewer, id_, name)


def is_led_by(organisation: Organisation, id_: str, name: str) -> bool:
    """Whether this person can be the organisation's secretary."""
    secretary = organisation.secretary
    return secretary is not None and is_same(id_, name, secretary.person_id, secretary.name)


def is_own_review(subject: Organisation | Person, assignment: Assignment) -> bool:
    """Whether somebody would review himself or herself: a member, or the secretary of an organisation."""
    if isinstance(subject, Person):
        return is_reviewer(assignment, subject.id, subject.name)
    return is_led_by(subject, assignment.reviewer_id, assignment.reviewer)


def as_alternatives(items: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Mark several reviewers as alternatives to one another (Q7, Q10)."""
    several = tuple(items)
    return tuple(replace(item, choice=True) for item in several) if len(several) > 1 else several


def merge(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Join several paths to one reviewer: the first names the role, all of them give reasons (Q10)."""
    merged: list[Assignment] = []
    for item in assignments:
        for place, known in enumerate(merged):
            if is_reviewer(item, known.reviewer_id, known.reviewer):
                merged[place] = replace(
                    known,
                    reasons=(*known.reasons, *(reason for reason in item.reasons if reason not in known.reasons)),
                    reviewer_id=known.reviewer_id or item.reviewer_id,
                    choice=known.choice and item.choice,
                )
                break
        else:
            merged.append(item)
    return tuple(merged)
