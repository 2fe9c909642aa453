"""People at the edge of what a roster can hold, made from a member model: long names, rare signs."""

from __future__ import annotations

import enum
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Union, get_args, get_origin

from pydantic import ValidationError

from pingyi.conformance.university import build_university
from pingyi.model.branch_type import BranchType
from pingyi.model.campaign import Campaign
from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import list_columns
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.person import Membership, Person

NAMES = (
    "张三",
    "欧阳娜娜",
    "李㼆喆",
    "𠮷野䶮",
    "阿卜杜热合曼·阿卜杜克热木·麦麦提明",
    "王<小>&\"明'",
    "{{ name }}",
    "{% raw %}",
)
"""Names that rosters will hold: short, double, rare, outside the first plane, long, with signs of XML and of tags."""
AGES = (18, 59, 60, 61, 69, 70, 79, 80, 89, 101, None)
TEXTS = ("", "讲师", "甲" * 40, "第一行\n第二行", "<b>&amp;</b>")
_WORDS = ("居住外地", "行动不便", "独居", "住院")
"""Words that rules look for in remarks."""
_RECORD = {
    "self_summary": {"participation": "参加了全部活动。\n其中两次是志愿服务。", "own_post": "完成<岗位>任务 & 带教"},
    "comments": {"secretary": "{{ 不是标签 }}", "committee": "同意"},
    "grade": "优秀",
    "next_commitments": ("一、带头学习", "二、服务群众"),
    "oral_commitment": True,
    "visit": {"method": "走访", "held_on": "2010-12-20", "place": "家中", "visitors": ("甲", "乙")},
}


def build_edge_campaign(
    branch_types: Mapping[str, BranchType], named: Sequence[str], settings: Settings | None = None
) -> Campaign:
    """Build a campaign of edge people.

    Args:
        branch_types: the loaded ones.
        named: NAMEs of the types whose members are wanted; every other type gets one ordinary member.
        settings: of the campaign.
    """
    people: list[Mapping[str, Any]] = []
    for name, kind in sorted(branch_types.items()):
        known = list(list_people(kind.member_model)) if name in named else [{"name": "普通党员"}]
        people += [{**values, "branch_type": name, "id": f"{name}-{number}"} for number, values in enumerate(known)]
    return build_university(people, branch_types, settings)


def list_people(model: type[Person]) -> Iterator[dict[str, Any]]:
    """Values for members of one model: each value of each of its fields occurs; nobody whom the model refuses."""
    candidates = {name: _list_values(model, name) for name in list_columns(model)} | {"age": AGES}
    candidates["name"] = NAMES
    candidates["remark"] = ("", *_WORDS)
    candidates["membership"] = (*[Membership.FULL] * 3, Membership.PROBATIONARY)
    yield {"name": "无名氏"}  # nothing else is known
    for number in range(max(map(len, candidates.values()))):
        wanted = {name: values[number % len(values)] for name, values in candidates.items()}
        values = {name: value for name, value in wanted.items() if _fits(model, {name: value})}
        if _fits(model, values):
            yield {**values, **({"record": _RECORD} if number % 2 else {})}


def _fits(model: type[Person], values: Mapping[str, Any]) -> bool:
    try:
        model.model_validate({"id": "m", "name": "党员", **values})
    except ValidationError:
        return False
    return True


def _list_values(model: type[Person], name: str) -> Sequence[object]:
    vocabulary = list_columns(model)[name].values
    if vocabulary:
        return ("", *vocabulary)
    annotation = model.model_fields[name].annotation
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(item for item in get_args(annotation) if item is not type(None))
    return _list_kind(annotation)


def _list_kind(kind: Any) -> Sequence[object]:
    if kind is PartialDate:
        return (None, PartialDate(1950, 2), PartialDate(2010, 12, 31), PartialDate(1923, 1, 1))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return tuple(kind)
    if kind is bool:
        return (False, True)
    if kind in (int, float):
        return (None, 0, 1, 99)
    if get_origin(kind) is tuple:
        return ((), ("支部书记",), ("支部书记", "宣传委员"))
    return TEXTS
