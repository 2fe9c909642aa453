"""The tree of the demo university: a committee, 12 general branches, 60 branches, 2 directly affiliated branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pingyi.model.people.organisation import OrgKind

_ORDINALS = "一二三四五六"
_OFFICE_SIZE, _LOGISTICS_SIZE, _RETIRED_SIZE, _DIRECT_SIZE = 10, 6, 13, 10


@dataclass(frozen=True)
class Unit:
    """An organisation before it has people.

    Attributes:
        name: full name.
        parent: full name of the organisation above.
        staff: which kinds of people belong to it, and how many of each; empty above the branches.
        branch_type: NAME of the branch type; empty above the branches.
        window: a service window (R39).
        college: the entry of the word list, for classes and courses.
    """

    name: str
    kind: OrgKind
    parent: str = ""
    staff: Mapping[str, int] = field(default_factory=dict)
    branch_type: str = ""
    window: bool = False
    college: Mapping[str, Any] = field(default_factory=dict)


def list_units(words: Mapping[str, Any]) -> Iterator[Unit]:
    """Yield every organisation, each after the one above it."""
    committee = words["committee"]
    yield Unit(committee, OrgKind.COMMITTEE)
    colleges = words["colleges"]
    generals = [*(college["name"] for college in colleges), "机关", "后勤", "离退休"]
    for name in generals:
        yield Unit(f"{name}党总支", OrgKind.GENERAL_BRANCH, committee)
    for index, college in enumerate(colleges):
        yield from _list_college(index, college, is_last=index == len(colleges) - 1)
    yield from _list_numbered("机关", 4, "office", _OFFICE_SIZE, windows=2)
    yield from _list_numbered("后勤", 5, "logistics", _LOGISTICS_SIZE, windows=1)
    yield from _list_numbered("离退休", 6, "retired", _RETIRED_SIZE)
    for name, staff, branch_type in (("图书馆", "library", "admin"), ("附属中学", "school", "faculty")):
        window = branch_type == "admin"
        yield Unit(f"{name}直属党支部", OrgKind.DIRECT_BRANCH, committee, {staff: _DIRECT_SIZE}, branch_type, window)


def _list_college(index: int, college: Mapping[str, Any], *, is_last: bool) -> Iterator[Unit]:
    name, more, less = college["name"], index % 4, index % 3
    branches: list[tuple[str, dict[str, int], str]] = [
        ("教工第一", {"teacher": 10 + more}, "faculty"),
        ("教工第二", {"teacher": 10 - more}, "faculty"),
        ("本科生第一", {"undergraduate": 10 - less}, "student"),
        ("本科生第二", {"undergraduate": 10 + less}, "student"),
        # a mixed branch: whose category is not that of the branch follows the rules of his own
        ("师生联合", {"teacher": 4, "postgraduate": 3, "retired": 1}, "faculty")
        if is_last
        else ("研究生", {"postgraduate": 8}, "student"),
    ]
    for label, staff, branch_type in branches:
        parent = f"{name}党总支"
        yield Unit(f"{name}{label}党支部", OrgKind.BRANCH, parent, staff, branch_type, college=college)


def _list_numbered(name: str, count: int, staff: str, size: int, windows: int = 0) -> Iterator[Unit]:
    branch_type = "retired" if staff == "retired" else "admin"
    for index in range(count):
        full = f"{name}第{_ORDINALS[index]}党支部"
        yield Unit(full, OrgKind.BRANCH, f"{name}党总支", {staff: size}, branch_type, window=index < windows)
