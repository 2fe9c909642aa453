"""Branch types that fail while they decide: whoever is concerned is left out, and said to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pingyi import BranchType, Decision, hookimpl
from pingyi.errors import PluginError

BRANCH = "实验党支部"


class Laboratory(BranchType):
    """Decides properly; the types of the tests fail in one method each."""

    NAME, LABEL = "lab", "实验室党支部"

    def procedure(self, organisation: Any, context: Any) -> Any:
        return context.branch_types["faculty"].procedure(organisation, context)

    def method(self, member: Any, branch: Any, context: Any) -> Any:
        return Decision("method", "书面", self.reason("lab", "", "书面点评"))


class NoMethod(Laboratory):
    def method(self, member: Any, branch: Any, context: Any) -> Any:
        return Decision("method", "书面", self.reason("lab", "", f"{member.birth.year}年生"))


class NoForm(Laboratory):
    def form(self, member: Any, branch: Any, context: Any) -> Any:
        return Decision("form", "member", self.reason("lab", "", f"{member.birth.year}年生"))


class NoSteps(Laboratory):
    def member_steps(self, member: Any, steps: Any, method: Any, context: Any) -> Any:
        return steps if member.birth.year else ()


class NoOrganisation(Laboratory):
    def organisation_method(self, organisation: Any, context: Any) -> Any:
        raise RuntimeError(organisation.name)


class TextMethod(Laboratory):
    def method(self, member: Any, branch: Any, context: Any) -> Any:
        return super().method(member, branch, context) if member.birth else "书面"


class TextForm(Laboratory):
    def form(self, member: Any, branch: Any, context: Any) -> Any:
        return super().form(member, branch, context) if member.birth else "member"


class LostSteps(Laboratory):
    def member_steps(self, member: Any, steps: Any, method: Any, context: Any) -> Any:
        return steps if member.birth else None


class TextOrganisation(Laboratory):
    def organisation_method(self, organisation: Any, context: Any) -> Any:
        return "书面"


class NoProcedure(Laboratory):
    def procedure(self, organisation: Any, context: Any) -> Any:
        raise RuntimeError(organisation.name)


class LostProcedure(Laboratory):
    def procedure(self, organisation: Any, context: Any) -> Any:
        return None


@pytest.fixture
def staffed(small: Any) -> Callable[..., Any]:
    """The small university with a branch of a failing type: of its members, one has a day of birth."""

    def make(kind: type[BranchType], **settings: Any) -> Any:
        class Plugin:
            @hookimpl
            def pingyi_branch_types(self) -> Any:
                return [kind]

        small.hooks["own"] = Plugin()
        small.settings |= settings
        small.branch(BRANCH, "机械学院党总支", "lab", secretary="有生日")
        for name, fields in (("有生日", {"birth": "1980.11"}), ("无生日", {}), ("也无", {})):
            small.members(BRANCH, name, branch_type="faculty", **fields)
        small.people = {  # they follow the type of their branch
            key: person.model_copy(update={"branch_type": ""}) if person.branch_id == BRANCH else person
            for key, person in small.people.items()
        }
        return small

    return make


@pytest.mark.parametrize(("kind", "method"), [(NoMethod, "method"), (NoForm, "form"), (NoSteps, "member_steps")])
def test_a_type_that_fails_for_some_members_is_told_with_their_names(
    staffed: Any, look: Any, kind: type[BranchType], method: str
) -> None:
    plan = staffed(kind).plan()
    (found,) = look.problems(plan, "plugin-failed")
    assert (found.severity, found.value, found.person) == ("error", "own", "无生日、也无")
    assert f"failed in {method}: AttributeError" in found.message
    assert "“无生日” is left out" in found.message
    assert found.file.endswith("test_failing_types.py")
    assert found.row
    assert {item.name for item in plan.subjects_of(BRANCH)} == {BRANCH, "有生日"}


def test_who_is_left_out_is_not_on_the_ballot(staffed: Any) -> None:
    plan = staffed(NoMethod).plan()
    graded = plan.planner.list_graded(plan.campaign.organisations[BRANCH])
    assert [member.name for member in graded] == ["有生日"]


def test_a_type_that_fails_for_an_organisation_is_told_with_its_name(staffed: Any, look: Any) -> None:
    plan = staffed(NoOrganisation).plan()
    (found,) = look.problems(plan, "plugin-failed")
    assert f"“{BRANCH}” is left out" in found.message
    assert found.row
    assert [item.kind for item in plan.subjects_of(BRANCH)] == ["member"] * 3


@pytest.mark.parametrize(("kind", "method"), [(TextMethod, "method"), (TextForm, "form"), (LostSteps, "member_steps")])
def test_a_type_that_answers_with_something_else_is_told_too(
    staffed: Any, look: Any, kind: type[BranchType], method: str
) -> None:
    plan = staffed(kind).plan()
    (found,) = look.problems(plan, "plugin-answer")
    assert (found.severity, found.value, found.person) == ("error", "own", "无生日、也无")
    assert found.message.startswith("plugin “own” must return")
    assert f"from {method}." in found.message
    assert {item.name for item in plan.subjects_of(BRANCH)} == {BRANCH, "有生日"}


def test_a_type_that_answers_with_something_else_about_an_organisation_is_told_too(staffed: Any, look: Any) -> None:
    plan = staffed(TextOrganisation).plan()
    (found,) = look.problems(plan, "plugin-answer")
    assert f"“{BRANCH}” is left out" in found.message


def test_members_of_the_failing_type_in_other_branches_are_told_too(staffed: Any, look: Any) -> None:
    made = staffed(NoMethod)
    (id_,) = made.members("机械教工党支部", "外人")
    made.people[id_] = made.people[id_].model_copy(update={"branch_type": "lab"})
    assert [item.person for item in look.problems(made.plan(), "plugin-failed")] == ["外人", "无生日、也无"]


def test_an_exempt_member_needs_no_steps(staffed: Any, look: Any) -> None:
    exempt = [{"person": name, "reason": "病", "approved_by": "党总支"} for name in ("无生日", "也无")]
    plan = staffed(NoSteps, exemptions=exempt).plan()
    assert look.problems(plan, "plugin-failed") == []
    assert look.subject(plan, "member", "无生日").exemption.value == "党总支"


def test_a_type_that_fails_is_told_alike_with_and_without_hooks(staffed: Any, look: Any) -> None:
    class Idle:
        @hookimpl
        def pingyi_decide(self, member: Any) -> Any:
            return ()

    made = staffed(NoMethod)
    alone = look.problems(made.plan(), "plugin-failed")
    made.hooks["idle"] = Idle()
    assert look.problems(made.plan(), "plugin-failed") == alone


def test_who_is_left_out_is_not_said_to_be_nobody(staffed: Any) -> None:
    plan = staffed(NoMethod).plan()
    for word in ("无生日", next(item.id for item in plan.campaign.people.values() if item.name == "无生日")):
        with pytest.raises(PluginError, match=r"own.*failed in method.*“无生日” is left out") as caught:
            plan.find(word)
        assert [item.code for item in caught.value.problems] == ["plugin-failed"]
    assert [item.name for item in plan.find("有生日")] == ["有生日", "有生日"]
    assert plan.find("没有这个人") == []


def test_an_organisation_that_is_left_out_is_not_said_to_be_nobody(staffed: Any) -> None:
    plan = staffed(NoOrganisation).plan()
    with pytest.raises(PluginError, match=f"“{BRANCH}” is left out"):
        plan.find(BRANCH)
    assert [item.kind for item in plan.find("有生日")] == ["member"]


def test_a_type_without_a_procedure_is_named_when_the_plan_is_made(staffed: Any) -> None:
    with pytest.raises(PluginError, match=r"own.*failed in procedure"):
        staffed(NoProcedure).plan()
    with pytest.raises(PluginError, match=r"own.*must return a tuple of Step from procedure"):
        staffed(LostProcedure).plan()
