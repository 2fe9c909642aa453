"""Hospital branches: people on shifts, who cannot all come to one meeting."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi import BranchType, Campaign, Form, Problem, Severity, hookimpl
from pingyi_hospital.branch_type import ClinicalBranch
from pingyi_hospital.models import ClinicalMember, ClinicalMemberForm

__all__ = ["ClinicalBranch", "ClinicalMember", "ClinicalMemberForm"]


@hookimpl
def pingyi_branch_types() -> list[type[BranchType]]:
    """Bring the branch type `clinical`."""
    return [ClinicalBranch]


@hookimpl
def pingyi_forms() -> list[Form]:
    """Bring its form: the official one with a row on the shift."""
    return [
        Form(
            "clinical_member",
            "党员在{activity}中接受领导点评登记表",
            "医护党员登记表",
            "pingyi_hospital:clinical_member.docx",
            ClinicalMemberForm,
            ("self", "organisation", "public"),
        )
    ]


@hookimpl
def pingyi_check(campaign: Campaign) -> Iterator[Problem]:
    """Somebody whose shift nobody knows may be asked to a meeting he or she cannot come to."""
    for person in campaign.people.values():
        if isinstance(person, ClinicalMember) and not person.shift:
            yield Problem(
                Severity.WARNING,
                "shift-unknown",
                f"{person.name}：未填写班次，按白班安排",
                "在花名册“班次”列中填写白班、夜班或轮班。",
                row=person.row or None,
                column="班次",
                person=person.name,
            )
