"""Branches of the retired: visits, calls and talks instead of meetings, fitted to each member (R43)."""

from __future__ import annotations

from pingyi import BranchType, Form, StepId, SubjectKind, hookimpl
from pingyi_retired.branch_type import RetiredBranch, RetiredSettings
from pingyi_retired.models import RetiredMember, RetiredMemberForm, RetiredVisitForm, VisitRecord

__all__ = ["RetiredBranch", "RetiredMember", "RetiredMemberForm", "RetiredSettings", "RetiredVisitForm", "VisitRecord"]


@hookimpl
def pingyi_branch_types() -> list[type[BranchType]]:
    """Register the retired branch type."""
    return [RetiredBranch]


@hookimpl
def pingyi_forms() -> list[Form]:
    """Register the retired variants of form 2: the usual one, and one for visits; and the record of a visit."""
    return [
        Form(
            "retired_member",
            "党员在{activity}中接受领导点评登记表",
            "离退休党员领导点评登记表",
            "pingyi_forms:member_retired.docx",
            RetiredMemberForm,
            ("self", "organisation", "public"),
        ),
        Form(
            "retired_visit",
            "党员在{activity}中接受领导点评登记表",
            "离退休党员走访点评登记表",
            "pingyi_forms:member_retired_visit.docx",
            RetiredVisitForm,
            ("self", "organisation", "public"),
        ),
        Form(
            "visit_record",
            "{activity}走访慰问（座谈）点评记录表",
            "走访点评记录",
            "pingyi_forms:visit_record.docx",
            VisitRecord,
            ("organisation",),
            StepId.VISIT,
            (SubjectKind.MEMBER,),
        ),
    ]
