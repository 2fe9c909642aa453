"""The fields of form 2 that every member's form has (forms 1 and 2 print the same parts of a record)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import Form
from pingyi.model.people.person import Membership, Person
from pingyi.model.review.procedure import COMMITTEE_ROLES, Role, SubjectKind, SubjectPlan
from pingyi.plan.fields.aspects import list_aspects
from pingyi.plan.fields.budgets import settings_of
from pingyi.plan.fields.numerals import number_copies
from pingyi.plan.plan import Plan

UNGRADED = "不评定等次"
"""What the grade of a probationary member prints: reviewed, but not graded."""


def fill_member(plan: Plan, subject: SubjectPlan, member: Person, form: Form) -> Mapping[str, Any]:
    """Return the values the core knows for a member's form."""
    settings = settings_of(plan, subject)
    record = plan.campaign.record_of(SubjectKind.MEMBER, member.id)
    roles = list(dict.fromkeys(assignment.role for assignment in subject.assignments))
    visitors = next((item.value for item in subject.decisions if item.what == "visitors"), "")
    # one committee member alone is the first whom the form names
    first, second = ("committee", "") if len(roles) == 1 and roles[0] in COMMITTEE_ROLES else ("secretary", "committee")
    own = {"visitors_needed": int(visitors)} if visitors and "visitors_needed" in form.data.model_fields else {}
    return {
        **own,
        "name": member.name,
        "sex": member.sex,
        # the cell is headed 出生年月: the day is nobody's business
        "birth": _shorten(member.birth.year, member.birth.month) if member.birth else "",
        "ethnicity": member.ethnicity,
        "joined_on": member.joined_on or "",
        "membership": member.membership.value,
        "branch_name": plan.campaign.organisations[subject.organisation_id].name,
        "self_summary": list_aspects(settings.aspects.member, record) if record.self_summary else plan.blank_summary,
        "self_summary_note": note_summary(settings, form),
        "first_reviewer": (roles[0] if roles else Role.BRANCH_SECRETARY).value,
        "comment_secretary": record.comments.get(first, ""),
        "second_reviewer": roles[1].value if len(roles) > 1 else "",
        "comment_committee": record.comments.get(second, ""),
        "grade": UNGRADED if member.membership is Membership.PROBATIONARY else record.grade,
        "rectification": record.rectification,
        "follow_up": record.follow_up,
        "next_commitments": record.pledges,
        "copies_note": note_copies(settings, form),
    }


def fill_paper(plan: Plan, member: Person) -> Mapping[str, Any]:
    """Return what a paper beside form 2 may print: the roster's columns by their names, and how the member was met."""
    record = plan.campaign.record_of(SubjectKind.MEMBER, member.id)
    visit = record.visit
    return {
        **{name: value for name, value in member if isinstance(value, str)},
        "age": str(member.age or ""),
        "oral_commitment": record.oral_commitment,
        **({} if visit is None else {"visit_notes": visit.notes, "proxy_relation": visit.relation}),
    }


@functools.lru_cache(maxsize=2048)
def _shorten(year: int, month: int) -> PartialDate:
    return PartialDate(year, month)


def note_summary(settings: Settings, form: Form) -> str:
    """What the summary's label asks for, with the limit that is checked."""
    cell = list_cells(form.data).get("self_summary")
    budget = settings.forms.budgets.get("self_summary", cell.budget if cell is not None else 0)
    return _limit_summary(budget)


@functools.lru_cache(maxsize=64)
def _limit_summary(budget: int) -> str:
    return "对照点评内容逐项总结" + (f"，共{budget}字以内" if budget else "")


def note_copies(settings: Settings, form: Form) -> str:
    """The note under a form that is made several times, `注：此表一式三份，本人存一份，…` (R54)."""
    return _note_labels(tuple(settings.copies[name].label for name in form.copies if name in settings.copies))


@functools.lru_cache(maxsize=64)
def _note_labels(labels: tuple[str, ...]) -> str:
    if not labels:
        return ""
    return f"注：此表一式{number_copies(len(labels))}份，" + "，".join(f"{label}一份" for label in labels) + "。"
