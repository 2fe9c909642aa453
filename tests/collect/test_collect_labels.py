"""Messages call the parts of a record as papers and sheets do, never by the names they have in the program."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from collect_kit import Desk, Edit

from pingyi.collect import collect_forms
from pingyi.collect.labels import Part, list_parts, name_part, show_value
from pingyi.model.config.settings import Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import AspectText, MemberForm
from pingyi.model.papers.meeting_forms import ThematicRecord
from pingyi.model.papers.pledge_forms import MemberPledge
from pingyi.model.results.records import Endorsement, Pledge, PledgePlan, Record, Visit
from pingyi.plan import make_plan

TYPED = Record(
    self_summary={"participation": "参加。"},
    comments={"secretary": "好。", "organisation": "好。"},
    reviewers={"secretary": ("周平",)},
    grade="合格",
    method="走访",
    held_on=PartialDate(2011, 1, 8),
    place="家中",
    rectification="多学。",
    follow_up="已落实。",
    next_commitments=("甲", "乙"),
    last_commitments=("丙",),
    visit=Visit(
        method="走访", held_on=PartialDate(2011, 1, 8), place="家中", visitors=("周平",), signature="代签",
        proxy="吴明", relation="儿子", notes="好。",
    ),
    oral_commitment=True,
    pledge_plan=PledgePlan(endorsement=Endorsement(opinion="同意", signed_by="周平")),
)  # fmt: skip
"""All that sheets can tell."""


@pytest.mark.parametrize("part", [part for part, _value in list_parts(TYPED)], ids=".".join)
def test_what_a_workbook_says_is_called_by_its_columns(part: Part) -> None:
    label = name_part(part, Settings())
    assert label
    assert not label.isascii()


@pytest.mark.parametrize(
    ("part", "data", "label"),
    [
        (Part("comments", "committee"), MemberForm(), "领导点评：党总支委员"),
        (Part("comments", "committee"), ThematicRecord(), "委员点评"),
        (Part("fields", "meeting_criticism"), ThematicRecord(), "批评意见"),
        (Part("pledge_plan", "endorsement"), MemberPledge(), "指导意见"),
        (Part("pledge_plan", "measures"), MemberPledge(), "具体措施"),
        (Part("oral_commitment"), MemberPledge(), "承诺方式"),
        (
            Part("self_summary", "own"),
            MemberForm(self_summary=(AspectText(id="own", number="一", title="立足本岗"),)),
            "个人总结：立足本岗",
        ),
    ],
)
def test_what_a_paper_says_is_called_by_its_labels(
    part: Part, data: MemberForm | ThematicRecord | MemberPledge, label: str
) -> None:
    assert name_part(part, Settings(), data) == label


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (("甲", "乙"), "甲；乙"),
        ((Pledge(text="走访", finish_by="六月"),), "走访，六月"),
        ({"对照": "是"}, "对照：是"),
        (PartialDate(2011, 1, 8), "2011.01.08"),
        (True, "是"),
    ],
)
def test_values_are_shown_as_people_write_them(value: object, shown: str) -> None:
    assert show_value(value) == shown


def test_a_form_that_differs_from_the_workbook_is_told_by_the_label_of_its_cell(desk: Desk, inbox: Path) -> None:
    subject, document = desk.paper("member")
    key = (subject.kind, subject.id)
    known = Record(comments={"secretary": "好。"}, next_commitments=("甲", "乙"))
    plan = make_plan(dataclasses.replace(desk.plan.campaign, records={key: known}), desk.plan.plugins)
    edit = Edit(desk.render(subject, document))
    edit.type("comment_secretary", "工作踏实。")
    edit.type("next_commitments", "1. 丙")
    (inbox / "x.docx").write_bytes(edit.save())
    problems = collect_forms(inbox, plan, desk.templates, cache=None).problems
    told = {(item.column, item.value) for item in problems if item.code == "workbook-differs"}
    assert told == {("领导点评：党支部书记", "好。"), ("新年度公开承诺", "甲；乙")}
