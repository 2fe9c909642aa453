"""The steps of the notice, in its order, with its dates: R1, R2, R4, R10-R40, R42, R44, R45, R53 and Q6."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pingyi.model.config.settings import Settings
from pingyi.plan import explain

BRANCH = ("organisation", "机械教工党支部")
GENERAL = ("organisation", "机械学院党总支")
DIRECT = ("organisation", "图书馆直属党支部")
MEMBER = ("member", "张三")


def order(plan: Any, look: Any, subject: tuple[str, str], *ids: str) -> bool:
    steps = look.steps(plan, *subject)
    return [step for step in steps if step in ids] == list(ids)


def test_R01_the_number_of_the_notice_is_a_setting() -> None:
    assert Settings().campaign.doc_number == "津职师大党组发〔2010〕18号"
    assert Settings.model_validate({"campaign": {"doc_number": "甲〔2024〕1号"}}).campaign.doc_number == "甲〔2024〕1号"


def test_R02_the_title_of_the_notice_is_a_setting() -> None:
    assert Settings().campaign.title == "关于在创先争优活动中开展领导点评工作的实施意见"


def test_R04_basis_and_local_adaptation(small: Any, look: Any) -> None:
    assert "《关于在创先争优活动中认真做好领导点评工作的指导意见》" in Settings().campaign.basis
    small.settings = {"campaign": {"activity": "主题教育"}}
    assert "开展主题教育情况" in "".join(look.step(small.plan(), *BRANCH, "evaluation-meeting").checks)


def test_R10_R11_R12_theme_goals_and_emphasis_are_settings() -> None:
    info = Settings().campaign
    assert info.theme == "学习贯彻党的十七届五中全会精神"
    assert info.goals == ("推动科学发展", "促进校园和谐", "服务人民群众", "加强基层组织")
    assert info.emphasis[:3] == ("履行职责", "兑现承诺", "发挥作用")


def test_R13_organisations_and_secretaries_have_six_aspects(small: Any, look: Any) -> None:
    assert [aspect.title for aspect in Settings().aspects.organisation] == [
        "组织领导本单位开展创先争优活动情况",
        "推动中心工作和重点任务完成情况",
        "公开承诺践诺情况",
        "服务群众解决问题情况",
        "加强班子和队伍建设情况",
        "党群共建创先争优情况",
    ]
    for subject in (GENERAL, ("secretary", "李书记"), BRANCH):
        step = look.step(small.plan(), *subject, "self-summary")
        assert "R13" in look.clauses(step.reasons)
        assert any("党群共建创先争优情况" in check for check in step.checks)


def test_R14_members_have_four_aspects(small: Any, look: Any) -> None:
    assert [aspect.title for aspect in Settings().aspects.member] == [
        "参加创先争优活动情况",
        "立足本岗创先争优情况",
        "公开承诺践诺情况",
        "联系和服务师生情况",
    ]
    step = look.step(small.plan(), *MEMBER, "self-summary")
    assert "R14" in look.clauses(step.reasons)
    assert "R13" not in look.clauses(step.reasons)
    assert not any("党群共建" in check for check in step.checks)


def test_R15_review_and_both_evaluations_are_one_meeting_with_the_assessment(small: Any, look: Any) -> None:
    step = look.step(small.plan(), *BRANCH, "evaluation-meeting")
    assert "R15" in look.clauses(step.reasons)
    assert step.methods == ("与年度考核测评会合并召开",)


def test_R16_everybody_summarises_the_year_first(small: Any, look: Any) -> None:
    plan = small.plan()
    for subject in plan.subjects():
        assert subject.steps[0].id == "self-summary"
        assert "R16" in look.clauses(subject.steps[0].reasons)


def test_R17_the_summary_goes_into_the_form(small: Any, look: Any) -> None:
    assert "R17" in look.clauses(look.step(small.plan(), *MEMBER, "self-summary").reasons)
    assert look.step(small.plan(), *MEMBER, "self-summary").evidence == ("党员登记表“个人总结”栏",)
    assert look.step(small.plan(), *GENERAL, "self-summary").evidence == ("基层党组织登记表“开展活动情况总结”栏",)


@pytest.mark.parametrize("clause", ["R18", "R19", "R20", "R21"])
def test_R18_R19_R20_R21_the_evaluation_meeting_and_the_parts_of_the_reports(
    small: Any, look: Any, clause: str
) -> None:
    step = look.step(small.plan(), *BRANCH, "evaluation-meeting")
    assert clause in look.clauses(step.reasons)
    text = "".join(step.checks)
    for part in (
        "年度工作情况",
        "个人开展创先争优活动情况",
        "公开承诺",
        "不足",
        "努力方向",
        "本党支部开展创先争优活动情况",
    ):
        assert part in text


def test_R22_ballots_come_after_the_reports_on_organisations_and_members(small: Any, look: Any) -> None:
    plan = small.plan()
    assert order(plan, look, BRANCH, "evaluation-meeting", "collective-evaluation")
    step = look.step(plan, *BRANCH, "collective-evaluation")
    assert step.after == ("evaluation-meeting",)
    assert "R22" in look.clauses(step.reasons)
    assert "全部述职完毕后才发放评议表" in step.checks
    ballots = [document.form for document in look.subject(plan, *BRANCH).documents if document.copy == "ballot"]
    assert ballots == ["ballot_organisation", "ballot_members"]


def test_R23_the_evaluation_is_held_with_the_assessment(small: Any, look: Any) -> None:
    assert "R23" in look.clauses(look.step(small.plan(), *BRANCH, "collective-evaluation").reasons)


def test_R24_the_leader_in_charge_must_attend(small: Any, look: Any) -> None:
    plan = small.plan()
    for subject, leader in ((GENERAL, "吴副校长"), (DIRECT, "雷副书记")):
        step = look.step(plan, *subject, "evaluation-meeting")
        assert "R24" in look.clauses(step.reasons)
        assert f"分管（联系）校领导{leader}到会" in step.checks
    assert "R24" not in look.clauses(look.step(plan, *BRANCH, "evaluation-meeting").reasons)


def test_R25_the_leader_reviews_at_that_meeting(small: Any, look: Any) -> None:
    plan = small.plan()
    assert "R25" in look.clauses(look.step(plan, *GENERAL, "organisation-review").reasons)
    assert order(plan, look, GENERAL, "evaluation-meeting", "collective-evaluation", "organisation-review")
    assert look.subject(plan, *GENERAL).method.value == "会议集中点评"
    assert look.subject(plan, *GENERAL).method.reason.clause == "R25"


def test_R26_R29_every_branch_holds_a_thematic_meeting_after_the_evaluation(small: Any, look: Any) -> None:
    plan = small.plan()
    for subject in (BRANCH, DIRECT, ("organisation", "机械学生党支部"), MEMBER):
        assert order(plan, look, subject, "evaluation-meeting", "thematic-meeting")
        step = look.step(plan, *subject, "thematic-meeting")
        assert {"R26", "R29"} <= set(look.clauses(step.reasons))
        assert "不早于述职评议会" in step.checks
    assert "thematic-meeting" not in look.steps(plan, *GENERAL)


def test_R26_R29_a_thematic_meeting_due_before_the_evaluation_is_a_problem(small: Any, look: Any) -> None:
    small.settings = {"deadlines": {"steps": {"thematic-meeting": "2011-01-05"}}}
    found = look.problems(small.plan(), "deadline-order")
    assert found
    assert "2011-01-05" in found[0].message
    assert "deadlines.steps" in found[0].cure


def test_R27_criticism_and_self_criticism_for_every_member(small: Any, look: Any) -> None:
    step = look.step(small.plan(), *BRANCH, "thematic-meeting")
    assert "R27" in look.clauses(step.reasons)
    assert any("批评与自我批评" in check for check in step.checks)


def test_R28_secretary_and_committee_comment_on_every_member(small: Any, look: Any) -> None:
    plan = small.plan()
    step = look.step(plan, *BRANCH, "thematic-meeting")
    assert "党支部书记和党总支委员点评了每名党员" in step.checks
    assert "党支部书记点评了每名党员" in look.step(plan, *DIRECT, "thematic-meeting").checks
    assert look.subject(plan, *MEMBER).method.reason.clause == "R28"
    assert "R28" in look.clauses(look.step(plan, *GENERAL, "member-reviews").reasons)


def test_R30_comments_are_entered_after_the_meetings(small: Any, look: Any) -> None:
    plan = small.plan()
    assert order(plan, look, MEMBER, "thematic-meeting", "fill-forms")
    assert "R30" in look.clauses(look.step(plan, *MEMBER, "fill-forms").reasons)


def test_R31_R32_R33_ledger_two_tallies_and_a_notification_after_both(small: Any, look: Any) -> None:
    plan = small.plan()
    for subject in (GENERAL, BRANCH, DIRECT):
        assert order(plan, look, subject, "collective-evaluation", "ledger", "tallies", "notification")
        assert "R31" in look.clauses(look.step(plan, *subject, "ledger").reasons)
        tallies = look.step(plan, *subject, "tallies")
        assert "R32" in look.clauses(tallies.reasons)
        assert tallies.evidence == ("党员民主评议结果汇总表", "群众集中评议结果汇总表")
        notification = look.step(plan, *subject, "notification")
        assert "R33" in look.clauses(notification.reasons)
        assert "collective-evaluation" in notification.after
        assert notification.checks == ("在点评和评议都结束之后",)


def test_R34_R35_organisations_and_members_plan_the_pledges_of_the_coming_year(small: Any, look: Any) -> None:
    for subject in (GENERAL, BRANCH, MEMBER):
        step = look.step(small.plan(), *subject, "pledges")
        assert {"R34", "R35"} <= set(look.clauses(step.reasons))
        assert step.title == "制定2011年度公开承诺方案"


def test_R36_a_general_branch_approves_the_pledges_of_its_branches(small: Any, look: Any) -> None:
    plan = small.plan()
    assert "R36" in look.clauses(look.step(plan, *GENERAL, "approve-pledges").reasons)
    assert "approve-pledges" not in look.steps(plan, *BRANCH)


def test_R37_a_branch_guides_the_pledges_of_its_members(small: Any, look: Any) -> None:
    plan = small.plan()
    for subject in (BRANCH, MEMBER):
        step = look.step(plan, *subject, "guide-pledges")
        assert "R37" in look.clauses(step.reasons)
        assert any("党支部指导意见" in text for text in step.evidence)
        assert step.after == ("pledges",)
    assert "guide-pledges" not in look.steps(plan, *GENERAL)


def test_R38_pledges_are_checked_on_four_points(small: Any, look: Any) -> None:
    for id_ in ("pledges", "approve-pledges"):
        step = look.step(small.plan(), *GENERAL, id_)
        assert "R38" in look.clauses(step.reasons)
        assert step.checks == ("体现先进性要求", "体现以正在干的事情为中心", "体现岗位职责特点", "体现群众意愿")


def test_R39_offices_and_service_windows_tie_pledges_to_better_service(university: Any, look: Any) -> None:
    made = university()
    made.general("机关党总支", "admin", secretary="白书记")
    made.branch("机关第一党支部", "机关党总支", "admin", secretary="夏书记")
    made.general("学院党总支", secretary="黑书记")
    made.branch("普通党支部", "学院党总支", secretary="红书记")
    made.branch("学生窗口党支部", "学院党总支", "student", secretary="绿书记", service_window=True)
    made.branch("退休窗口党支部", "学院党总支", "retired", secretary="灰书记", service_window=True)
    plan = made.plan()
    for name in ("机关党总支", "机关第一党支部", "学生窗口党支部", "退休窗口党支部"):
        step = look.step(plan, "organisation", name, "pledges")
        assert "R39" in look.clauses(step.reasons)
        assert any("改进工作作风、提升服务质量" in check for check in step.checks)
    assert "R39" not in look.clauses(look.step(plan, "organisation", "普通党支部", "pledges").reasons)
    assert "R39" not in look.clauses(look.step(plan, "organisation", "学院党总支", "pledges").reasons)
    assert "R39" in look.clauses(look.step(plan, "organisation", "学院党总支", "approve-pledges").reasons)


def test_R40_students_have_the_same_dates_and_aspects(small: Any, look: Any) -> None:
    plan = small.plan()
    assert look.subject(plan, "member", "小明").steps == look.subject(plan, *MEMBER).steps


def test_R42_a_student_whom_nobody_reviews_is_an_error_and_a_colleague_a_warning(university: Any, look: Any) -> None:
    made = university()
    made.direct("学生支部", "student")
    made.direct("教工支部")
    made.members("学生支部", "小明")
    made.members("教工支部", "张三")
    found = {item.person: item.severity for item in look.problems(made.plan(), "no-reviewer") if item.person}
    assert found == {"小明": "error", "张三": "warning"}
    assert "漏一人即为错误（R42）" in explain(made.plan(), look.subject(made.plan(), "member", "小明"))


def test_R44_everything_but_the_report_ends_on_13_january(small: Any, look: Any) -> None:
    for subject in small.plan().subjects():
        for step in subject.steps:
            if step.id != "report":
                assert step.due == dt.date(2011, 1, 13)
                assert "R44" in look.clauses(step.reasons)


def test_R45_the_report_is_last_and_due_on_15_january(small: Any, look: Any) -> None:
    for subject in small.plan().subjects():
        assert subject.steps[-1].id == "report"
        assert subject.steps[-1].due == dt.date(2011, 1, 15)
        assert "R45" in look.clauses(subject.steps[-1].reasons)


def test_R53_the_instruction_of_the_ballot_is_part_of_the_step(small: Any, look: Any) -> None:
    step = look.step(small.plan(), *BRANCH, "collective-evaluation")
    assert "在所选择的评价等级下面的空格内划“√”" in [
        reason.because for reason in step.reasons if reason.clause == "R53"
    ]


def test_Q06_an_exclusive_deadline_is_the_day_before(small: Any, look: Any) -> None:
    small.settings = {"deadlines": {"deadlines_inclusive": False}}
    plan = small.plan()
    assert look.step(plan, *MEMBER, "thematic-meeting").due == dt.date(2011, 1, 12)
    assert look.step(plan, *MEMBER, "report").due == dt.date(2011, 1, 14)


def test_a_step_that_need_not_wait_may_have_any_day(small: Any) -> None:
    small.settings = {"deadlines": {"steps": {"ledger": "2011-01-01", "pledges": "2011-01-02", "visit": "2011-01-03"}}}
    small.direct("离退休党支部", "retired", secretary="秦勇", leaders=("雷副书记",))
    assert [item.code for item in small.plan().problems] == []


def test_Q06_a_step_may_have_an_earlier_day_of_its_own(small: Any, look: Any) -> None:
    small.settings = {"deadlines": {"steps": {"self-summary": "2011-01-04"}}}
    plan = small.plan()
    step = look.step(plan, *MEMBER, "self-summary")
    assert step.due == dt.date(2011, 1, 4)
    assert "Q6" in look.clauses(step.reasons)
    assert not plan.problems


def test_a_date_for_a_step_nobody_has_is_a_problem_with_a_suggestion(small: Any, look: Any) -> None:
    small.settings = {"deadlines": {"steps": {"self-sumary": "2011-01-04"}}}
    found = look.problems(small.plan(), "deadline-unknown-step")
    assert [item.column for item in found] == ["deadlines.steps.self-sumary"]
    assert "self-summary" in found[0].cure
