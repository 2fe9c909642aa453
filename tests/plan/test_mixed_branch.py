"""A branch with teachers, students and retired members: the member's own category decides."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def mixed(university: Any) -> Any:
    made = university()
    made.general("外国语学院党总支", secretary="戴书记", committee=("梁委员",))
    made.branch("外国语混合党支部", "外国语学院党总支", secretary="老师甲")
    made.members("外国语混合党支部", "老师甲", "老师乙")
    made.members("外国语混合党支部", "学生甲", branch_type="student", class_name="英0801班")
    made.members("外国语混合党支部", "老同志", branch_type="retired", age=85, health="行动不便")
    return made


def test_each_member_follows_his_own_type(mixed: Any, look: Any) -> None:
    plan = mixed.plan()
    expected = {"老师乙": "faculty", "学生甲": "student", "老同志": "retired"}
    for name, branch_type in expected.items():
        subject = look.subject(plan, "member", name)
        assert subject.branch_type == branch_type
        assert [item.reviewer for item in subject.assignments] == ["老师甲", "梁委员"]
    forms = {name: look.subject(plan, "member", name).documents[0].form for name in expected}
    assert forms == {"老师乙": "member", "学生甲": "student_member", "老同志": "retired_member"}


def test_the_retired_member_is_visited_instead_of_meeting(mixed: Any, look: Any) -> None:
    plan = mixed.plan()
    old = look.subject(plan, "member", "老同志")
    assert old.method.value == "走访"
    assert "visit" in look.steps(plan, "member", "老同志")
    assert "thematic-meeting" not in look.steps(plan, "member", "老同志")
    assert "thematic-meeting" in look.steps(plan, "member", "学生甲")
    assert "visit" not in look.steps(plan, "organisation", "外国语混合党支部")


def test_one_ballot_lists_them_all(mixed: Any, look: Any) -> None:
    from pingyi.plan import fill_document

    plan = mixed.plan()
    subject = look.subject(plan, "organisation", "外国语混合党支部")
    ballot = next(item for item in subject.documents if item.form == "ballot_members")
    items = fill_document(plan, subject, ballot).items  # type: ignore[attr-defined]
    assert [item.text for item in items] == ["老师乙", "老师甲", "老同志", "学生甲"]  # by strokes
