"""Student branches: the steps of faculty branches, columns of their own, and nobody may be left out (R40-R42)."""

from __future__ import annotations

from pingyi import BranchType, Form, hookimpl
from pingyi_student.branch_type import StudentBranch
from pingyi_student.models import StudentMember, StudentMemberForm

__all__ = ["StudentBranch", "StudentMember", "StudentMemberForm"]


@hookimpl
def pingyi_branch_types() -> list[type[BranchType]]:
    """Register the student branch type."""
    return [StudentBranch]


@hookimpl
def pingyi_forms() -> list[Form]:
    """Register the student variant of form 2."""
    return [
        Form(
            "student_member",
            "党员在{activity}中接受领导点评登记表",
            "学生党员领导点评登记表",
            "pingyi_forms:member_student.docx",
            StudentMemberForm,
            ("self", "organisation", "public"),
        )
    ]
