"""What stands on the papers of the two meetings: what is to be done, and what was done (R15, R18-R29)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pingyi.model.fields.base import Cell
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import AspectText, FormData
from pingyi.model.results.meetings import MeetingKind


class MeetingForm(FormData):
    """What agenda and record of a meeting have in common."""

    KIND: ClassVar[MeetingKind]
    """Which meeting it is about."""

    org_name: Annotated[str, Cell("党组织名称", public=True, marked=True)] = ""
    held_on: Annotated[PartialDate | str, Cell("时间", fill=True, public=True)] = ""
    place: Annotated[str, Cell("地点", fill=True, public=True)] = ""
    chair: Annotated[str, Cell("主持人", fill=True, public=True)] = ""


class Agenda(MeetingForm):
    """What both agendas have in common: who is to come, or to report."""

    noun: Annotated[str, Cell("简称", public=True, frame=True)] = "支部"
    people_due: Annotated[str, Cell("参加党员", marked=True)] = ""


class EvaluationAgenda(Agenda):
    """述职评议会议程: reports in their parts, then ballots with the annual assessment, then the leader's review."""

    KIND = MeetingKind.EVALUATION
    people_due: Annotated[str, Cell("述职人", marked=True)] = ""
    leaders_due: Annotated[str, Cell("应到会校领导", marked=True)] = ""
    reviewers: Annotated[str, Cell("点评人", marked=True)] = ""


class ThematicAgenda(Agenda):
    """专题组织生活会议程: every member reports, is criticised, and commented on in both roles."""

    KIND = MeetingKind.THEMATIC
    first_reviewer: Annotated[str, Cell("第一点评人", public=True, frame=True)] = "党支部书记"
    second_reviewer: Annotated[str, Cell("第二点评人", public=True, frame=True)] = ""


class MeetingRecord(MeetingForm):
    """What both records have in common: who came, who did not and why."""

    member_total: Annotated[int | None, Cell("党员总数", public=True, marked=True)] = None
    full_total: Annotated[int | None, Cell("其中正式党员", public=True, marked=True)] = None
    recorder: Annotated[str, Cell("记录人", fill=True)] = ""
    expected: Annotated[str, Cell("应到人数", fill=True)] = ""
    attended: Annotated[str, Cell("实到人数", fill=True)] = ""
    on_leave: Annotated[str, Cell("请假人员及原因", fill=True, budget=120)] = ""
    absent: Annotated[str, Cell("缺席人员及原因", fill=True, budget=60)] = ""
    not_counted: Annotated[str, Cell("不计应到人员及原因", fill=True, budget=120)] = ""
    guests: Annotated[str, Cell("列席人员", fill=True, budget=120)] = ""
    further: Annotated[str, Cell("其他议程", fill=True, budget=40)] = ""


class EvaluationRecord(MeetingRecord):
    """述职评议会记录: what the reports had in them, when the ballots were given out, what the leader said."""

    KIND = MeetingKind.EVALUATION
    leaders_due: Annotated[str, Cell("应到会校领导", marked=True)] = ""
    leaders: Annotated[str, Cell("到会校领导", fill=True, budget=60)] = ""
    speakers: Annotated[str, Cell("述职人", fill=True, budget=300)] = ""
    part_work: Annotated[bool, Cell("年度工作情况")] = False
    part_activity: Annotated[bool, Cell("开展活动情况")] = False
    part_pledges: Annotated[bool, Cell("对照公开承诺")] = False
    part_shortcomings: Annotated[bool, Cell("查找不足")] = False
    part_direction: Annotated[bool, Cell("努力方向")] = False
    part_organisation: Annotated[bool, Cell("本组织情况")] = False
    parts_note: Annotated[str, Cell("述职内容补充", fill=True, budget=120)] = ""
    did_reports: Annotated[bool, Cell("全部述职")] = False
    did_ballots: Annotated[bool, Cell("发放并收回评议表")] = False
    did_assessment: Annotated[bool, Cell("年度考核测评")] = False
    did_review: Annotated[bool, Cell("领导点评")] = False
    reports_ended: Annotated[str, Cell("述职结束时间", fill=True)] = ""
    ballots_issued: Annotated[str, Cell("发放评议表时间", fill=True)] = ""
    leader_comment: Annotated[str, Cell("对党组织及其书记的点评", fill=True, budget=400)] = ""


class ThematicRecord(MeetingRecord):
    """专题组织生活会记录: for each member what was reported, criticised, and said by whom (R27, R28).

    The four lists have one entry for each member who takes part, in the same order: `title` is the name.
    """

    KIND = MeetingKind.THEMATIC
    first_reviewer: Annotated[str, Cell("第一点评人", public=True, frame=True)] = "党支部书记"
    second_reviewer: Annotated[str, Cell("第二点评人", public=True, frame=True)] = ""
    did_reports: Annotated[bool, Cell("每名党员汇报")] = False
    did_criticism: Annotated[bool, Cell("批评与自我批评")] = False
    did_review: Annotated[bool, Cell("逐人点评")] = False
    reports: Annotated[tuple[AspectText, ...], Cell("汇报要点", fill=True)] = ()
    criticism: Annotated[tuple[AspectText, ...], Cell("批评意见", fill=True)] = ()
    secretary_says: Annotated[tuple[AspectText, ...], Cell("书记点评", fill=True)] = ()
    committee_says: Annotated[tuple[AspectText, ...], Cell("委员点评", fill=True)] = ()


PARTS = ("part_work", "part_activity", "part_pledges", "part_shortcomings", "part_direction", "part_organisation")
"""The ticks for the parts of the reports, in the order of `list_parts`."""
DONE = ("did_reports", "did_ballots", "did_assessment", "did_criticism", "did_review")
"""The ticks on the records that say what was done; their labels are the words of `AGENDA`."""
SAID = {
    "reports": "meeting_report", "criticism": "meeting_criticism", "secretary_says": "secretary",
    "committee_says": "committee",
}  # fmt: skip
"""Where a member's record keeps what the record of the thematic meeting says: two fields, two comments."""
REVIEWERS = {"secretary_says": "first_reviewer", "committee_says": "second_reviewer"}
"""The columns of comments, each with the field that says in which role the comments of its heading are made."""
