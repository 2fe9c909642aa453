"""Faculty branches, and offices and service units, which follow the same procedure with one more check (R39)."""

from __future__ import annotations

from pingyi import BranchType, hookimpl
from pingyi_faculty.branch_types import AdminBranch, FacultyBranch

__all__ = ["AdminBranch", "FacultyBranch"]


@hookimpl
def pingyi_branch_types() -> list[type[BranchType]]:
    """Register the two types of branches of people at work."""
    return [FacultyBranch, AdminBranch]
