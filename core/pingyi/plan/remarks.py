"""Comments whose cell only the plan can tell: each goes to the reviewer of that person who made it (Q4, R30)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pingyi.errors import PluginError, Problem, Severity
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.results.records import Record, Remark
from pingyi.model.review.assignments import is_led_by
from pingyi.model.review.procedure import COMMITTEE_ROLES, Assignment, Role, SubjectKey, SubjectKind
from pingyi.plan.findings import ignore
from pingyi.plan.planner import Planner
from pingyi.texts import translate as _

_KEYS = ("secretary", "committee")
"""What a record calls the comments of the first and the second reviewer."""


def list_comment_cells(assignments: Iterable[Assignment]) -> dict[Role, str]:
    """The roles whose comments form 2 prints, in order, each with the key of its comment in a record."""
    roles = list(dict.fromkeys(item.role for item in assignments))
    if len(roles) == 1 and roles[0] in COMMITTEE_ROLES:
        return {roles[0]: _KEYS[1]}
    return dict(zip(roles, _KEYS, strict=False))


def place_remarks(
    records: Mapping[SubjectKey, Record], planner: Planner
) -> tuple[dict[SubjectKey, Record], list[Problem]]:
    """Put comments into the cells of those who made them.

    Args:
        records: some of them with remarks.
        planner: knows the reviewers.

    Returns:
        The records without remarks, and a problem for each that was made by nobody who reviews the person.
    """
    placed = dict(records)
    problems: list[Problem] = []
    for key, record in records.items():
        member = planner.campaign.people.get(key[1])
        if not record.remarks or key[0] is not SubjectKind.MEMBER or member is None:
            continue
        branch = planner.campaign.organisations.get(member.branch_id)
        cells = find_comment_cells(planner, member, branch) if branch is not None else None
        if branch is None or cells is None:
            continue  # no branch, or a plugin failed: told by the checks, and the remarks wait
        values = {name: getattr(record, name) for name in record.model_fields_set if name != "remarks"}
        comments, reviewers = dict(record.comments), dict(record.reviewers)
        for remark in record.remarks:
            cell = _find_cell(remark, cells)
            if not cell:
                problems.append(tell_unplanned(remark, member, list(cells), branch))
                continue
            comments[cell] = f"{comments[cell]}\n{remark.text}" if cell in comments else remark.text
            names = dict.fromkeys((*reviewers.get(cell, ()), *remark.reviewers))
            reviewers |= {cell: tuple(names)} if names else {}
        placed[key] = Record(**{**values, "comments": comments, "reviewers": reviewers})
    return placed, problems


def find_comment_cells(planner: Planner, member: Person, branch: Organisation) -> dict[Role, str] | None:
    """As `list_comment_cells`, for one member; `None` where a plugin failed, which the checks tell."""
    try:
        reviewers = planner.reviewers_of_member(member, branch, planner.reviewers.of_members(branch), ignore)
    except PluginError:
        return None
    return list_comment_cells(reviewers)


def _find_cell(remark: Remark, cells: Mapping[Role, str]) -> str:
    role = Role(remark.role)
    if role in cells:
        return cells[role]
    if role is Role.GENERAL_BRANCH_SECRETARY or role in COMMITTEE_ROLES:
        # the secretary is of the committee as well, and people say member of the committee for that of either
        return next((cell for known, cell in cells.items() if known in COMMITTEE_ROLES), "")
    return ""


def tell_unplanned(remark: Remark, member: Person, roles: Sequence[Role], branch: Organisation) -> Problem:
    """Tell that nobody in the role of a remark reviews the member, but those of `roles`."""
    cure = _("Nobody reviews this member yet: name secretary and committee in the sheet 组织.")
    if roles:
        cure = _("Write one of: {roles}.").format(roles="、".join(roles))
    if is_led_by(branch, member.id, member.name):
        cure += " " + _("A comment on the secretary of a branch as such goes into a row of the branch, marked 书记.")
    return Problem(
        Severity.ERROR,
        "comment-unplanned",
        _("{role} does not review {name} by the plan, and has no cell on the form: the comment is not used.").format(
            role=remark.role, name=member.name
        ),
        cure,
        sheet=remark.sheet,
        row=remark.row,
        column="点评人角色",
        person=member.name,
        value=remark.role,
    )
