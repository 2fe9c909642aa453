"""From a returned record of a meeting to the meeting and to what it says on each member; joining two sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pingyi.collect.papers.findings import Findings
from pingyi.collect.papers.symbols import squeeze
from pingyi.errors import Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.meeting_forms import (
    DONE,
    PARTS,
    REVIEWERS,
    SAID,
    EvaluationRecord,
    MeetingRecord,
    ThematicRecord,
)
from pingyi.model.people.person import Person
from pingyi.model.results.meetings import TOLD, Meeting, list_parts, parse_count, parse_time, split_people
from pingyi.model.results.records import Record, Remark
from pingyi.model.review.procedure import Role, SubjectKey, SubjectKind
from pingyi.plan import Plan
from pingyi.plan.fields.meeting_fields import name_row
from pingyi.plan.remarks import find_comment_cells, tell_unplanned
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.record_fields import list_record_fields
from pingyi.texts import translate as _

_LISTS = ("on_leave", "absent", "not_counted", "guests", "leaders", "speakers")
_READERS: Mapping[str, Any] = {
    **dict.fromkeys(_LISTS, split_people),
    **dict.fromkeys(("expected", "attended"), parse_count),
    **dict.fromkeys(("reports_ended", "ballots_issued"), parse_time),
}
_SHOWN = 40
_TEXTS = ("place", "chair", "recorder", "leader_comment")


def make_meeting(data: MeetingRecord, organisation_id: str, path: str, findings: Findings) -> Meeting | None:
    """The meeting that a record tells of; `None` while nothing is written on it.

    Args:
        data: what came back.
        organisation_id: whose meeting it was.
        path: of the file.
        findings: takes numbers and times that cannot be read.
    """
    values: dict[str, Any] = {name: getattr(data, name) for name in _TEXTS if getattr(data, name, "")}
    for name, read in _READERS.items():
        text = getattr(data, name, "")
        value = read(text) if text else None
        if value:
            values[name] = value
        elif text:
            cure = _("Write a number of people, or a time like 15:30.")
            label = list_cells(type(data))[name].label
            findings.error("meeting-unread", _("“{value}” cannot be read.").format(value=text), cure, label, text)
    if isinstance(data.held_on, PartialDate):
        if data.held_on.day is not None:
            values["held_on"] = data.held_on
        else:
            label, text = list_cells(type(data))["held_on"].label, str(data.held_on)
            message = _("“{value}” cannot be read.").format(value=text)
            findings.error("meeting-unread", message, _("Write it like 2010.12.20."), label, text)
    cells = list_cells(type(data))
    done = tuple(cells[name].label for name in DONE if getattr(data, name, False))
    values |= {"done": done} if done else {}
    if isinstance(data, EvaluationRecord):
        words = zip(PARTS, list_parts(data.activity), strict=True)
        parts = "、".join([*(word for name, word in words if getattr(data, name)), data.parts_note]).strip("、")
        values |= {"parts": parts} if parts else {}
    return Meeting(kind=data.KIND, organisation_id=organisation_id, file=path, **values) if values else None


def list_said(data: ThematicRecord, plan: Plan, branch_id: str) -> Iterator[tuple[SubjectKey, Record]]:
    """What a record of the thematic meeting says on each member: report, criticism, comments (R27, R28).

    A comment of somebody who does not review the member is left out: `list_unplanned` tells it.
    """
    said: dict[str, dict[str, str]] = {}
    for member, name, text in _list_lines(data, plan, branch_id):
        key = SAID[name]
        if name in REVIEWERS:
            cells = find_comment_cells(plan.planner, member, plan.campaign.organisations[branch_id])
            key = key if cells is None else _find_key(getattr(data, REVIEWERS[name]), cells)
        if key:
            said.setdefault(member.id, {})[key] = text
    for person_id, texts in said.items():
        comments = {key: text for key, text in texts.items() if not key.startswith("meeting_")}
        fields = {key: text for key, text in texts.items() if key.startswith("meeting_")}
        yield (SubjectKind.MEMBER, person_id), Record(comments=comments, fields=fields)


def list_unplanned(data: ThematicRecord, plan: Plan, branch_id: str, path: str) -> Iterator[Problem]:
    """The comments of a record that nobody made who reviews the member, such as a secretary's on himself (Q4)."""
    branch = plan.campaign.organisations[branch_id]
    for member, name, text in _list_lines(data, plan, branch_id):
        if name in REVIEWERS:
            role = getattr(data, REVIEWERS[name])
            cells = find_comment_cells(plan.planner, member, branch)
            if cells is not None and not _find_key(role, cells):
                problem = tell_unplanned(Remark(role=role, text=text), member, list(cells), branch)
                label = list_cells(type(data))[name].label
                yield replace(problem, file=path, column=label, value=text[:_SHOWN])


