"""The sheet 会议 against the order of the notice; each violation is planted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tallykit import BRANCH, GENERAL, make_campaign

from pingyi.errors import Problem, Severity
from pingyi.evaluate.meeting_sheet import COLUMNS, read_meetings, write_meeting_sheet
from pingyi.evaluate.meetings import REPORT_PARTS, check_meetings
from pingyi.evaluate.subjects import Subjects
from pingyi.model.organisation import Officer
from pingyi.model.procedure import SubjectKind
from pingyi.model.records import Record
from pingyi.plan import Plan, make_plan

EVALUATION = {
    "类型": "述职评议会", "组织": GENERAL, "时间": "2011-01-06", "地点": "报告厅", "应到": 7, "实到": 6,
    "请假": "钱进（出差）",
    "到会校领导": "吴副校长", "述职人": "李书记、王志", "述职内容": "、".join(REPORT_PARTS), "述职结束": "15:00",
    "发放评议表": "15:10", "校领导点评": "工作扎实。",
}  # fmt: skip
THEMATIC = {"类型": "专题组织生活会", "组织": BRANCH, "时间": dt.date(2011, 1, 6), "应到": 7, "实到": 7}
Check = Callable[..., list[Problem]]


def make_plan_with_officers(*, commented: bool = True) -> Plan:
    plan = make_campaign()
    campaign = plan.campaign
    general = campaign.organisations[GENERAL].model_copy(
        update={
            "secretary": Officer(name="李书记"),
            "committee": (Officer(name="周委员"),),
            "leaders": (Officer(name="吴副校长"),),
        }
    )
    comments = {"secretary": "好", "committee": "好"} if commented else {"committee": "好"}
    records = {(SubjectKind.MEMBER, id_): Record(comments=comments) for id_ in campaign.people}
    organisations = {**campaign.organisations, GENERAL: general}
    return make_plan(replace(campaign, organisations=organisations, records=records), plan.plugins)


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def run(*rows: dict[str, object], commented: bool = True) -> list[Problem]:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "会议"
        sheet.append(list(COLUMNS))
        for row in rows:
            sheet.append([row.get(name) for name in COLUMNS])
        book.save(tmp_path / "会议.xlsx")
        subjects = Subjects(make_plan_with_officers(commented=commented))
        meetings, problems = read_meetings(tmp_path, subjects)
        return [*problems, *check_meetings(meetings, subjects)]

    return run


def test_R18_R29_meetings_in_the_order_of_the_notice_have_no_problems(check: Check) -> None:
    assert check(EVALUATION, THEMATIC) == []


@pytest.mark.parametrize(
    ("change", "code", "severity"),
    [
        ({"发放评议表": "14:50"}, "meeting-ballots-early", Severity.ERROR),
        ({"述职人": "王志"}, "meeting-secretary-silent", Severity.ERROR),
        ({"述职内容": "年度工作、创先争优、公开承诺、努力方向"}, "meeting-report-parts", Severity.WARNING),
        ({"到会校领导": ""}, "meeting-leader-absent", Severity.ERROR),
        ({"校领导点评": ""}, "meeting-leader-silent", Severity.ERROR),
        ({"时间": "2011-01-14"}, "meeting-late", Severity.ERROR),
        ({"实到": 8}, "meeting-attendance", Severity.ERROR),
        ({"请假": "钱进、孙立"}, "meeting-attendance", Severity.ERROR),
        ({"实到": 3, "请假": ""}, "meeting-below-half", Severity.WARNING),
        ({"时间": "上周"}, "meeting-unread", Severity.ERROR),
        ({"类型": "茶话会"}, "meeting-unread", Severity.ERROR),
        ({"组织": "没有的支部"}, "meeting-unread", Severity.ERROR),
    ],
)
def test_R22_R24_R25_what_is_wrong_with_an_evaluation_meeting_is_named(
    check: Check, change: dict[str, object], code: str, severity: Severity
) -> None:
    found = check({**EVALUATION, **change})
    assert [(problem.code, problem.severity, problem.row) for problem in found] == [(code, severity, 2)]


def test_R26_R29_a_thematic_meeting_comes_after_the_evaluation(check: Check) -> None:
    early = {**THEMATIC, "时间": "2011年1月5日"}
    assert [problem.code for problem in check(EVALUATION, early)] == ["meeting-too-early"]
    assert [problem.code for problem in check(THEMATIC)] == ["meeting-no-evaluation"]


def test_R28_members_without_both_comments_are_named(check: Check) -> None:
    found = check(EVALUATION, THEMATIC, commented=False)
    assert [problem.code for problem in found] == ["meeting-members-uncommented"]
    assert "李敏" in found[0].message


def test_the_blank_sheet_has_every_meeting_and_reads_as_none(tmp_path: Path) -> None:
    subjects = Subjects(make_plan_with_officers())
    write_meeting_sheet(tmp_path / "会议.xlsx", subjects)
    rows = list(openpyxl.load_workbook(tmp_path / "会议.xlsx")["会议"].iter_rows(values_only=True))
    assert [row[:2] for row in rows[1:]] == [
        ("述职评议会", GENERAL),
        ("述职评议会", BRANCH),
        ("专题组织生活会", BRANCH),
    ]
    assert read_meetings(tmp_path, subjects) == ([], [])


def test_the_command_writes_the_blank_sheet(
    tmp_path: Path, write_roster: Callable[..., Path], pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    write_roster()
    (tmp_path / "campaign.toml").write_text("", encoding="utf-8")
    code, _out, _err = pingyi("tally", tmp_path, "--meeting-sheet", tmp_path / "会议.xlsx")
    assert code == 0
    assert (tmp_path / "会议.xlsx").is_file()
    assert not (tmp_path / "out").exists()
