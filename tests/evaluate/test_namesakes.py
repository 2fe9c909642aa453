"""Members of one name on one ballot: no two lines are alike, for votes are counted by them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tallykit import BRANCH, make_campaign, make_papers, write_book

from pingyi import MemberBallot
from pingyi.evaluate import tally_ballots
from pingyi.model.campaign import Campaign
from pingyi.model.fields.dates import PartialDate
from pingyi.plan import Plan, make_plan
from pingyi.plan.fields.ballots import fill_ballot, list_voted_on

TWO = ("m5", "m6")
ALIKE = {"name": "刘洋", "post": "讲师", "sex": "女", "joined_on": PartialDate(1995, 1, 1)}


def rename(plan: Plan, people: Mapping[str, Mapping[str, Any]]) -> Plan:
    known = plan.campaign.people
    changed = {id_: known[id_].model_copy(update=dict(values)) for id_, values in people.items()}
    return make_plan(Campaign(plan.campaign.settings, plan.campaign.organisations, {**known, **changed}), plan.plugins)


def list_lines(plan: Plan) -> dict[str, str]:
    """The lines of the ballot of the branch by the ids of the people."""
    branch = plan.campaign.organisations[BRANCH]
    items = fill_ballot(plan, branch, MemberBallot)["items"]
    return {person.id: item.line for person, item in zip(list_voted_on(plan, branch), items, strict=True)}


@pytest.mark.parametrize(
    ("other", "lines"),
    [
        ({"post": "教授"}, ["刘洋（讲师）", "刘洋（教授）"]),
        ({"post": ""}, ["刘洋（讲师）", "刘洋（1995.01入党）"]),
        ({"joined_on": PartialDate(1996, 2)}, ["刘洋（1995.01入党）", "刘洋（1996.02入党）"]),
        ({"sex": "男"}, ["刘洋（讲师，1995.01入党，女）", "刘洋（讲师，1995.01入党，男）"]),
        ({}, ["刘洋（之一）", "刘洋（之二）"]),
        ({"post": "", "joined_on": None, "sex": ""}, ["刘洋（讲师）", "刘洋"]),
    ],
)
def test_what_tells_namesakes_apart(other: dict[str, Any], lines: list[str]) -> None:
    found = list_lines(rename(make_campaign(), {"m5": ALIKE, "m6": {**ALIKE, **other}}))
    assert [found[id_] for id_ in TWO] == lines


PERSON = st.fixed_dictionaries({
    "name": st.sampled_from(["刘洋", "刘阳"]),
    "post": st.sampled_from(["", "讲师", "1995.01入党"]),
    "sex": st.sampled_from(["", "女"]),
    "joined_on": st.sampled_from([None, PartialDate(1995, 1), PartialDate(1995, 1, 7), PartialDate(1996, 2)]),
})  # fmt: skip


@given(st.lists(PERSON, min_size=4, max_size=4))
def test_no_two_lines_of_a_ballot_are_alike(people: list[dict[str, Any]]) -> None:
    lines = list_lines(rename(make_campaign(), dict(zip(("m3", "m4", *TWO), people, strict=True))))
    assert len(set(lines.values())) == len(lines)


def test_votes_for_namesakes_are_counted_apart(tmp_path: Path) -> None:
    plan = rename(make_campaign(), {"m5": ALIKE, "m6": ALIKE})
    lines = list_lines(plan)
    marks = ["好" if id_ == "m5" else "较好" if id_ == "m6" else "差" for id_ in lines]
    write_book(tmp_path / "录入表.xlsx", make_papers([("党员", *marks)] * 6, list(lines.values())))
    found = tally_ballots(tmp_path, plan)
    votes = {line.item.person_id: line.votes for line in found.tallies[0].together.lines}
    assert (votes["m5"], votes["m6"]) == ((6, 0, 0, 0), (0, 6, 0, 0))
