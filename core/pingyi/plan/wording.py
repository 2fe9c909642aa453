"""How reviewers, dates and reasons are written for people: in Chinese, like the forms themselves."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping

from pingyi.model.branch_type import BranchType
from pingyi.model.fields.base import list_columns
from pingyi.model.review.decision import Reason
from pingyi.model.review.procedure import Assignment, SubjectKind

KINDS = {SubjectKind.ORGANISATION: "党组织", SubjectKind.SECRETARY: "书记", SubjectKind.MEMBER: "党员"}
_INPUTS = {
    "age": "年龄",
    "approved_by": "批准人",
    "branch": "党支部",
    "committee_comments": "设置 committee_comments",
    "copies": "份数",
    "day": "设置的日期",
    "deadlines_inclusive": "设置 deadlines_inclusive",
    "direct_branch_second_reviewer": "设置 direct_branch_second_reviewer",
    "form": "表格",
    "general_branch": "党总支",
    "label": "类型",
    "leader": "校领导",
    "leaders": "校领导",
    "organisation": "党组织",
    "own_branch": "所在党支部",
    "portfolio": "分管（联系）组织",
    "reason": "原因",
    "report": "上报期限",
    "review": "点评期限",
    "secretary": "书记",
    "step": "步骤",
    "superior": "上级点评人",
}


def write_day(day: dt.date) -> str:
    """`2011年1月13日`, the way official documents print days."""
    return f"{day.year}年{day.month}月{day.day}日"


def write_reviewers(assignments: Iterable[Assignment], *, posts: bool = False) -> str:
    """Reviewers in one line; alternatives together, as in `王志；姚华明、刘伟（任一人）`."""
    parts = []
    for (choice, _role), group in itertools.groupby(assignments, key=lambda item: (item.choice, item.role)):
        items = list(group)
        names = "、".join(f"{item.reviewer}（{item.post}）" if posts else item.reviewer for item in items)
        parts.append(f"{names}（任一人）" if choice and len(items) > 1 else names)
    return "；".join(parts) or "（没有点评人）"


def name_inputs(kind: BranchType, others: Iterable[BranchType]) -> Mapping[str, str]:
    """Printed names of what the reasons of a branch type rest on.

    Args:
        kind: whose columns and settings are named.
        others: all types that are installed: one may follow the steps of another, with its reasons.
    """
    settings = kind.settings_model.model_fields
    return {
        **{name: label for other in others for name, label in other.INPUT_LABELS.items()},
        **{name: column.title for name, column in list_columns(kind.member_model).items()},
        **{name: field.description for name, field in settings.items() if field.description},
    }


def write_reason(reason: Reason, titles: Mapping[str, str] | None = None) -> str:
    """A reason with its clause, rule, plugin and inputs.

    Args:
        reason: the reason.
        titles: printed names of further inputs: `name_inputs` of the branch type that decided.
    """
    names = {**(titles or {}), **_INPUTS}
    inputs = "，".join(f"{names.get(name, name)}＝{value}" for name, value in reason.inputs)
    source = "，".join(part for part in (reason.clause, f"规则 {reason.rule}", f"插件 {reason.plugin}") if part)
    return f"{reason.because}［{source}{'；' + inputs if inputs else ''}］"


def write_bases(reasons: Iterable[Reason]) -> str:
    """The reasons without their technical part, each once: what stands in a 依据 column."""
    texts = dict.fromkeys(
        f"{reason.because}（{reason.clause}）" if reason.clause else reason.because for reason in reasons
    )
    return "；".join(texts)
