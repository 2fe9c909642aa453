"""Who reviews whom: R3-R9 and the open questions Q3, Q4, Q7, Q10."""

from __future__ import annotations

from typing import Any

import pytest

from pingyi.plan import make_plan
from pingyi.plugins import load_plugins


def test_R03_recipients_are_the_levels_of_the_tree(small: Any) -> None:
    kinds = [(subject.kind, subject.name) for subject in small.plan().subjects() if subject.kind != "member"]
    assert kinds == [
        ("organisation", "机械学院党总支"),
        ("secretary", "李书记"),
        ("organisation", "机械教工党支部"),
        ("secretary", "王志"),
        ("organisation", "机械学生党支部"),
        ("secretary", "丁欣"),
        ("organisation", "图书馆直属党支部"),
        ("secretary", "邱涛"),
    ]


def test_R05_reviewers_follow_affiliation_and_portfolio_and_a_rule_may_change_them(small: Any, look: Any) -> None:
    from pingyi import Assignment, Reason, Role, hookimpl

    class ByAgreement:
        @hookimpl
        def pingyi_assign(self, subject: Any, assignments: Any, context: Any) -> Any:
            if subject.name != "张三":
                return None
            why = Reason("by-agreement", "own", "", "因工作需要另行指定")
            return (*assignments, Assignment("孙副书记", "党总支副书记", Role.ASSIGNED, (why,)))

    assert look.reviewers(small.plan(), "member", "张三") == ["王志", "赵委员", "钱委员"]
    small.hooks["own"] = ByAgreement()
    plan = small.plan()
    assert look.reviewers(plan, "member", "张三") == ["王志", "赵委员", "钱委员", "孙副书记"]
    assert look.reviewers(plan, "member", "李四") == ["王志", "赵委员", "钱委员"]


def test_R06_a_school_leader_reviews_his_own_branch_and_its_secretary(small: Any, look: Any) -> None:
    plan = small.plan()
    for kind, name in (("organisation", "机械教工党支部"), ("secretary", "王志")):
        assert look.reviewers(plan, kind, name) == ["李书记", "吴副校长"]
        own = look.subject(plan, kind, name).assignments[1]
        assert look.clauses(own.reasons) == ["R6"]
        assert own.post == "副校长"


def test_R07_a_school_leader_reviews_the_branches_in_his_charge_and_their_secretaries(small: Any, look: Any) -> None:
    plan = small.plan()
    for kind, name, leader in (
        ("organisation", "机械学院党总支", "吴副校长"),
        ("secretary", "李书记", "吴副校长"),
        ("organisation", "图书馆直属党支部", "雷副书记"),
        ("secretary", "邱涛", "雷副书记"),
    ):
        assert look.reviewers(plan, kind, name) == [leader]
        assert look.clauses(look.subject(plan, kind, name).assignments[0].reasons) == ["R7"]


def test_R08_a_general_branch_secretary_reviews_the_branches_and_their_secretaries(small: Any, look: Any) -> None:
    plan = small.plan()
    for kind, name in (("organisation", "机械学生党支部"), ("secretary", "丁欣")):
        subject = look.subject(plan, kind, name)
        assert [item.reviewer for item in subject.assignments] == ["李书记"]
        assert subject.assignments[0].post == "机械学院党总支书记"
        assert look.clauses(subject.assignments[0].reasons) == ["R8"]


def test_R09_branch_secretary_and_committee_members_review_the_members(small: Any, look: Any) -> None:
    subject = look.subject(small.plan(), "member", "小明")
    assert [(item.reviewer, item.role, item.choice) for item in subject.assignments] == [
        ("丁欣", "党支部书记", False),
        ("赵委员", "党总支委员", True),
        ("钱委员", "党总支委员", True),
    ]
    assert [look.clauses(item.reasons) for item in subject.assignments] == [["R9"], ["R9", "Q7"], ["R9", "Q7"]]


@pytest.mark.parametrize(
    ("setting", "reviewers", "clause"), [("none", ["邱涛"], "Q3"), ("branch_committee", ["邱涛", "唐堃"], "Q3")]
)
def test_Q03_a_direct_branch_has_no_second_reviewer_unless_the_settings_name_one(
    small: Any, look: Any, setting: str, reviewers: list[str], clause: str
) -> None:
    small.settings = {"assignments": {"direct_branch_second_reviewer": setting}}
    subject = look.subject(small.plan(), "member", "馆员")
    assert [item.reviewer for item in subject.assignments] == reviewers
    reasons = [reason for item in subject.assignments[1:] for reason in item.reasons]
    reasons += [item.reason for item in subject.decisions if item.what == "second_reviewer"]
    assert clause in look.clauses(reasons)


