"""Evaluation meetings and thematic meetings: whether they were held in the order of the notice (R15, R18-R29)."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import Problem, Severity
from pingyi.evaluate.conduct.attendance import check_attendance
from pingyi.evaluate.conduct.telling import tell
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.results.meetings import AGENDA, Meeting, MeetingKind, list_parts, name_of
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import Role, SubjectKind, SubjectPlan
from pingyi.model.review.steps import StepId
from pingyi.plan import Plan
from pingyi.texts import shorten
from pingyi.texts import translate as _

_SHOWN = 8
_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.BRANCH_COMMITTEE_MEMBER)
_STEPS = {MeetingKind.EVALUATION: StepId.EVALUATION_MEETING, MeetingKind.THEMATIC: StepId.THEMATIC_MEETING}


def check_meetings(plan: Plan) -> Iterator[Problem]:
    """List everything about the meetings of a campaign that is not as the notice orders.

    Args:
        plan: with the meetings of the workbook and of what was returned in its campaign.
    """
    for meeting in plan.campaign.meetings:
        organisation = plan.campaign.organisations[meeting.organisation_id]
        yield from _check_day(meeting, organisation, plan)
        yield from _check_done(meeting, organisation)
        if meeting.kind is MeetingKind.EVALUATION:
            yield from check_attendance(meeting, organisation, None)
            yield from _check_evaluation(meeting, organisation, plan)
        else:
            subjects = [item for item in plan.subjects_of(organisation.id) if item.kind is SubjectKind.MEMBER]
            members = [item for item in subjects if any(step.id == _STEPS[meeting.kind] for step in item.steps)]
            unread = plan.campaign.count_unread(organisation)  # nobody knows whether these are exempt
            yield from check_attendance(meeting, organisation, range(len(members), len(members) + unread + 1))
            yield from _check_thematic(meeting, organisation, plan, subjects)


def _check_day(meeting: Meeting, organisation: Organisation, plan: Plan) -> Iterator[Problem]:
    last = plan.campaign.settings.deadlines.last_day(_STEPS[meeting.kind])
    if meeting.day is not None and meeting.day > last:
        message = _("The {kind} was held on {day}, after the last day {last} (R44).")
        cure = _("Check the date; if it is right, say in the report why it was late.")
        text = message.format(kind=meeting.kind, day=meeting.day, last=last)
        yield tell(meeting, organisation, "meeting-late", text, cure)


def _check_done(meeting: Meeting, organisation: Organisation) -> Iterator[Problem]:
    """What the record ticks: the items in their order, the assessment among them (R15, R23)."""
    open_items = [item for item in AGENDA[meeting.kind] if item not in meeting.done]
    if meeting.done and open_items:
        text = _("It is not ticked that these were done: {items} (R15, R22, R23, R25, R27).").format(
            items="、".join(open_items)
        )
        cure = _("Tick them on the record, or add them to 完成议程; what was left out is to be done.")
        yield tell(meeting, organisation, "meeting-items-open", text, cure, severity=Severity.WARNING)


def _check_evaluation(meeting: Meeting, organisation: Organisation, plan: Plan) -> Iterator[Problem]:
    if (
        meeting.reports_ended is not None
        and meeting.ballots_issued is not None
        and meeting.ballots_issued < meeting.reports_ended
    ):
        text = _("Ballots were given out at {early}, before the reports ended at {late} (R22).").format(
            early=f"{meeting.ballots_issued:%H:%M}", late=f"{meeting.reports_ended:%H:%M}"
        )
        cure = _("Correct the times if they were mistyped; ballots are cast only after all reports.")
        yield tell(meeting, organisation, "meeting-ballots-early", text, cure)
    secretary = organisation.secretary
    if secretary is not None and meeting.speakers and secretary.name not in map(name_of, meeting.speakers):
        text = _("The secretary {name} is not among those who reported (R21).").format(name=secretary.name)
        cure = _("Add the name to 述职人, or let the secretary report.")
        yield tell(meeting, organisation, "meeting-secretary-silent", text, cure)
    parts = list_parts(plan.campaign.settings.campaign.activity)
    lacking = [part for part in parts if part not in meeting.parts]
    if meeting.parts and lacking:
        text = _("The reports had nothing on: {parts} (R19, R20, R21).").format(parts="、".join(lacking))
        cure = _("Add what was reported to 述职内容, or have it told at the thematic meeting.")
        yield tell(meeting, organisation, "meeting-report-parts", text, cure, severity=Severity.WARNING)
    if organisation.kind is not OrgKind.BRANCH:
        yield from _check_leaders(meeting, organisation, plan)


def _check_leaders(meeting: Meeting, organisation: Organisation, plan: Plan) -> Iterator[Problem]:
    leaders = [leader.name for leader in plan.campaign.leaders_of(organisation.id)]
    present = {*map(name_of, meeting.leaders), *map(name_of, meeting.guests)}
    absent = [name for name in leaders if name not in present]
    if absent:
        text = _("The school leader in charge did not come: {names} (R24).").format(names="、".join(absent))
        cure = _(
            "Write the name into 到会校领导 if that is wrong; otherwise the leader reviews the organisation apart."
        )
        severity = Severity.ERROR if len(absent) == len(leaders) else Severity.WARNING
        yield tell(meeting, organisation, "meeting-leader-absent", text, cure, severity=severity)
    if leaders and len(absent) < len(leaders) and not meeting.leader_comment:
        text = _("It is not written what the school leader said of the organisation and its secretary (R25).")
        cure = _("Fill in 校领导点评.")
        yield tell(meeting, organisation, "meeting-leader-silent", text, cure)


def _check_thematic(
    meeting: Meeting, branch: Organisation, plan: Plan, subjects: list[SubjectPlan]
) -> Iterator[Problem]:
    known = [
        item.day
        for unit in (branch.id, branch.parent_id)
        for item in plan.campaign.meetings
        if item.kind is MeetingKind.EVALUATION and item.organisation_id == unit and item.day is not None
    ]
    if not known:
        text = _("There is no evaluation meeting before this thematic meeting (R26).")
        cure = _("Add the evaluation meeting of the branch or its general branch.")
        yield tell(meeting, branch, "meeting-no-evaluation", text, cure)
    elif meeting.day is not None and meeting.day < known[0]:
        text = _("The thematic meeting on {day} was before the evaluation meeting on {other} (R29).").format(
            day=meeting.day, other=known[0]
        )
        cure = _("Correct the dates; if they are right, hold the thematic meeting again.")
        yield tell(meeting, branch, "meeting-too-early", text, cure)
    records = {item.id: plan.campaign.record_of(SubjectKind.MEMBER, item.id) for item in subjects}
    silent = [item.name for item in subjects if _lacks_comment(item, records[item.id])]
    if silent:
        text = _("{count} members lack the comment of the secretary or of a committee member: {names} (R28).").format(
            count=len(silent), names=shorten(silent, _SHOWN)
        )
        cure = _("Fill in the sheet 点评, or wait for their forms or the record of the meeting.")
        yield tell(meeting, branch, "meeting-members-uncommented", text, cure)
    if any("meeting_criticism" in record.fields for record in records.values()):
        spared = [
            item.name
            for item in subjects
            if not records[item.id].fields.get("meeting_criticism") and not _is_elsewhere(item, records[item.id])
        ]
        if spared:
            text = _("The record has no criticism of {count} members: {names} (R27).").format(
                count=len(spared), names=shorten(spared, _SHOWN)
            )
            cure = _("Add it to the record; who was absent is told of the meeting and reports afterwards.")
            yield tell(meeting, branch, "meeting-criticism-missing", text, cure, severity=Severity.WARNING)


def _is_elsewhere(subject: SubjectPlan, record: Record) -> bool:
    """Whether a member is reviewed in another way: who is exempt, visited, or does not have the meeting at all."""
    away = not any(step.id == _STEPS[MeetingKind.THEMATIC] for step in subject.steps)
    return subject.exemption is not None or record.visit is not None or away


def _lacks_comment(subject: SubjectPlan, record: Record) -> bool:
    """Whether a member still lacks one of the two comments; who is exempt or visited is reviewed in another way."""
    if subject.exemption is not None or record.visit is not None:
        return False
    roles = {item.role for item in subject.assignments}
    needed = {"secretary"} if Role.BRANCH_SECRETARY in roles else set()
    needed |= {"committee"} if roles & set(_COMMITTEE) else set()
    return not (needed <= set(record.comments) if needed else record.comments)
