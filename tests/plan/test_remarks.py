"""A comment goes into the cell of the reviewer who made it, as the plan names the reviewers of that person (Q4)."""

from __future__ import annotations

from typing import Any

import pytest

from pingyi import hookimpl
from pingyi.model.results.records import Record, Remark
from pingyi.model.review.procedure import Assignment, Role, SubjectKind
from pingyi.plan import fill_document, make_plan


def comment(made: Any, name: str, *remarks: tuple[str, str], **known: Any) -> tuple[str, Any]:
    id_ = next(person.id for person in made.people.values() if person.name == name)
    typed = tuple(
        Remark(role=role, text=text, reviewers=("某人",), sheet="点评", row=row)
        for row, (role, text) in enumerate(remarks, 2)
    )
    made.records[SubjectKind.MEMBER, id_] = Record(remarks=typed, **known)
    return id_, made.plan()


def print_cells(plan: Any, subject: Any) -> list[tuple[str, str]]:
    data: Any = fill_document(plan, subject, subject.documents[0])
    return [(data.first_reviewer, data.comment_secretary), (data.second_reviewer, data.comment_committee)]


@pytest.mark.parametrize(
    ("name", "role", "key"),
    [
        ("王志", "党总支书记", "secretary"),
        ("邱涛", "校领导", "secretary"),
        ("张三", "党总支书记", "committee"),  # the secretary is of the committee as well
    ],
)
def test_Q04_a_superiors_comment_is_printed_in_his_cell(small: Any, look: Any, name: str, role: str, key: str) -> None:
    id_, plan = comment(small, name, (role, "带头好"))
    assert plan.campaign.record_of(SubjectKind.MEMBER, id_) == Record(
        comments={key: "带头好"}, reviewers={key: ("某人",)}
    )
    cells = print_cells(plan, look.subject(plan, "member", name))
    assert [text for _role, text in cells] == (["带头好", ""] if key == "secretary" else ["", "带头好"])
    assert look.problems(plan, "comment-unplanned") == []


def test_Q04_a_leader_who_stands_in_comments_in_the_first_cell(small: Any, look: Any) -> None:
    small.organisations[1]["secretary"] = "李书记"
    _id, plan = comment(small, "李书记", ("校领导", "带头好"))
    assert print_cells(plan, look.subject(plan, "member", "李书记"))[0] == ("校领导", "带头好")


def test_comments_of_one_cell_are_joined(small: Any) -> None:
    id_, plan = comment(
        small, "王志", ("党总支书记", "乙"), comments={"secretary": "甲"}, reviewers={"secretary": ("赵委员",)}
    )
    record = plan.campaign.record_of(SubjectKind.MEMBER, id_)
    assert (record.comments, record.reviewers) == ({"secretary": "甲\n乙"}, {"secretary": ("赵委员", "某人")})


@pytest.mark.parametrize(("name", "role"), [("张三", "校领导"), ("王志", "党支部书记"), ("馆员", "党总支书记")])
def test_a_comment_of_somebody_who_does_not_review_this_person_is_told(
    small: Any, look: Any, name: str, role: str
) -> None:
    id_, plan = comment(small, name, ("党总支委员", "甲"), (role, "带头好"))
    (problem,) = [item for item in look.problems(plan, "comment-unplanned") if item.row == 3]
    assert (problem.severity, problem.sheet, problem.person, problem.value) == ("error", "点评", name, role)
    assert "带头好" not in str(plan.campaign.record_of(SubjectKind.MEMBER, id_))
    again = make_plan(plan.campaign, plan.plugins)
    assert look.problems(again, "comment-unplanned") == []


def test_Q03_a_comment_without_a_second_reviewer_is_told_and_with_one_printed(small: Any, look: Any) -> None:
    _id, plan = comment(small, "馆员", ("党总支委员", "甲"))
    assert len(look.problems(plan, "comment-unplanned")) == 1
    small.settings = {"assignments": {"direct_branch_second_reviewer": "branch_committee"}}
    plan = small.plan()
    assert print_cells(plan, look.subject(plan, "member", "馆员"))[1] == ("党支部委员", "甲")


class Assigns:
    @hookimpl
    def pingyi_assign(self, subject: Any, assignments: Any) -> Any:
        if subject.name != "张三":
            return None
        return (Assignment("雷副书记", "党委副书记", Role.SCHOOL_LEADER, assignments[0].reasons), *assignments[:1])


def test_reviewers_whom_a_rule_names_have_their_cells_too(small: Any, look: Any) -> None:
    small.hooks["own"] = Assigns()
    _id, plan = comment(small, "张三", ("校领导", "甲"))
    assert print_cells(plan, look.subject(plan, "member", "张三"))[0] == ("校领导", "甲")


def test_the_comment_of_a_lone_committee_member_is_printed(small: Any, look: Any) -> None:
    small.organisations[1]["secretary"] = ""
    small.records[SubjectKind.MEMBER, "m4"] = Record(comments={"committee": "踏实"})
    plan = small.plan()
    assert print_cells(plan, look.subject(plan, "member", "张三")) == [("党总支委员", "踏实"), ("", "")]
