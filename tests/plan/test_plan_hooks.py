"""What plugins may change in a plan, in which order, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from pingyi import Assignment, BranchType, Decision, Reason, Role, hookimpl
from pingyi.errors import PluginError

WHY = Reason("own-rule", "own", "", "本单位的规定")


def assignment(name: str, id_: str = "", plugin: str = "own") -> Assignment:
    reason = Reason("own-rule", plugin, "", "本单位的规定")
    return Assignment(name, "书记", Role.ASSIGNED, (reason,), id_)


class Assigner:
    def __init__(self, *added: Assignment, only: str = "") -> None:
        self.added = added
        self.only = only
        self.seen: list[list[str]] = []

    @hookimpl
    def pingyi_assign(self, subject: Any, assignments: Any, context: Any) -> Any:
        if self.only and subject.name != self.only:
            return None
        self.seen.append([item.reviewer for item in assignments])
        return (*assignments, *self.added)


class Decider:
    def __init__(self, *decisions: Any, only: str = "张三") -> None:
        self.decisions = decisions
        self.only = only
        self.seen: list[dict[str, str]] = []

    @hookimpl
    def pingyi_decide(self, member: Any, branch: Any, decisions: Any, context: Any) -> Any:
        if member.name != self.only:
            return ()
        self.seen.append({what: decision.value for what, decision in decisions.items()})
        return self.decisions


def test_plugins_assign_in_the_order_of_their_names_each_seeing_the_last(small: Any, look: Any) -> None:
    first, second = Assigner(assignment("甲"), only="张三"), Assigner(assignment("乙"), only="张三")
    small.hooks |= {"b": second, "a": first}
    assert look.reviewers(small.plan(), "member", "张三") == ["王志", "赵委员", "钱委员", "甲", "乙"]
    assert second.seen[0] == ["王志", "赵委员", "钱委员", "甲"]


def test_self_review_by_a_plugin_is_refused_and_named(small: Any, look: Any) -> None:
    small.hooks["own"] = Assigner(assignment("张三", "m4"), only="张三")
    plan = small.plan()
    assert look.reviewers(plan, "member", "张三") == ["王志", "赵委员", "钱委员"]
    (found,) = look.problems(plan, "self-review")
    assert "own" in found.message
    assert found.person == "张三"


def test_a_secretary_cannot_be_made_to_review_his_own_branch(small: Any, look: Any) -> None:
    small.hooks["own"] = Assigner(assignment("王志"), only="机械教工党支部")
    plan = small.plan()
    assert look.reviewers(plan, "organisation", "机械教工党支部") == ["李书记", "吴副校长"]
    assert [item.value for item in look.problems(plan, "self-review")] == ["机械教工党支部"]


def test_a_plugin_can_name_a_reviewer_where_the_notice_finds_none(university: Any, look: Any) -> None:
    made = university()
    made.direct("无人党支部")
    made.members("无人党支部", "张三")
    assert len(look.problems(made.plan(), "no-reviewer")) == 2
    made.hooks["own"] = Assigner(assignment("党委书记"))
    assert look.problems(made.plan(), "no-reviewer") == []


def test_plugins_decide_method_form_and_exemption(small: Any, look: Any) -> None:
    decider = Decider(Decision("method", "电话", WHY), Decision("form", "retired_member", WHY))
    small.hooks["own"] = decider
    subject = look.subject(small.plan(), "member", "张三")
    assert subject.method == Decision("method", "电话", WHY)
    assert {item.form for item in subject.documents} == {"retired_member"}
    assert decider.seen[0] == {"method": "会议集中点评", "form": "member"}


def test_plugins_that_agree_are_no_problem_and_those_that_disagree_are_reported(small: Any, look: Any) -> None:
    small.hooks |= {"a": Decider(Decision("method", "电话", WHY)), "b": Decider(Decision("method", "电话", WHY))}
    assert look.problems(small.plan(), "plugins-disagree") == []
    small.hooks["c"] = Decider(Decision("method", "走访", WHY))
    plan = small.plan()
    (found,) = look.problems(plan, "plugins-disagree")
    assert all(word in found.message for word in ("张三", "a", "c", "电话", "走访"))
    assert look.subject(plan, "member", "张三").method.value == "电话"


def test_Q09_a_plugin_can_exempt_a_member_who_is_then_neither_reviewed_nor_on_the_ballot(small: Any, look: Any) -> None:
    from pingyi.plan import fill_document

    small.hooks["own"] = Decider(Decision("exemption", "机械学院党总支", WHY))
    plan = small.plan()
    subject = look.subject(plan, "member", "张三")
    assert (subject.assignments, subject.steps, subject.documents) == ((), (), ())
    assert subject.exemption is not None
    branch = look.subject(plan, "organisation", "机械教工党支部")
    ballot = fill_document(plan, branch, branch.documents[-1])
    assert "张三" not in [item.text for item in ballot.items]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "plugin",
    [
        Decider(Decision("colour", "红", WHY)),
        Decider("走访"),
        Assigner("王志", only="张三"),  # type: ignore[arg-type]
    ],
)
def test_an_answer_of_the_wrong_kind_names_the_plugin_and_leaves_one_person_out(
    small: Any, look: Any, plugin: object
) -> None:
    everybody = {subject.name for subject in small.plan().subjects()}
    small.hooks["own"] = plugin
    plan = small.plan()
    (found,) = look.problems(plan, "plugin-answer")
    assert "own" in found.message
    assert found.person == "张三"
    assert {subject.name for subject in plan.subjects()} == everybody - {"张三"}


def test_a_form_nobody_brings_is_a_problem(small: Any, look: Any) -> None:
    class Loose(BranchType):
        NAME, LABEL, member_form = "loose", "松散党支部", "nowhere"

    class Plugin:
        @hookimpl
        def pingyi_branch_types(self) -> Any:
            return [Loose]

    small.hooks["own"] = Plugin()
    assert [item.value for item in look.problems(small.plan(), "form-unknown")] == ["nowhere"]


def test_a_form_decided_by_a_plugin_that_nobody_brings_is_a_problem(small: Any, look: Any) -> None:
    small.hooks["own"] = Decider(Decision("form", "nowhere", WHY))
    plan = small.plan()
    (found,) = look.problems(plan, "form-unknown")
    assert found.person == "张三"
    assert look.subject(plan, "member", "张三").documents == ()


def test_a_branch_type_that_fails_is_named(small: Any) -> None:
    class Broken(BranchType):
        NAME, LABEL = "broken", "有错的类型"

        def procedure(self, organisation: Any, context: Any) -> Any:
            raise RuntimeError("boom")

    class Plugin:
        @hookimpl
        def pingyi_branch_types(self) -> Any:
            return [Broken]

    small.hooks["own"] = Plugin()
    small.direct("有错党支部", "broken")
    with pytest.raises(PluginError, match=r"own.*procedure.*boom"):
        list(small.plan().subjects())


def test_what_a_hook_is_given_cannot_be_changed_and_who_tries_is_named(small: Any, look: Any) -> None:
    class Eraser:
        @hookimpl
        def pingyi_decide(self, member: Any, context: Any) -> Any:
            if member.name == "张三":
                context.campaign.people.clear()
            elif member.name == "李四":
                del context.branch_types["faculty"]
            return ()

        @hookimpl
        def pingyi_decide_organisation(self, organisation: Any, context: Any) -> Any:
            if organisation.service_window:
                context.campaign.organisations.pop(organisation.id)
            return ()

    small.hooks["own"] = Eraser()
    plan = small.plan()
    assert {(item.value, item.person) for item in look.problems(plan, "plugin-failed")} == {
        ("own", "张三"),
        ("own", "李四"),
        ("own", ""),
    }
    assert len(plan.campaign.people) == len(small.people)
    assert look.subject(plan, "member", "王志").method.value == "会议集中点评"
