"""What rules in campaign.toml change, and that every change says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from pingyi.model.review.procedure import SubjectPlan
from pingyi.plan import fill_document, settings_of
from pingyi.plugins import load_plugins

Run = Callable[..., tuple[int, str, str]]
SIX_LINES = """\
[[rules]]
branch_type = "retired"
when = "member.age >= 80 or member.health in ['行动不便', '卧床']"
method = "走访"
visitors = 2
form = "retired_visit"
because = "高龄或行动不便的党员上门点评"
"""
BECAUSE = "本单位的规定"
ALWAYS = f'[[rules]]\nname = "ours"\nbecause = "{BECAUSE}"\n'
DUE = dt.date(2010, 12, 31)


def decided(subject: SubjectPlan, what: str) -> list[str]:
    return [item.value for item in subject.decisions if item.what == what]


def test_the_six_line_rule_works_as_it_stands(trial: Any) -> None:
    trial.rules(SIX_LINES)
    assert [item for item in trial.open().problems if item.severity == "error"] == []
    visited = trial.member("郑行难")
    assert visited.method.value == "走访"
    assert decided(visited, "visitors") == ["2"]
    assert {item.form for item in visited.documents} == {"retired_visit"}
    for reason in (visited.method.reason, visited.documents[0].reasons[0]):
        assert (reason.rule, reason.plugin) == ("rules[1]", "campaign.toml")
        assert reason.because == "高龄或行动不便的党员上门点评"
        assert dict(reason.inputs) == {"age": "85", "health": "行动不便"}
    assert {item.form for item in trial.member("钱立明").documents} == {"member"}


def test_the_form_of_the_rule_prints_the_number_of_visitors(trial: Any) -> None:
    plan = trial.rules(SIX_LINES).plan()
    subject = next(item for item in plan.find("郑行难") if item.kind == "member")
    data = fill_document(plan, subject, subject.documents[0])
    assert data.visitors_needed == 2  # type: ignore[attr-defined]


def test_the_rule_reaches_the_paper(trial: Any, pingyi: Run, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(trial.rules(SIX_LINES).folder)
    code, _out, err = pingyi("render", "--person", "郑行难", "--copies", "self", "-o", tmp_path / "forms")
    assert code == 0, err
    (path,) = (tmp_path / "forms").rglob("*郑行难*.docx")
    text = "".join(cell.text for row in docx.Document(str(path)).tables[0].rows for cell in row.cells)
    assert "不少于2人" in text


def test_why_and_json_name_the_rule(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(trial.rules(SIX_LINES).folder)
    _code, out, _err = pingyi("why", "郑行难")
    assert "高龄或行动不便的党员上门点评［规则 rules[1]，插件 campaign.toml；年龄＝85，身体状况＝行动不便］" in out
    assert "走访人数：2" in out
    _code, out, _err = pingyi("why", "郑行难", "--json")
    assert '"rule": "rules[1]"' in out


@pytest.mark.parametrize(
    ("line", "what", "value"),
    [
        ("method = '电话'", "method", "电话"),
        ("form = 'retired_visit'", "form", "retired_visit"),
        ("visitors = 3", "visitors", "3"),
        ("exempt = true\napproved_by = '党委'", "exemption", "党委"),
        ("budgets = { self_summary = 300 }", "budget:self_summary", "300"),
        ("steps_skipped = ['visit']", "step_skipped", "走访慰问，点评党员（visit）"),
    ],
)
def test_each_decision_carries_the_rule_and_shows_in_why(trial: Any, line: str, what: str, value: str) -> None:
    trial.rules(ALWAYS + "branch_type = '离退休'\n" + line)
    subject = trial.member("郑行难")
    (found,) = [item for item in (subject.method, *subject.decisions) if item.what == what]
    assert (found.value, found.reason.rule, found.reason.because) == (value, "ours", BECAUSE)
    assert BECAUSE in trial.why("郑行难")


def test_a_skipped_step_is_gone_and_said(trial: Any) -> None:
    assert "visit" in [step.id for step in trial.member("郑行难").steps]
    trial.rules(ALWAYS + "steps_skipped = ['visit']")
    assert "visit" not in [step.id for step in trial.member("郑行难").steps]
    assert "免去步骤：走访慰问，点评党员（visit）" in trial.why("郑行难")


def test_steps_are_added_with_a_reason(trial: Any) -> None:
    step = "{ id = 'birthday', title = '生日走访', due = 2010-12-31, methods = ['走访'], evidence = ['走访记录'] }"
    trial.rules(ALWAYS + f"branch_type = 'retired'\nsteps_added = [{step}]")
    added = trial.member("郑行难").steps[-1]
    assert (added.id, added.title, added.due, added.methods) == ("birthday", "生日走访", DUE, ("走访",))
    assert added.reasons[0].because == BECAUSE
    assert "birthday" not in [step.id for step in trial.member("钱立明").steps]


def test_due_brings_later_steps_forward_and_leaves_earlier_ones(trial: Any) -> None:
    trial.rules(ALWAYS + "due = 2011-01-13\nsteps_due = { visit = '2010年12月31日' }")
    steps = {step.id: step for step in trial.member("郑行难").steps}
    assert steps["visit"].due == DUE
    assert {step.due for step in steps.values()} == {DUE, dt.date(2011, 1, 13)}
    changed = [step for step in steps.values() if step.reasons[-1].because == BECAUSE]
    assert {step.id for step in changed} == {"visit", "report"}


def test_reviewers_are_added_by_role_name_and_number(trial: Any) -> None:
    usual = [item.reviewer for item in trial.member("郑行难").assignments]
    trial.rules(ALWAYS + "branch_type = 'retired'\nreviewers_added = ['校领导', '钱立明', '10003', '校外专家']")
    assignments = trial.member("郑行难").assignments
    assert [item.reviewer for item in assignments] == [*usual, "王校长", "钱立明", "孙国喆", "校外专家"]
    assert all(item.reasons[-1].because == BECAUSE for item in assignments[len(usual) :])
    (problem,) = [item for item in trial.open().problems if item.code == "rule-reviewer-unknown"]
    assert problem.value == "校外专家"


def test_reviewers_are_replaced(trial: Any) -> None:
    trial.rules(ALWAYS + "branch_type = 'student'\nreviewers = ['党总支书记']")
    assert [item.reviewer for item in trial.member("周平").assignments] == ["赵书远"]


def test_a_reviewer_who_is_there_already_gets_one_more_reason(trial: Any) -> None:
    trial.rules(ALWAYS + "branch_type = 'student'\nreviewers_added = ['党支部书记']")
    first = trial.member("周平").assignments[0]
    assert (first.reviewer, [reason.clause for reason in first.reasons]) == ("李晓㼆", ["R9", ""])


def test_one_person_named_with_and_without_a_number_reviews_once(trial: Any) -> None:
    trial.file(
        "also.py",
        """
        from pingyi import Assignment, Reason, Role, hookimpl

        @hookimpl
        def pingyi_assign(subject, assignments, context):
            again = Assignment("钱立明", "教授", Role.ASSIGNED, (Reason("also", "rules/also.py", "", "同一个人"),))
            return (*assignments, again)
        """,
    )
    trial.rules(ALWAYS + "branch_type = 'student'\nreviewers_added = ['钱立明']")
    named = [item for item in trial.member("周平").assignments if item.reviewer == "钱立明"]
    assert [[reason.because for reason in item.reasons] for item in named] in (
        [["同一个人", BECAUSE]],
        [[BECAUSE, "同一个人"]],
    )
    assert named[0].reviewer_id


def test_nobody_is_made_to_review_himself(trial: Any) -> None:
    usual = trial.member("李晓㼆").assignments
    trial.rules(ALWAYS + "branch_type = 'student'\nreviewers = ['李晓㼆']")
    assert trial.member("李晓㼆").assignments == usual
    assert [item.reviewer for item in trial.member("周平").assignments] == ["李晓㼆"]
    (problem,) = [item for item in trial.open().problems if item.code == "rule-reviewer-missing"]
    assert problem.person == "李晓㼆"


def test_where_nobody_holds_the_post_the_usual_reviewers_stay(trial: Any) -> None:
    usual = trial.member("郑行难").assignments
    trial.rules(ALWAYS + "branch_type = 'retired'\nreviewers = ['党总支书记']")
    assert trial.member("郑行难").assignments == usual
    (problem,) = [item for item in trial.open().problems if item.code == "rule-reviewer-missing"]
    assert problem.person == "吴老先、郑行难"


def test_a_budget_changes_what_is_printed_and_what_is_checked(trial: Any) -> None:
    plan = trial.rules(ALWAYS + "branch_type = 'retired'\nbudgets = { self_summary = 123 }").plan()
    subject = next(item for item in plan.find("郑行难") if item.kind == "member")
    assert "123字以内" in fill_document(plan, subject, subject.documents[0]).self_summary_note  # type: ignore[attr-defined]
    assert settings_of(plan, subject).forms.budgets == {"self_summary": 123}
    other = next(item for item in plan.find("钱立明") if item.kind == "member")
    assert settings_of(plan, other) is plan.campaign.settings


def test_a_rule_about_organisations(trial: Any) -> None:
    trial.rules(
        ALWAYS + "subject = 'organisation'\nwhen = \"organisation.kind == '党支部'\"\nmethod = '现场点评'\n"
        "steps_skipped = ['ledger']\nreviewers_added = ['校领导']\nbudgets = { comment_on_org = 200 }"
    )
    branch = next(item for item in trial.plan().find("机械学院教工党支部") if item.kind == "organisation")
    assert branch.method.value == "现场点评"
    assert "ledger" not in [step.id for step in branch.steps]
    assert "王校长" in [item.reviewer for item in branch.assignments]
    assert decided(branch, "budget:comment_on_org") == ["200"]
    general = next(item for item in trial.plan().find("机械学院党总支") if item.kind == "organisation")
    assert general.method.value != "现场点评"
    assert trial.member("钱立明").method.value == "会议集中点评"


def test_a_rule_for_one_branch_or_all_branches_below(trial: Any) -> None:
    trial.rules(ALWAYS + "branch = '机械学院党总支'\nmethod = '个别点评'")
    assert trial.member("周平").method.value == "个别点评"
    assert trial.member("钱立明").method.value == "个别点评"
    assert trial.member("郑行难").method.value != "个别点评"
    trial.rules(ALWAYS + "branch = '机械学院学生党支部'\nmethod = '个别点评'")
    assert trial.member("钱立明").method.value != "个别点评"


def test_a_form_of_another_type_takes_only_the_fields_it_has(trial: Any) -> None:
    plan = trial.rules(ALWAYS + "branch_type = 'retired'\nform = 'member'").plan()
    subject = next(item for item in plan.find("郑行难") if item.kind == "member")
    assert fill_document(plan, subject, subject.documents[0]).post_line == "退休干部"  # type: ignore[attr-defined]


def test_private_values_are_not_among_the_inputs(trial: Any) -> None:
    trial.rules(ALWAYS + "when = \"member.birth < '1930-01-01' and member.sex == '女'\"\nvisitors = 2")
    (decision,) = [item for item in trial.member("郑行难").decisions if item.what == "visitors"]
    assert dict(decision.reason.inputs) == {"sex": "女"}


def test_rules_that_disagree_are_reported_and_the_first_counts(trial: Any) -> None:
    two = "[[rules]]\nname = 'first'\nbecause = '甲'\nmethod = '走访'\norder = {}\nbranch_type = 'retired'\n"
    two += "[[rules]]\nname = 'second'\nbecause = '乙'\nmethod = '电话'\nbranch_type = 'retired'\n"
    trial.rules(two.format(0))
    (problem,) = [item for item in trial.open().problems if item.code == "rules-disagree"]
    assert all(word in problem.message for word in ("first", "second", "method", "吴老先", "郑行难"))
    assert problem.row is not None
    assert trial.member("郑行难").method.value == "走访"
    trial.rules(two.format(5))
    assert trial.member("郑行难").method.value == "电话"


def test_rules_that_agree_are_no_problem(trial: Any) -> None:
    trial.rules("[[rules]]\nbecause = '甲'\nmethod = '走访'\n[[rules]]\nbecause = '乙'\nmethod = '走访'\n")
    assert [item for item in trial.open().problems if item.code == "rules-disagree"] == []


def test_a_rule_and_a_plugin_that_disagree_are_reported(trial: Any) -> None:
    trial.rules(ALWAYS + "method = '走访'").file(
        "ours.py",
        """
        from pingyi import Decision, Reason, hookimpl

        @hookimpl
        def pingyi_decide(member, branch, decisions, context):
            return [Decision("method", "电话", Reason("telephone", "rules/ours.py", "", "打电话"))]
        """,
    )
    found = [item for item in trial.plan().problems if item.code == "plugins-disagree"]
    assert len(found) == 7
    assert all(word in found[0].message for word in ("campaign.toml", "rules/ours.py", "走访", "电话"))


def test_a_rule_that_fits_nobody_and_one_that_lacks_facts_are_told(trial: Any) -> None:
    trial.rules(ALWAYS + "branch_type = 'retired'\nwhen = \"member.joined_on < '1900-01-01'\"\nvisitors = 2")
    assert [item.code for item in trial.open().problems if item.code.startswith("rule")] == ["rule-unused"]


def test_unknown_values_are_told(trial: Any, write_roster: Callable[..., Path]) -> None:
    write_roster(changes={(8, "出生日期"): ""})
    trial.rules(ALWAYS + 'when = "member.age >= 80"\nvisitors = 2')
    (problem,) = [item for item in trial.open().problems if item.code == "rule-value-unknown"]
    assert problem.person == "郑行难"
    assert decided(trial.member("郑行难"), "visitors") == []


def test_names_only_the_roster_knows_are_checked(trial: Any) -> None:
    trial.rules(ALWAYS + "branch = '离退休第二党支部'\nreviewers_added = ['钱力明']")
    codes = {item.code: item for item in trial.open().problems}
    assert "离退休第一党支部" in codes["rule-branch-unknown"].cure
    assert "钱立明" in codes["rule-reviewer-unknown"].cure
    assert codes["rule-branch-unknown"].row == 12


def test_the_methods_of_the_built_in_types_are_known() -> None:
    assert all(kind.METHODS for kind in load_plugins().branch_types.values())
