"""Evaluation meetings and thematic meetings: what was held, and whether in the order of the notice (R18-R29)."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pingyi.errors import Problem, Severity
from pingyi.evaluate.subjects import Subjects
from pingyi.model.organisation import Organisation, OrgKind
from pingyi.model.procedure import Role, SubjectKind, SubjectPlan
from pingyi.texts import translate as _

_SHOWN = 8
REPORT_PARTS = ("年度工作", "创先争优", "公开承诺", "不足", "努力方向")
"""Parts of a duty report (R19, R20); secretaries have one more, on their organisation (R21)."""
_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.BRANCH_COMMITTEE_MEMBER)


class MeetingKind(enum.StrEnum):
    """The two meetings of the notice."""

    EVALUATION = "述职评议会"
    THEMATIC = "专题组织生活会"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One row of the sheet 会议; `None` or empty where nobody wrote it.

    Attributes:
        expected, attended: 应到 and 实到.
        on_leave: who was excused; `not_counted` are those who may be left out of 应到.
        guests, leaders: 列席, and school leaders who came (R24).
        speakers: who reported (R19).
        parts: what the reports had in them.
        reports_ended, ballots_issued: times of the day (R22).
        leader_comment: what the school leader said of organisation and secretary (R25).
    """

    kind: MeetingKind
    organisation_id: str
    held_on: dt.date | None
    file: str
    sheet: str
    row: int
    place: str = ""
    chair: str = ""
    secretary: str = ""
    expected: int | None = None
    attended: int | None = None
    on_leave: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    parts: str = ""
    reports_ended: dt.time | None = None
    ballots_issued: dt.time | None = None
    leader_comment: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON shape."""
        return {
            "kind": self.kind.value,
            "organisation": self.organisation_id,
            "held_on": self.held_on.isoformat() if self.held_on else None,
            "place": self.place,
            "expected": self.expected,
            "attended": self.attended,
            "on_leave": list(self.on_leave),
            "leaders": list(self.leaders),
            "speakers": list(self.speakers),
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
        }


def check_meetings(meetings: Sequence[Meeting], subjects: Subjects) -> Iterator[Problem]:
    """List everything about the meetings that is not as the notice orders."""
    organisations = subjects.plan.campaign.organisations
    for meeting in meetings:
        organisation = organisations[meeting.organisation_id]
        yield from _check_common(meeting, organisation, subjects)
        if meeting.kind is MeetingKind.EVALUATION:
            yield from _check_evaluation(meeting, organisation, subjects)
        else:
            yield from _check_thematic(meeting, organisation, meetings, subjects)


def _check_common(meeting: Meeting, organisation: Organisation, subjects: Subjects) -> Iterator[Problem]:
    last = subjects.settings.deadlines.last_day(
        "evaluation-meeting" if meeting.kind is MeetingKind.EVALUATION else "thematic-meeting"
    )
    if meeting.held_on is not None and meeting.held_on > last:
        message = _("The {kind} was held on {day}, after the last day {last} (R44).")
        cure = _("Check the date; if it is right, say in the report why it was late.")
        yield _tell(
            meeting,
            organisation,
            "meeting-late",
            message.format(kind=meeting.kind, day=meeting.held_on, last=last),
            cure,
        )
    expected, attended = meeting.expected, meeting.attended
    if expected is None or attended is None:
        return
    absent = len(meeting.on_leave)
    if attended > expected or (absent and attended + absent != expected):
        message = _("应到 {expected}, 实到 {attended} and {absent} on leave do not fit together.")
        cure = _("Correct the numbers, or name everybody who was on leave.")
        text = message.format(expected=expected, attended=attended, absent=absent)
        yield _tell(meeting, organisation, "meeting-attendance", text, cure)
    elif attended * 2 < expected:
        text = _("Only {attended} of {expected} came, less than half.").format(attended=attended, expected=expected)
        cure = _("Nothing in the notice forbids it; think of holding the meeting again.")
        yield _tell(meeting, organisation, "meeting-below-half", text, cure, severity=Severity.WARNING)


def _check_evaluation(meeting: Meeting, organisation: Organisation, subjects: Subjects) -> Iterator[Problem]:
    if (
        meeting.reports_ended is not None
        and meeting.ballots_issued is not None
        and meeting.ballots_issued < meeting.reports_ended
    ):
        text = _("Ballots were given out at {early}, before the reports ended at {late} (R22).").format(
            early=f"{meeting.ballots_issued:%H:%M}", late=f"{meeting.reports_ended:%H:%M}"
        )
        cure = _("Correct the times if they were mistyped; ballots are cast only after all reports.")
        yield _tell(meeting, organisation, "meeting-ballots-early", text, cure)
    secretary = organisation.secretary
    if secretary is not None and meeting.speakers and secretary.name not in meeting.speakers:
        text = _("The secretary {name} is not among those who reported (R21).").format(name=secretary.name)
        cure = _("Add the name to 述职人, or let the secretary report.")
        yield _tell(meeting, organisation, "meeting-secretary-silent", text, cure)
    absent_parts = [part for part in REPORT_PARTS if part not in meeting.parts]
    if meeting.parts and absent_parts:
        text = _("The reports had nothing on: {parts} (R19, R20).").format(parts="、".join(absent_parts))
        cure = _("Add what was reported to 述职内容, or have it told at the thematic meeting.")
        yield _tell(meeting, organisation, "meeting-report-parts", text, cure, severity=Severity.WARNING)
    if organisation.kind is not OrgKind.BRANCH:
        yield from _check_leaders(meeting, organisation, subjects)


def _check_leaders(meeting: Meeting, organisation: Organisation, subjects: Subjects) -> Iterator[Problem]:
    leaders = [leader.name for leader in subjects.plan.campaign.leaders_of(organisation.id)]
    present = {*meeting.leaders, *meeting.guests}
    absent = [name for name in leaders if name not in present]
    if absent:
        text = _("The school leader in charge did not come: {names} (R24).").format(names="、".join(absent))
        cure = _(
            "Write the name into 到会校领导 if that is wrong; otherwise the leader reviews the organisation apart."
        )
        severity = Severity.ERROR if len(absent) == len(leaders) else Severity.WARNING
        yield _tell(meeting, organisation, "meeting-leader-absent", text, cure, severity=severity)
    if leaders and len(absent) < len(leaders) and not meeting.leader_comment:
        text = _("It is not written what the school leader said of the organisation and its secretary (R25).")
        cure = _("Fill in 校领导点评.")
        yield _tell(meeting, organisation, "meeting-leader-silent", text, cure)


def _check_thematic(
    meeting: Meeting, branch: Organisation, meetings: Sequence[Meeting], subjects: Subjects
) -> Iterator[Problem]:
    units = (branch.id, branch.parent_id)
    known = [
        item.held_on
        for unit in units
        for item in meetings
        if item.kind is MeetingKind.EVALUATION and item.organisation_id == unit and item.held_on is not None
    ]
    if not known:
        text = _("There is no evaluation meeting before this thematic meeting (R26).")
        yield _tell(
            meeting,
            branch,
            "meeting-no-evaluation",
            text,
            _("Add the evaluation meeting of the branch or its general branch."),
        )
    elif meeting.held_on is not None and meeting.held_on < known[0]:
        text = _("The thematic meeting on {day} was before the evaluation meeting on {other} (R29).").format(
            day=meeting.held_on, other=known[0]
        )
        cure = _("Correct the dates; if they are right, hold the thematic meeting again.")
        yield _tell(meeting, branch, "meeting-too-early", text, cure)
    silent = [item.name for item in subjects.plan.subjects_of(branch.id) if _lacks_comment(item, subjects)]
    if silent:
        names = "、".join(silent[:_SHOWN]) + ("……" if len(silent) > _SHOWN else "")
        text = _("{count} members lack the comment of the secretary or of a committee member: {names} (R28).").format(
            count=len(silent), names=names
        )
        cure = _("Fill in the sheet 点评, or wait for their forms.")
        yield _tell(meeting, branch, "meeting-members-uncommented", text, cure)


def _lacks_comment(subject: SubjectPlan, subjects: Subjects) -> bool:
    """Whether a member still lacks one of the two comments; who is exempt or visited is reviewed in another way."""
    if subject.kind is not SubjectKind.MEMBER or subject.exemption is not None:
        return False
    record = subjects.plan.campaign.record_of(SubjectKind.MEMBER, subject.id)
    if record.visit is not None:
        return False
    roles = {item.role for item in subject.assignments}
    needed = {"secretary"} if Role.BRANCH_SECRETARY in roles else set()
    needed |= {"committee"} if roles & set(_COMMITTEE) else set()
    return not (needed <= set(record.comments) if needed else record.comments)


def _tell(
    meeting: Meeting,
    organisation: Organisation,
    code: str,
    text: str,
    cure: str,
    *,
    severity: Severity = Severity.ERROR,
) -> Problem:
    message = f"{organisation.name}: {text}"
    return Problem(severity, code, message, cure, meeting.file, meeting.sheet, meeting.row)
