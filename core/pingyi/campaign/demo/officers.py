"""Who holds which post in the demo university: secretaries, committees, school leaders and their portfolios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pingyi.campaign.demo.people import Draft
from pingyi.campaign.demo.units import Unit
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Officer, Organisation, OrgKind, SchoolLeader
from pingyi.model.people.person import Membership

Members = Mapping[str, Sequence[Draft]]
"""Drafts of the members by branch, in the order of the roster."""
_BRANCH_OFFICERS = 3
_LEADER_BRANCHES = (
    ("机关第一党支部", 3),
    ("机关第一党支部", 4),
    ("机关第二党支部", 3),
    ("机械工程学院教工第一党支部", 6),
    ("信息技术学院教工第一党支部", 6),
    ("经济管理学院教工第二党支部", 6),
    ("机关第三党支部", 3),
)
"""Where each leader is a member, and in which place of the branch's list."""
_RETIRED_OFFICE = "机关第四党支部"
"""The people of this office run the general branch of the retired."""

_ON_POST = ("faculty", "admin")


def appoint_leaders(words: Mapping[str, Any], units: Sequence[Unit], members: Members) -> tuple[SchoolLeader, ...]:
    """Make seven members school leaders and share the general and direct branches among them (R6, R7)."""
    in_charge = [unit.name for unit in units if unit.kind in (OrgKind.GENERAL_BRANCH, OrgKind.DIRECT_BRANCH)]
    leaders = []
    for index, (entry, (branch, place)) in enumerate(zip(words["leaders"], _LEADER_BRANCHES, strict=True)):
        draft = members[branch][place]
        draft.update(post=entry["post"], education="博士研究生", birth=PartialDate(1953 + index % 5, 3 + index))
        joined = PartialDate(1980 + index, 7, 1)
        draft.update(membership=Membership.FULL, joined_on=joined, regular_on=joined.plus_years(1))
        leaders.append(
            SchoolLeader(
                name=draft["name"],
                post=entry["post"],
                own_branch_id=branch,
                in_charge_of=tuple(in_charge[index :: len(_LEADER_BRANCHES)]),
                person_id=draft["person_no"],
            )
        )
    return tuple(leaders)


def appoint_officers(
    units: Sequence[Unit], members: Members, leaders: Sequence[SchoolLeader]
) -> Iterator[Organisation]:
    """Yield the organisations with their secretaries, committees and leaders in charge."""
    for unit in units:
        if unit.kind is OrgKind.GENERAL_BRANCH:
            officers, title = _choose_general_officers(unit, units, members, leaders), "党总支"
        else:
            officers, title = list(members.get(unit.name, ())[:_BRANCH_OFFICERS]), "党支部"
        posts = (f"{title}书记", *[f"{title}委员"] * (len(officers) - 1))
        holders = [_officer(draft, post) for draft, post in zip(officers, posts, strict=bool(officers))]
        yield Organisation(
            id=unit.name,
            name=unit.name,
            kind=unit.kind,
            parent_id=unit.parent,
            branch_type=unit.branch_type,
            secretary=holders[0] if holders else None,
            committee=tuple(holders[1:]),
            leaders=tuple(leader.as_officer() for leader in leaders if unit.name in leader.in_charge_of),
            service_window=unit.window,
        )


def _choose_general_officers(
    unit: Unit, units: Sequence[Unit], members: Members, leaders: Sequence[SchoolLeader]
) -> list[Draft]:
    """Three full members on the staff who are neither branch officers nor school leaders."""
    taken = {leader.person_id for leader in leaders}
    branches = [item.name for item in units if item.parent == unit.name and item.branch_type in _ON_POST]
    free = [
        draft
        for branch in branches or [_RETIRED_OFFICE]
        for draft in members[branch][_BRANCH_OFFICERS:]
        if draft["person_no"] not in taken
        and draft["membership"] is Membership.FULL
        and draft["branch_type"] in _ON_POST
    ]
    # the office of the retired stands below another general branch, which takes its own from the front
    chosen = free[:3] if branches else free[-3:]
    for place, draft in enumerate(chosen):
        draft["party_posts"] = ("党总支书记",) if place == 0 else ("党总支委员",)
    return chosen


def _officer(draft: Draft, post: str) -> Officer:
    return Officer(name=draft["name"], person_id=draft["person_no"], post=post)
