"""Status: days left, steps, reminders, exit codes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pingyi.errors import Severity
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan
from pingyi.report import list_status, read_status, write_reminder
from pingyi.report.calendar import count_days, is_workday
from pingyi.report.substance import check_substance

MEMBER = SubjectKind.MEMBER
JANUARY = dt.date(2011, 1, 1)


def day(number: int) -> dt.date:
    return dt.date(2011, 1, number)


@pytest.mark.parametrize(
    ("today", "last", "days", "workdays", "known"),
    [
        (dt.date(2010, 12, 28), day(13), 16, 11, True),  # 1 to 3 January 2011 are off
        (day(13), day(13), 0, 0, True),
        (day(14), day(13), -1, 0, True),
        (dt.date(2011, 1, 28), dt.date(2011, 2, 12), 15, 7, True),  # 30 January and 12 February are made up
        (dt.date(2099, 1, 1), dt.date(2099, 1, 8), 7, 5, False),  # weekends only
    ],
)
def test_workdays_follow_the_chinese_calendar(
    today: dt.date, last: dt.date, days: int, workdays: int, known: bool
) -> None:
    left = count_days(today, last)
    assert (left.days, left.workdays, left.known) == (days, workdays, known)


def test_a_made_up_saturday_is_a_workday_and_new_year_is_not() -> None:
    assert is_workday(dt.date(2011, 2, 12))
    assert not is_workday(dt.date(2011, 1, 3))
    assert not is_workday(dt.date(2099, 1, 3))  # a Saturday of an unknown year


def test_R44_R45_a_missing_review_is_a_warning_before_the_last_day_and_an_error_after(
    make: Callable[..., Plan],
) -> None:
    plan = make(drop=[(MEMBER, "20002")])
    severities = {
        number: {problem.code: problem.severity for problem in read_status(plan, day(number)).problems}
        for number in (2, 10, 13, 14, 16)
    }
    assert severities[2] == {"coverage-missing": Severity.WARNING}
    assert severities[10] == {"deadline-near": Severity.WARNING, "coverage-missing": Severity.WARNING}
    assert severities[13]["deadline-near"] is Severity.WARNING
    assert severities[14]["deadline-passed"] is Severity.ERROR
    assert severities[14]["coverage-missing"] is Severity.ERROR
    passed = [problem for problem in read_status(plan, day(16)).problems if problem.code == "deadline-passed"]
    assert len(passed) == 2  # of the review and of the report


def test_nothing_is_late_where_nobody_is_missing(make: Callable[..., Plan]) -> None:
    assert read_status(make(), dt.date(2012, 6, 1)).problems == ()


def test_an_unknown_calendar_is_said(make: Callable[..., Plan]) -> None:
    plan = make()
    deadlines = plan.campaign.settings.deadlines
    later = deadlines.model_copy(update={"review": dt.date(2099, 1, 13), "report": dt.date(2099, 1, 15)})
    settings = plan.campaign.settings.model_copy(update={"deadlines": later})
    status = read_status(make(settings=settings), dt.date(2098, 12, 1))
    assert {problem.code for problem in status.problems} == {"calendar-unknown"}
    assert "只除去周末" in next(list_status(status))


def test_R46_every_step_with_a_record_is_counted_per_branch(make: Callable[..., Plan]) -> None:
    status = read_status(make(drop=[(MEMBER, "20002")]), day(14))
    branch = next(item for item in status.branches if item.organisation.id == "机械学院学生党支部")
    steps = {step.id: step for step in branch.steps}
    assert steps["self-summary"].missing == steps["thematic-meeting"].missing == ("周平",)
    assert (steps["self-summary"].done, steps["self-summary"].total) == (2, 3)  # the branch and its two members
    assert steps["organisation-review"].missing == ()
    assert steps["ledger"].total == 0  # leaves no record
    assert steps["self-summary"].is_late(day(14))
    assert not steps["self-summary"].is_late(day(13))


def test_R47_every_branch_shows_who_answers_for_it(make: Callable[..., Plan]) -> None:
    branches = {item.organisation.id: item.responsible for item in read_status(make(), JANUARY).branches}
    assert branches["机械学院教工党支部"] == "钱立明"
    assert branches["离退休党总支"] == ""
    lines = list(list_status(read_status(make(), JANUARY), everything=True))
    assert any("离退休党总支  书记 （未填写）" in line for line in lines)


def test_R48_copied_summaries_are_named(make: Callable[..., Plan]) -> None:
    plan = make()
    text = plan.campaign.record_of(MEMBER, "10002").self_summary
    copied = Record(self_summary=text, comments={"secretary": "好。", "committee": "好。"})
    (problem,) = check_substance(make(change={(MEMBER, "20002"): copied}).campaign)
    assert problem.code == "summary-copied"
    assert "钱立明" in problem.message
    assert "周平" in problem.message


def test_R48_two_who_have_nothing_to_say_have_not_copied(make: Callable[..., Plan]) -> None:
    comments = {"secretary": "好。", "committee": "好。"}
    for said in ("无", "合格", "　无\n"):
        empty = Record(self_summary={"own_post": said}, comments=comments)
        others = Record(self_summary={"own_post": said.strip()}, comments=comments)
        found = make(change={(MEMBER, "10002"): empty, (MEMBER, "20002"): others})
        assert not list(check_substance(found.campaign))


def test_R48_blanks_and_one_changed_aspect_do_not_hide_a_copy(make: Callable[..., Plan]) -> None:
    text = "一年来认真学习五中全会精神，按时完成教学任务，帮助同事，与学生结对五人，节假日到宿舍走访。"
    comments = {"secretary": "好。", "committee": "好。"}
    first = Record(self_summary={"own_post": text, "service": "每月接待一次。"}, comments=comments)
    second = Record(self_summary={"own_post": f"{text}　\n", "service": "每周接待一次。"}, comments=comments)
    found = make(change={(MEMBER, "10002"): first, (MEMBER, "20002"): second})
    (problem,) = check_substance(found.campaign)
    assert problem.code == "summary-copied"
    assert "钱立明" in problem.message
    assert "周平" in problem.message


def test_R51_what_is_to_be_mended_must_be_pledged(make: Callable[..., Plan]) -> None:
    unpledged = Record(comments={"secretary": "好。", "committee": "好。"}, rectification="改进学习")
    (problem,) = check_substance(make(change={(MEMBER, "20002"): unpledged}).campaign)
    assert problem.code == "rectification-unpledged"
    assert "周平" in problem.message
    assert not list(check_substance(make().campaign))


def test_R34_organisations_and_members_without_a_pledge_are_counted(make: Callable[..., Plan]) -> None:
    record = make().campaign.record_of(MEMBER, "10002").model_copy(update={"next_commitments": ()})
    status = read_status(make(change={(MEMBER, "10002"): record}), JANUARY)
    branch = next(item for item in status.branches if item.organisation.id == "机械学院教工党支部")
    assert next(step for step in branch.steps if step.id == "pledges").missing == ("钱立明",)


def test_a_reminder_names_who_is_missing_and_nothing_private(make: Callable[..., Plan]) -> None:
    status = read_status(make(drop=[(MEMBER, "20002")]), day(10))
    branch = next(item for item in status.branches if item.organisation.id == "机械学院学生党支部")
    text = write_reminder(status, branch)
    assert "党员1名缺党总支委员点评、党支部书记点评：周平" in text
    assert "2011年1月13日截止，还有3天（工作日3天）" in text
    assert "请李晓㼆书记抓紧安排" in text
    assert "20002" not in text
    assert "1990" not in text
    done = next(item for item in status.branches if item.organisation.id == "机械学院教工党支部")
    assert "点评已全部完成" in write_reminder(status, done)


def test_the_command_shows_json_text_and_exit_codes(
    write_roster: Callable[..., Path], pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    path = write_roster()
    code, out, _err = pingyi("status", path, "--on", "2011-01-05", "--json")
    assert code == 0
    found = json.loads(out)
    assert set(found) == {"on", "deadlines", "branches", "problems", "summary"}
    assert found["deadlines"]["review"] == {
        "last_day": "2011-01-13", "days": 8, "workdays": 6, "holidays_known": True,
    }  # fmt: skip
    assert found["summary"]["lacks_demanded"] is True
    assert pingyi("status", path, "--on", "2011-01-05", "--strict")[0] == 1
    assert pingyi("status", path, "--on", "2011-01-14")[0] == 1
    code, out, _err = pingyi("status", path, "--on", "2011-01-05", "--text")
    assert code == 0
    assert out.count("【") == 5
    code, out, _err = pingyi("status", path, "--on", "2011-01-05", "--all")
    assert "合计：应点评16，已点评0" in out


@pytest.mark.parametrize("word", ["tomorrow", "2011-01", "2011-02-30"])
def test_a_day_that_is_none_is_refused(
    write_roster: Callable[..., Path], pingyi: Callable[..., tuple[int, str, str]], word: str
) -> None:
    code, _out, err = pingyi("status", write_roster(), "--on", word)
    assert code == 2
    assert "--on" in err
