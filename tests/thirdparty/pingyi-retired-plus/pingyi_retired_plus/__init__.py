"""Branches of the retired: a visit by two in every quarter, calls for those elsewhere, oral pledges for the oldest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pingyi import (
    Assignment,
    BranchType,
    Decision,
    Form,
    Organisation,
    Person,
    PlanContext,
    Role,
    hookimpl,
)
from pingyi_retired_plus.branch_type import RetiredPlusBranch
from pingyi_retired_plus.models import RetiredPlusMember, RetiredPlusMemberForm

__all__ = ["RetiredPlusBranch", "RetiredPlusMember", "RetiredPlusMemberForm"]


@hookimpl
def pingyi_branch_types() -> list[type[BranchType]]:
    """Bring the branch type `retired_plus`."""
    return [RetiredPlusBranch]


@hookimpl
def pingyi_forms() -> list[Form]:
    """Bring its form: the large-type form of the retired with rows on the visits and on oral pledges."""
    return [
        Form(
            "retired_plus_member",
            "党员在{activity}中接受领导点评登记表",
            "离退休党员登记表（季度走访）",
            "pingyi_retired_plus:retired_plus_member.docx",
            RetiredPlusMemberForm,
            ("self", "organisation", "public"),
        )
    ]


@hookimpl
def pingyi_assign(
    subject: Organisation | Person, assignments: tuple[Assignment, ...], context: PlanContext
) -> tuple[Assignment, ...] | None:
    """Add the pair that visits a member; nobody visits himself or herself."""
    if not isinstance(subject, RetiredPlusMember):
        return None
    kind = context.branch_types[RetiredPlusBranch.NAME]
    if not isinstance(kind, RetiredPlusBranch) or not kind.is_visited(subject):
        return None
    pair = kind.pair_of(subject, context)
    reason = kind.reason("visitor-pair", "", "每季度由两人一组上门走访", pair="、".join(pair))
    known = {item.reviewer for item in assignments}
    added = tuple(Assignment(name, "走访人", Role.ASSIGNED, (reason,)) for name in pair if name not in known)
    return (*assignments, *added) if added else None


@hookimpl
def pingyi_decide(
    member: Person, branch: Organisation, decisions: Mapping[str, Decision], context: PlanContext
) -> Iterator[Decision]:
    """Two visitors for everybody who is visited."""
    kind = context.branch_types[RetiredPlusBranch.NAME]
    if isinstance(member, RetiredPlusMember) and decisions["method"].value == "走访":
        reason = kind.reason("visitors-in-pairs", "", "走访由两人一组进行，便于记录和确认口头承诺")
        yield Decision("visitors", "2", reason)
