"""Who reviewed a subject: whoever is written, else whom the plan names for that comment (R31, Q7, Q10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pingyi.model.campaign import Campaign
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import Assignment, SubjectKind
from pingyi.plan.remarks import list_comment_cells
from pingyi.plan.wording import write_reviewers

_KEYS = {SubjectKind.ORGANISATION: "organisation", SubjectKind.SECRETARY: "secretary_as_subject"}


def name_reviewers(
    campaign: Campaign, kind: SubjectKind, record: Record, assignments: Sequence[Assignment], *, reviewed: bool
) -> tuple[str, str]:
    """The reviewers of one subject in one line, and their posts; empty where nobody is known.

    Args:
        campaign: knows the posts of school leaders.
        kind: of the subject.
        record: of the subject; for a secretary that of the organisation.
        assignments: of the plan; several people of whom one is enough are named as alternatives.
        reviewed: whether the review is finished; of others only those count who are written.
    """
    groups: list[str] = []
    posts: list[str] = []
    visit = record.visit if kind is SubjectKind.MEMBER else None
    came = visit.visitors if visit is not None else ()
    if came:
        groups.append("、".join(came))
        posts += [_find_post(campaign, name, assignments) for name in came]
    is_said = came or any(text.strip() for text in record.comments.values())
    for key, planned in _list_comments(kind, assignments):
        written = record.reviewers.get(key, ())
        further = [name for name in written if name not in came]
        if further:
            groups.append("、".join(further))
            posts += [_find_post(campaign, name, assignments) for name in further]
        elif written or any(item.reviewer in came for item in planned):
            continue  # they came to visit, and are named already
        # a role that said nothing is not named beside one that did
        elif reviewed and planned and (record.comments.get(key, "").strip() or not is_said):
            groups.append(write_reviewers(planned))
            posts += [item.post or item.role.value for item in planned]
    return "；".join(groups), "、".join(dict.fromkeys(post for post in posts if post))


def _list_comments(kind: SubjectKind, assignments: Sequence[Assignment]) -> Iterator[tuple[str, list[Assignment]]]:
    """The comments a subject gets, each with those who may make it."""
    if kind is not SubjectKind.MEMBER:
        yield _KEYS[kind], list(assignments)
        return
    for role, key in list_comment_cells(assignments).items():
        yield key, [item for item in assignments if item.role is role]


def _find_post(campaign: Campaign, name: str, assignments: Sequence[Assignment]) -> str:
    planned = next((item.post or item.role.value for item in assignments if item.reviewer == name), "")
    return planned or next((leader.post for leader in campaign.leaders if leader.name == name), "")
