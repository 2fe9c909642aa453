"""The fields of the papers of the two meetings: who is to come and to report, and what is known to have been done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from pingyi.model.fields.base import list_cells
from pingyi.model.papers.forms import AspectText, Form
from pingyi.model.papers.meeting_forms import DONE, PARTS, REVIEWERS, SAID, MeetingForm, MeetingRecord
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.people.person import Membership, Person
from pingyi.model.results.meetings import Meeting, MeetingKind, list_parts
from pingyi.model.review.procedure import Role, SubjectKind, SubjectPlan
from pingyi.plan.plan import Plan
from pingyi.plan.remarks import list_comment_cells

_SHOWN = 60
"""So many names fit on an agenda."""


def name_row(person: Person) -> str:
    """What tells the member's row of a record from others, in letters a bookmark may have, and names nobody."""
    return "m" + hashlib.sha256(person.id.encode()).hexdigest()[:12]


def fill_meeting(plan: Plan, subject: SubjectPlan, organisation: Organisation, form: Form) -> Mapping[str, Any]:
    """Return the values the core knows for an agenda or a record."""
    model: type[MeetingForm] = form.data  # type: ignore[assignment]
    members = sorted(_list_members(plan, organisation, form.step), key=lambda person: plan.order.key(person.name))
    is_general = organisation.kind is OrgKind.GENERAL_BRANCH
    everybody = list(plan.campaign.members_below(organisation))
    unread = plan.campaign.count_unread(organisation)
    leaders = plan.campaign.leaders_of(organisation.id) if organisation.kind is not OrgKind.BRANCH else ()
    roles = _list_roles(plan, organisation, members)
    values: dict[str, Any] = {
        "org_name": organisation.name,
        "noun": "总支" if is_general else "支部",
        "people_due": "、".join(_name_people(plan, organisation, members, model.KIND)),
        "leaders_due": "、".join(leader.name for leader in leaders),
        "reviewers": "、".join(f"{item.reviewer}（{item.post}）" for item in subject.assignments),
        "member_total": len(everybody) + unread,
        # of a row with errors nobody knows what it would say
        "full_total": None if unread else sum(map(_is_full, everybody)),
        "first_reviewer": roles[0] if roles else Role.BRANCH_SECRETARY.value,
        "second_reviewer": roles[1] if len(roles) > 1 else "",
        **_fill_lines(plan, organisation, members, roles),
    }
    held = [
        item for item in plan.campaign.meetings if (item.kind, item.organisation_id) == (model.KIND, organisation.id)
    ]
    if len(held) == 1:  # of several nobody knows which one this paper is about
        values |= _fill_held(held[0], model, plan.campaign.settings.campaign.activity)
    return values


def _is_full(person: Person) -> bool:
    return person.membership is not Membership.PROBATIONARY


def _list_members(plan: Plan, branch: Organisation, step: str) -> Iterator[Person]:
    """The members who have the step: not those who are exempt, or visited instead."""
    if branch.kind.has_members:
        for subject in plan.subjects_of(branch.id):
            if subject.kind is SubjectKind.MEMBER and any(item.id == step for item in subject.steps):
                yield plan.campaign.people[subject.id]


def _name_people(plan: Plan, organisation: Organisation, members: list[Person], kind: MeetingKind) -> Iterator[str]:
    """Who reports: the secretary first, the others by surname strokes; in a general branch the secretaries below it."""
    names = [person.name for person in members]
    if kind is MeetingKind.EVALUATION:
        leading = [organisation, *plan.campaign.children_of(organisation.id)]
        names = [*(item.secretary.name for item in leading if item.secretary is not None), *names]
    names = list(dict.fromkeys(names)) if kind is MeetingKind.EVALUATION else names
    yield from names[:_SHOWN]
    if len(names) > _SHOWN:
        yield f"……共{len(names)}人"


def _list_roles(plan: Plan, organisation: Organisation, members: list[Person]) -> list[str]:
    """The two roles that comment on ordinary members."""
    if not members:
        return []
    usual = plan.planner.reviewers.of_members(organisation).usual
    return list(dict.fromkeys(item.role.value for item in usual))


def _fill_lines(
    plan: Plan, branch: Organisation, members: list[Person], roles: list[str]
) -> dict[str, tuple[AspectText, ...]]:
    """What is known on each member: four lists of one order.

    A column of comments is headed with a role. Of those whom others review, as the secretary of the branch is, it holds
    nothing: nobody reviews himself (Q4).
    """
    lines: dict[str, list[AspectText]] = {name: [] for name in SAID}
    headings = dict(zip(REVIEWERS, roles, strict=False))
    subjects = {item.id: item for item in plan.subjects_of(branch.id) if item.kind is SubjectKind.MEMBER}
    for number, person in enumerate(members, 1):
        record = plan.campaign.record_of(SubjectKind.MEMBER, person.id)
        keys = {role.value: key for role, key in list_comment_cells(subjects[person.id].assignments).items()}
        for name, key in SAID.items():
            if name in REVIEWERS:
                text = record.comments.get(keys.get(headings.get(name, ""), ""), "")
            else:
                text = record.fields.get(key, "")
            lines[name].append(AspectText(id=name_row(person), number=str(number), title=person.name, text=text))
    return {name: tuple(items) for name, items in lines.items()}


def _fill_held(meeting: Meeting, model: type[MeetingForm], activity: str) -> dict[str, Any]:
    """What is known of the meeting that was held."""
    cells = list_cells(model)
    values: dict[str, Any] = {"held_on": meeting.held_on or "", "place": meeting.place, "chair": meeting.chair}
    if not issubclass(model, MeetingRecord):
        return values
    for name in cells:
        if name in Meeting.model_fields and name not in values:
            values[name] = _show(getattr(meeting, name))
    for name in DONE:
        if name in cells:
            values[name] = cells[name].label in meeting.done
    words = dict(zip(PARTS, list_parts(activity), strict=True))
    rest = [part for part in meeting.parts.split("、") if part not in words.values()]
    return {**values, **{name: word in meeting.parts for name, word in words.items()}, "parts_note": "、".join(rest)}


def _show(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