def test_Q04_a_branch_secretary_is_reviewed_by_his_superior(small: Any, look: Any) -> None:
    plan = small.plan()
    assert look.reviewers(plan, "member", "王志") == ["李书记", "赵委员", "钱委员"]
    assert look.clauses(look.subject(plan, "member", "王志").assignments[0].reasons) == ["Q4"]
    assert look.reviewers(plan, "member", "邱涛") == ["雷副书记"]


def test_Q04_the_leader_stands_in_where_one_man_leads_general_branch_and_branch(university: Any, look: Any) -> None:
    made = university()
    made.general("党总支甲", secretary="同一人", committee=("委员",), leaders=("校领导甲",))
    made.branch("支部甲", "党总支甲", secretary="同一人")
    made.members("支部甲", "同一人", "别人")
    plan = made.plan()
    assert look.reviewers(plan, "organisation", "支部甲") == ["校领导甲"]
    assert look.clauses(look.subject(plan, "organisation", "支部甲").assignments[0].reasons) == ["Q4"]
    assert look.reviewers(plan, "member", "同一人") == ["校领导甲", "委员"]
    assert look.reviewers(plan, "member", "别人") == ["同一人", "委员"]


def test_Q04_committee_members_and_general_branch_secretaries_are_reviewed_by_the_branch_secretary(
    small: Any, look: Any
) -> None:
    plan = small.plan()
    assert look.reviewers(plan, "member", "李书记") == ["王志", "赵委员", "钱委员"]
    assert look.reviewers(plan, "member", "赵委员") == ["王志", "钱委员"]


def test_Q04_a_school_leader_is_reviewed_as_a_member_by_his_branch_secretary(small: Any, look: Any) -> None:
    small.members("机械教工党支部", "吴副校长")
    assert look.reviewers(small.plan(), "member", "吴副校长") == ["王志", "赵委员", "钱委员"]


def test_Q07_all_committee_members_comment_when_the_settings_say_so(small: Any, look: Any) -> None:
    small.settings = {"assignments": {"committee_comments": "all"}}
    subject = look.subject(small.plan(), "member", "小明")
    assert [(item.reviewer, item.choice) for item in subject.assignments] == [
        ("丁欣", False),
        ("赵委员", False),
        ("钱委员", False),
    ]


def test_Q07_a_secretary_who_is_on_the_committee_comments_once_and_others_are_asked(university: Any, look: Any) -> None:
    made = university()
    made.general("党总支甲", secretary="总支书记", committee=("支部书记甲", "别的委员"))
    made.branch("支部甲", "党总支甲", secretary="支部书记甲")
    made.members("支部甲", "支部书记甲", "党员甲")
    assert look.reviewers(made.plan(), "member", "党员甲") == ["支部书记甲", "别的委员"]
    made.organisations[0]["committee"] = ("支部书记甲",)
    alone = look.subject(made.plan(), "member", "党员甲")
    assert [item.reviewer for item in alone.assignments] == ["支部书记甲"]
    assert look.clauses(alone.assignments[0].reasons) == ["R9", "R9", "Q7"]


def test_Q10_two_paths_to_one_leader_are_one_assignment_with_two_reasons(small: Any, look: Any) -> None:
    small.leaders[1]["own_branch_id"] = "图书馆直属党支部"
    subject = look.subject(small.plan(), "organisation", "图书馆直属党支部")
    assert [item.reviewer for item in subject.assignments] == ["雷副书记"]
    assert look.clauses(subject.assignments[0].reasons) == ["R7", "R6"]


def test_Q10_two_leaders_are_both_named_and_one_of_them_is_enough(small: Any, look: Any) -> None:
    small.leader("孙副校长", own_branch="图书馆直属党支部")
    subject = look.subject(small.plan(), "organisation", "图书馆直属党支部")
    assert [(item.reviewer, item.choice) for item in subject.assignments] == [("雷副书记", True), ("孙副校长", True)]


def test_a_leader_named_in_both_sheets_comes_once_with_his_post(small: Any, look: Any) -> None:
    assert look.reviewers(small.plan(), "organisation", "机械学院党总支") == ["吴副校长"]
    assert look.subject(small.plan(), "organisation", "机械学院党总支").assignments[0].post == "副校长"


def test_two_people_of_a_reviewers_name_are_never_made_to_review_themselves(university: Any, look: Any) -> None:
    made = university()
    made.general("党总支甲", secretary="总支书记", committee=("委员",))
    made.branch("支部甲", "党总支甲", secretary="张伟")
    made.members("支部甲", "张伟", "张伟", "别人")
    plan = make_plan(made.campaign(), load_plugins())
    twins = [item for item in plan.subjects() if item.name == "张伟" and item.kind == "member"]
    assert [[it.reviewer for it in item.assignments] for item in twins] == [["总支书记", "委员"], ["总支书记", "委员"]]
    assert look.problems(plan, "same-name")