def _list_lines(data: ThematicRecord, plan: Plan, branch_id: str) -> Iterator[tuple[Person, str, str]]:
    """The members of whom something is written, the field, and the text."""
    people = {name_row(person): person for person in plan.campaign.members_of(branch_id)}
    for name in SAID:
        for line in getattr(data, name):
            if line.text and line.id in people:
                yield people[line.id], name, line.text


def _find_key(role: str, cells: Mapping[Role, str]) -> str:
    return next((key for known, key in cells.items() if known.value == role), "")


def find_gaps(data: ThematicRecord, said: Record, known: Record) -> dict[str, Any]:
    """Day and place of the review of a member who was commented on at the meeting, where nobody wrote others.

    A comment that was written elsewhere too, and otherwise, was not made there; nor was a visit.

    Args:
        data: the record of the meeting.
        said: what it says on the member.
        known: all that is known of the member.
    """
    was_made_there = said.comments and all(known.comments.get(role) == text for role, text in said.comments.items())
    if not was_made_there or (known.visit is not None and known.visit.held_on is not None):
        return {}
    dated = isinstance(data.held_on, PartialDate) and data.held_on.day is not None
    held = {"held_on": data.held_on if dated else None, "place": data.place}
    if any(getattr(known, name) and getattr(known, name) != value for name, value in held.items()):
        return {}  # another meeting
    return {name: value for name, value in held.items() if value and not getattr(known, name)}


def join_meetings(
    known: Sequence[Meeting], further: Sequence[Meeting], campaign: Campaign
) -> tuple[list[Meeting], list[Problem]]:
    """The meetings of two sources, each once: what the second says wins, and where both differ it is told.

    Where each source has one meeting of a kind for an organisation, it is the same one; otherwise those of one day are.
    """
    joined = list(known)
    problems: list[Problem] = []
    titles = {item.name: item.column.title for item in list_record_fields(SheetKind.MEETINGS, campaign.settings)}
    for meeting in further:
        same = _find_same(meeting, joined, further)
        if same is None:
            joined.append(meeting)
            continue
        other = joined[same]
        told = {name: getattr(meeting, name) for name in TOLD if getattr(meeting, name) not in (None, "", ())}
        joined[same] = meeting.model_copy(update={**{name: getattr(other, name) for name in TOLD}, **told})
        for name, value in told.items():
            before = getattr(other, name)
            if before not in (None, "", ()) and _flatten(name, before, campaign) != _flatten(name, value, campaign):
                problems.append(_tell(campaign, (other, before), (meeting, value), titles[name]))
    return joined, problems


def _find_same(meeting: Meeting, known: Sequence[Meeting], further: Sequence[Meeting]) -> int | None:
    alike = [place for place, item in enumerate(known) if _is_alike(item, meeting)]
    if len(alike) == 1 and sum(_is_alike(item, meeting) for item in further) == 1:
        return alike[0]
    return next((place for place in alike if known[place].held_on == meeting.held_on), None)


def _is_alike(one: Meeting, other: Meeting) -> bool:
    return (one.kind, one.organisation_id) == (other.kind, other.organisation_id)


def _flatten(name: str, value: Any, campaign: Campaign) -> object:
    """What counts when two sources are compared: no blanks, no order of names, of the parts of reports the words."""
    if name == "parts":
        return {word for word in list_parts(campaign.settings.campaign.activity) if word in value}
    if isinstance(value, tuple):
        return {squeeze(item) for item in value}
    return squeeze(value) if isinstance(value, str) else value


def _tell(campaign: Campaign, one: tuple[Meeting, Any], other: tuple[Meeting, Any], title: str) -> Problem:
    meeting = other[0]
    return Problem(
        Severity.WARNING,
        "meeting-differs",
        _("{organisation}, {kind}: {one} says “{first}”, {other} says “{second}”; the second is used").format(
            organisation=campaign.organisations[meeting.organisation_id].name,
            kind=meeting.kind.value,
            one=_name_place(one[0]),
            first=_show(one[1]),
            other=_name_place(meeting),
            second=_show(other[1]),
        ),
        _("Correct the wrong one of the two."),
        file=meeting.file,
        sheet=meeting.sheet,
        row=meeting.row,
        column=title,
        value=_show(one[1])[:_SHOWN],
    )


def _name_place(meeting: Meeting) -> str:
    return " ".join(part for part in (meeting.file, meeting.sheet, str(meeting.row or "")) if part)


def _show(value: Any) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)
