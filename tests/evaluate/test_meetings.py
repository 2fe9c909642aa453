"""Meetings and visits against the order of the notice, from the sheets of any workbook; each violation is planted."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tallykit import BRANCH, GENERAL, make_campaign

from pingyi.collect import collect_forms, merge_records
from pingyi.errors import Problem, Severity
from pingyi.evaluate.conduct.attendance import LEFT_OUT
from pingyi.evaluate.conduct.meetings import check_meetings
from pingyi.evaluate.conduct.visits import check_visits
from pingyi.model.config.settings import Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Officer
from pingyi.model.results.meetings import AGENDA, MeetingKind, list_parts
from pingyi.model.results.records import Record, Visit
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, make_plan
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.record_fields import list_record_fields

COLUMNS = [item.column.title for item in list_record_fields(SheetKind.MEETINGS, Settings())]

EVALUATION = {
    "类型": "述职评议会", "组织": GENERAL, "时间": "2011-01-06", "地点": "报告厅", "应到": 7, "实到": 6,
    "请假": "钱进（出差）",
    "到会校领导": "吴副校长", "述职人": "李书记、王志",
    "述职内容": "、".join(list_parts("创先争优活动")), "述职结束": "15:00",
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
    """Type rows into a returned workbook, and check what is known then."""

    def run(*rows: dict[str, object], commented: bool = True, name: str = "会议.xlsx") -> list[Problem]:
        write_meetings(tmp_path / name, *rows)
        plan = make_plan_with_officers(commented=commented)
        collected = collect_forms(tmp_path, plan, {}, cache=None)
        joined = make_plan(merge_records(plan.campaign, collected), plan.plugins)
        told = [item for item in collected.problems if item.severity is not Severity.INFO]
        return [*told, *check_meetings(joined)]

    return run


def write_meetings(path: Path, *rows: dict[str, object]) -> None:
    book = openpyxl.load_workbook(path) if path.exists() else openpyxl.Workbook()
    if "会议" in book.sheetnames:
        book.remove(book["会议"])
    sheet = book.create_sheet("会议")
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([row.get(name) for name in COLUMNS])
    book.save(path)


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
        ({"缺席": "孙立（原因不明）"}, "meeting-attendance", Severity.ERROR),
        ({"请假": ""}, "meeting-absent-unnamed", Severity.WARNING),
        ({"不计应到": "孙立（出差）"}, "meeting-left-out", Severity.WARNING),
        ({"不计应到": "孙立"}, "meeting-left-out", Severity.WARNING),
        ({"完成议程": "全部述职、发放并收回评议表、领导点评"}, "meeting-items-open", Severity.WARNING),
        ({"述职内容": "年度工作、创先争优、公开承诺、不足、努力方向"}, "meeting-report-parts", Severity.WARNING),
        ({"实到": 3, "请假": ""}, "meeting-below-half", Severity.WARNING),
        ({"时间": "上周"}, "date-impossible", Severity.ERROR),
        ({"时间": "2011年1月"}, "meeting-unread", Severity.ERROR),
        ({"应到": "很多"}, "meeting-unread", Severity.ERROR),
        ({"述职结束": "会后"}, "meeting-unread", Severity.ERROR),
        ({"类型": "茶话会"}, "meeting-unread", Severity.ERROR),
        ({"组织": "没有的支部"}, "meeting-unread", Severity.ERROR),
    ],
)
def test_R15_R19_R21_R22_R23_R24_R25_what_is_wrong_with_an_evaluation_meeting_is_named(
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


def test_those_of_the_five_kinds_may_be_left_out(check: Check) -> None:
    members = {"应到": 6, "实到": 6, "请假": ""}
    for words in LEFT_OUT:
        assert check(EVALUATION, {**THEMATIC, **members, "不计应到": f"孙立（{words[0]}）"}) == []


def test_everybody_who_has_the_meeting_is_expected(check: Check) -> None:
    found = check(EVALUATION, {**THEMATIC, "应到": 5, "实到": 5})
    assert [problem.code for problem in found] == ["meeting-expected"]
    assert "7" in found[0].message


def test_R27_who_was_not_criticised_is_named_once_a_record_says_who_was() -> None:
    plan = make_plan_with_officers()
    comments = {"secretary": "好", "committee": "好"}
    records = {key: Record(comments=comments, fields={"meeting_criticism": "多听课"}) for key in plan.campaign.records}
    records[SubjectKind.MEMBER, "m2"] = Record(comments=comments)
    meetings = make_meetings(plan)
    changed = make_plan(replace(plan.campaign, records=records, meetings=meetings), plan.plugins)
    assert [(problem.code, "李敏" in problem.message) for problem in check_meetings(changed)] == [
        ("meeting-criticism-missing", True)
    ]


def make_meetings(plan: Plan) -> tuple[object, ...]:
    from pingyi.model.results.meetings import Meeting

    day = PartialDate(2011, 1, 6)
    return (
        Meeting(
            kind=MeetingKind.EVALUATION,
            organisation_id=GENERAL,
            held_on=day,
            leaders=("吴副校长",),
            leader_comment="扎实。",
            done=AGENDA[MeetingKind.EVALUATION],
        ),
        Meeting(kind=MeetingKind.THEMATIC, organisation_id=BRANCH, held_on=day, done=AGENDA[MeetingKind.THEMATIC]),
    )


def test_two_workbooks_that_differ_are_named_both(check: Check) -> None:
    check(EVALUATION, name="甲.xlsx")
    found = check({**EVALUATION, "实到": 5, "请假": "钱进（出差）、孙立（病假）"}, name="乙.xlsx")
    assert [problem.code for problem in found] == ["meeting-differs", "meeting-differs"]
    assert all("甲.xlsx" in problem.message and "乙.xlsx" in problem.message for problem in found)
    assert {problem.column for problem in found} == {"实到", "请假"}


def test_two_meetings_of_one_kind_on_two_days_stay_two(check: Check) -> None:
    second = {**EVALUATION, "时间": "2011-01-07"}
    assert check(EVALUATION, second, THEMATIC) == []


@pytest.mark.parametrize(
    ("visit", "code"),
    [
        ({"held_on": PartialDate(2011, 1, 14)}, "visit-late"),
        ({"visitors": ()}, "visit-nobody"),
        ({"visitors": ("李敏",)}, "visit-oneself"),
        ({"signature": "代签", "proxy": ""}, "visit-proxy"),
    ],
)
def test_R43_R44_what_a_visit_lacks_is_named(visit: dict[str, object], code: str) -> None:
    plan = make_campaign()
    known = {"method": "走访", "held_on": PartialDate(2011, 1, 8), "visitors": ("王志",), "signature": "本人签名"}

    def find(values: dict[str, object]) -> list[Problem]:
        records = {(SubjectKind.MEMBER, "m2"): Record(visit=Visit(**values))}
        return list(check_visits(make_plan(replace(plan.campaign, records=records), plan.plugins)))

    assert find(known) == []
    assert [(problem.code, problem.person) for problem in find({**known, **visit})] == [(code, "李敏")]


CAMPAIGN = {
    "类型": "述职评议会", "组织": "机械学院党总支", "时间": "2011-01-06", "应到": 5, "实到": 5, "到会校领导": "王校长",
    "校领导点评": "扎实。", "述职结束": "15:00", "发放评议表": "15:10",
}  # fmt: skip


@pytest.fixture
def campaign(tmp_path: Path, write_roster: Callable[..., Path]) -> Path:
    write_roster()
    (tmp_path / "campaign.toml").write_text("", encoding="utf-8")
    return tmp_path


def test_R18_the_campaigns_own_workbook_says_what_was_held(
    campaign: Path, pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    write_meetings(campaign / "花名册.xlsx", CAMPAIGN, {"类型": "专题组织生活会", "组织": "机械学院教工党支部"})
    code, out, _err = pingyi("tally", campaign, "--no-files", "--json")
    told = json.loads(out)
    assert code == 0
    assert [(item["kind"], item["organisation"], item["held_on"]) for item in told["meetings"]] == [
        ("述职评议会", "机械学院党总支", "2011-01-06")
    ]
    _code, out, _err = pingyi("status", campaign, "--on", "2011-01-07", "--json")
    steps = {
        branch["name"]: step
        for branch in json.loads(out)["branches"]
        for step in branch["steps"]
        if step["id"] == "evaluation-meeting"
    }
    assert (steps["机械学院教工党支部"]["total"], steps["机械学院教工党支部"]["missing"]) == (1, [])
    assert steps["离退休党总支"]["missing"] == ["离退休党总支"]


def test_R22_R24_status_tally_and_report_name_what_is_wrong_in_either_workbook(
    campaign: Path, pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    write_meetings(campaign / "花名册.xlsx", {**CAMPAIGN, "发放评议表": "14:30", "到会校领导": ""})
    (campaign / "returned").mkdir()
    write_meetings(campaign / "returned" / "总支.xlsx", {**CAMPAIGN, "发放评议表": "14:40", "到会校领导": None})
    for command in ("tally", "status"):
        code, out, err = pingyi(command, campaign)
        assert code == 1
        assert "R22" in out + err
        assert "R24" in out + err
        assert "花名册.xlsx" in out + err
        assert "总支.xlsx" in out + err
    pingyi("report", campaign, "--on", "2011-01-07")
    page = (campaign / "out" / "report" / "总览.html").read_text(encoding="utf-8")
    assert "R22" in page


def test_nothing_is_said_of_meetings_where_nobody_writes_them_down(
    campaign: Path, pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    _code, out, _err = pingyi("status", campaign, "--on", "2010-12-20", "--json")
    found = json.loads(out)
    steps = [step for branch in found["branches"] for step in branch["steps"] if step["id"] == "evaluation-meeting"]
    assert {step["recorded"] for step in steps} == {False}
    assert not [item for item in found["problems"] if item["code"].startswith("meeting-")]


def test_meetings_of_last_year_do_not_roll_over(campaign: Path, pingyi: Callable[..., tuple[int, str, str]]) -> None:
    write_meetings(campaign / "花名册.xlsx", CAMPAIGN)
    target = campaign.parent / f"{campaign.name}-next"
    assert pingyi("rollover", target, "--from", campaign)[0] == 0
    sheet = openpyxl.load_workbook(target / "花名册.xlsx")["会议"]
    assert [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)] == []
