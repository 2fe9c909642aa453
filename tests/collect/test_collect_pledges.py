"""公开承诺书 that come back: everything written arrives, and each thing that is wrong is told once (R34-R39, R51)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from collect_kit import Desk, Edit

from pingyi.collect import Collected, collect_forms, merge_records
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.pledge_forms import PledgeForm
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import fill_document, identify, make_plan

Collect = Callable[..., Collected]
Paper = tuple[SubjectPlan, PlannedDocument]
POINTS = ("体现先进性要求", "体现以正在干的事情为中心", "体现岗位职责特点", "体现群众意愿")
SERVICE = "与改进工作作风、提升服务质量、推动文明处室（窗口）建设密切结合"
WRITTEN = {
    "mending_1": "到学生中去得少",
    "taken_up_1": "2",
    "pledges_1": "上好每一节课",
    "measures_1": "每周集体备课一次",
    "finish_by_1": "全年",
    "pledges_2": "联系一个宿舍",
    "measures_2": "每月走访一次",
    "finish_by_2": "2011年12月",
    "written_on": "2011年1月10日",
    **{f"points_{number}": "√是　□否" for number in range(1, 5)},
    "opinion": "承诺具体，可以考核。",
    "signed_by": "高志强",
    "signed_on": "2011年1月12日",
}


@pytest.fixture(scope="module")
def find(desk: Desk) -> Callable[..., Paper]:
    """`find("organisation_pledge", "党支部", points=4)`: a paper of a subject with so many points to look at."""

    def look(form: str, *, kind: str = "", points: int = 4, branch_type: str = "") -> Paper:
        for subject in desk.subjects:
            organisation = desk.plan.campaign.organisations[subject.organisation_id]
            if kind not in ("", organisation.kind.value) or branch_type not in ("", subject.branch_type):
                continue
            for document in subject.on_request:
                data = desk.sent(subject, document) if document.form == form else None
                if isinstance(data, PledgeForm) and len(data.points) == points:
                    return subject, document
        raise AssertionError(form)

    return look


@pytest.fixture
def returned(desk: Desk, collect: Collect, find: Callable[..., Paper]) -> Callable[..., Collected]:
    """Write a whole form, with other texts where they are given, and collect it."""

    def send(form: str, changes: dict[str, str] | None = None, **wanted: Any) -> Collected:
        subject, document = find(form, **wanted)
        edit = Edit(desk.render(subject, document))
        answer = {"answer": "√同意　□修改后再报"} if form == "organisation_pledge" else {}
        for name, text in {**WRITTEN, **answer, **(changes or {})}.items():
            edit.type(name, text)
        return collect({"x.docx": edit.save()})

    return send


def codes(collected: Collected) -> list[str]:
    return [item.code for item in collected.problems]


@pytest.mark.parametrize("form", ["organisation_pledge", "member_pledge"])
def test_R34_R35_what_is_written_arrives(form: str, returned: Callable[..., Collected]) -> None:
    collected = returned(form, kind="党支部")
    assert codes(collected) == []
    (record,) = collected.records.values()
    plan = record.pledge_plan
    assert plan is not None
    assert [(item.text, item.measure, item.finish_by) for item in plan.pledges] == [
        ("上好每一节课", "每周集体备课一次", "全年"),
        ("联系一个宿舍", "每月走访一次", "2011年12月"),
    ]
    assert record.pledges == ("上好每一节课", "联系一个宿舍")
    assert plan.points == dict.fromkeys(POINTS, "是")
    assert [(item.text, item.pledge) for item in plan.mending] == [("到学生中去得少", "2")]
    assert plan.written_on == PartialDate(2011, 1, 10)
    assert plan.endorsement is not None
    assert (plan.endorsement.signed_by, plan.endorsement.signed_on) == ("高志强", PartialDate(2011, 1, 12))
    assert record.is_endorsed


@pytest.mark.parametrize("form", ["organisation_pledge", "member_pledge"])
def test_a_form_made_again_prints_what_came_back(
    form: str, desk: Desk, returned: Callable[..., Collected], find: Callable[..., Paper], inbox: Path
) -> None:
    collected = returned(form, kind="党支部")
    plan = make_plan(merge_records(desk.plan.campaign, collected), desk.opened.plugins)
    subject, document = find(form, kind="党支部")
    again = fill_document(plan, subject, document)
    assert isinstance(again, PledgeForm)
    assert [line.text for line in again.pledges][:3] == ["上好每一节课", "联系一个宿舍", ""]
    assert again.signed_on == PartialDate(2011, 1, 12)  # type: ignore[attr-defined]
    template = desk.templates[document.form]
    (inbox / "x.docx").write_bytes(template.render(again, identify(plan, subject, document, template.version)))
    second = collect_forms(inbox, desk.plan, desk.templates, cache=None)
    assert codes(second) == []
    assert second.records == collected.records


def test_a_pledge_form_is_not_the_form_that_must_come_back(returned: Callable[..., Collected], desk: Desk) -> None:
    collected = returned("member_pledge")
    assert len(collected.missing) == collected.expected
    assert {key[0] for key in collected.records} == {SubjectKind.MEMBER}


WRONG: list[tuple[str, str, dict[str, str]]] = [
    ("R36", "approval-refused", {"answer": "□同意　√修改后再报"}),
    ("R36", "approval-unsigned", {"signed_by": ""}),
    ("R36", "approval-undated", {"signed_on": "　　　年　　月　　日"}),
    ("R36", "approval-early", {"signed_on": "2011年1月9日"}),
    ("R36", "approval-missing", {"answer": "□同意　□修改后再报", "opinion": "", "signed_by": "", "signed_on": ""}),
    ("R37", "guidance-unsigned", {"signed_by": ""}),
    ("R37", "guidance-undated", {"signed_on": ""}),
    ("R37", "guidance-early", {"signed_on": "2010年12月"}),
    ("R37", "guidance-missing", {"opinion": "", "signed_by": "", "signed_on": ""}),
    ("R38", "pledge-point-missing", {"points_2": "□是　□否"}),
    ("R38", "pledge-point-no", {"points_3": "□是　√否"}),
    ("R35", "pledge-incomplete", {"measures_2": ""}),
    ("R35", "pledge-incomplete", {"finish_by_1": ""}),
    ("R51", "mending-unpledged", {"taken_up_1": ""}),
    ("R51", "mending-pledge-unknown", {"taken_up_1": "第3项"}),
    ("R51", "mending-pledge-unknown", {"taken_up_1": "见承诺"}),
]


@pytest.mark.parametrize(("clause", "code", "changes"), WRONG)
def test_R36_R37_R38_R51_each_thing_that_is_wrong_is_told(
    clause: str, code: str, changes: dict[str, str], returned: Callable[..., Collected]
) -> None:
    form = "organisation_pledge" if clause == "R36" else "member_pledge"
    (problem,) = returned(form, changes, kind="党支部").problems
    assert problem.code == code
    assert problem.file == "x.docx"
    assert problem.person
    assert problem.column
    assert problem.cure


def test_R34_a_form_without_pledges_is_told(returned: Callable[..., Collected]) -> None:
    none = {f"{name}_{number}": "" for name in ("pledges", "measures", "finish_by") for number in (1, 2)}
    assert codes(returned("member_pledge", none)) == ["pledge-empty"]


@pytest.mark.parametrize("kind", ["党总支", "直属党支部"])
def test_R36_no_general_branch_approves_the_pledges_of_those_above_whom_there_is_none(
    kind: str, returned: Callable[..., Collected]
) -> None:
    nothing = {"answer": "□同意　□修改后再报", "opinion": "", "signed_by": "", "signed_on": ""}
    assert codes(returned("organisation_pledge", nothing, kind=kind)) == []


@pytest.mark.parametrize(
    ("answer", "code"), [("√是　□否", ""), ("□是　□否", "service-point-missing"), ("□是　√否", "pledge-point-no")]
)
def test_R39_offices_and_service_windows_have_a_fifth_point(
    answer: str, code: str, returned: Callable[..., Collected]
) -> None:
    collected = returned("member_pledge", {"points_5": answer}, points=5)
    assert codes(collected) == ([code] if code else [])
    if code:
        assert collected.problems[0].column == SERVICE
        assert "R39" in collected.problems[0].message


def test_R37_a_pledge_by_word_of_mouth_is_one_where_it_is_allowed(
    desk: Desk, returned: Callable[..., Collected], find: Callable[..., Paper]
) -> None:
    changes = {name: "" for name in WRITTEN if not name.startswith(("points", "signed", "opinion"))}
    collected = returned("member_pledge", {**changes, "way": "□书面承诺　√口头承诺"}, branch_type="retired")
    (record,) = collected.records.values()
    assert record.oral_commitment
    assert codes(collected) == []
    faculty = desk.sent(*find("member_pledge", branch_type="faculty"))
    assert faculty.ways == ("书面承诺",)  # type: ignore[attr-defined]


def test_R51_what_the_review_says_must_be_on_the_form(desk: Desk, find: Callable[..., Paper], inbox: Path) -> None:
    """The review came back first: what it wants mended is printed, and must not be wiped out."""
    subject, document = find("member_pledge", kind="党支部")
    known = Record(rectification="1. 多听意见\n2. 到企业去", next_commitments=("上好每一节课", "联系一个宿舍"))
    campaign = dataclasses.replace(desk.plan.campaign, records={(subject.kind, subject.id): known})
    plan = make_plan(campaign, desk.opened.plugins)
    data = fill_document(plan, subject, document)
    assert isinstance(data, PledgeForm)
    assert [line.text for line in data.mending] == ["多听意见", "到企业去", ""]
    assert [line.text for line in data.pledges][:2] == ["上好每一节课", "联系一个宿舍"]
    template = desk.templates[document.form]
    edit = Edit(template.render(data, identify(plan, subject, document, template.version)))
    for name, text in WRITTEN.items():
        if not name.startswith(("mending", "pledges")):
            edit.type(name, text)
    edit.type("mending_1", "")
    edit.type("mending_2", "")
    (inbox / "x.docx").write_bytes(edit.save())
    found = collect_forms(inbox, plan, desk.templates, cache=None)
    assert "mending-unpledged" in codes(found)


def test_R35_pledges_that_differ_from_the_review_form_are_told(
    desk: Desk, find: Callable[..., Paper], inbox: Path
) -> None:
    subject, document = find("member_pledge", kind="党支部")
    key = (subject.kind, subject.id)
    for pledges, expected in ((("上好每一节课；", "联系一个宿舍。"), []), (("多读书",), ["pledges-differ"])):
        campaign = dataclasses.replace(desk.plan.campaign, records={key: Record(next_commitments=pledges)})
        plan = make_plan(campaign, desk.opened.plugins)
        edit = Edit(desk.render(subject, document))
        for name, text in WRITTEN.items():
            edit.type(name, text)
        (inbox / "x.docx").write_bytes(edit.save())
        collected = collect_forms(inbox, plan, desk.templates, cache=None)
        assert codes(collected) == expected
        merged = merge_records(campaign, collected).records[key]
        assert merged.pledges == ("上好每一节课", "联系一个宿舍")
