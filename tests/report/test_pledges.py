"""Pledges in status, ledger and rollover: approved (R36), guided (R37), what is to be mended taken up (R51)."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pingyi.campaign import open_campaign
from pingyi.collect import load_plan
from pingyi.forms import TemplateShelf
from pingyi.model.fields.dates import PartialDate
from pingyi.model.results.records import SENT_BACK, Endorsement, Mending, Pledge, PledgePlan, Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, fill_document, identify, make_plan
from pingyi.report import list_status, measure_coverage, read_status, write_reminder
from pingyi.report.ledger_workbook import make_ledger_workbook
from pingyi.report.progress import StepProgress

Command = Callable[..., tuple[int, str, str]]
ORGANISATION, MEMBER = SubjectKind.ORGANISATION, SubjectKind.MEMBER
BRANCH, OTHER, GENERAL = "机械学院教工党支部", "机械学院学生党支部", "机械学院党总支"
SIGNED = Endorsement(answer="同意", signed_by="赵书远", signed_on=PartialDate(2011, 1, 12))
ON = dt.date(2011, 1, 14)


def pledge(endorsement: Endorsement | None = None, **fields: Any) -> Record:
    plan = PledgePlan(pledges=(Pledge(text="每月接待一次"),), endorsement=endorsement, **fields)
    return Record(pledge_plan=plan)


def step(plan: Plan, name: str, id_: str) -> StepProgress:
    status = read_status(plan, ON)
    branch = next(item for item in status.branches if item.organisation.name == name)
    return next(item for item in branch.steps if item.id == id_)


def test_R36_a_general_branch_is_told_whose_pledges_it_has_not_approved(make: Callable[..., Plan]) -> None:
    plan = make(change={(ORGANISATION, BRANCH): pledge(SIGNED)})
    found = step(plan, GENERAL, "approve-pledges")
    assert (found.total, found.done, found.missing) == (2, 1, (OTHER,))
    assert found.is_late(ON)
    text = "\n".join(list_status(read_status(plan, ON)))
    assert "审核所属党支部2011年度承诺方案：1/2，2011年1月13日截止，逾期" not in text  # nobody is unreviewed there
    text = "\n".join(list_status(read_status(plan, ON), everything=True))
    assert "审核所属党支部2011年度承诺方案：1/2，2011年1月13日截止，逾期" in text


@pytest.mark.parametrize(
    "said",
    [
        None,
        Endorsement(opinion="同意"),
        SIGNED.model_copy(update={"signed_by": ""}),
        SIGNED.model_copy(update={"signed_on": None}),
        SIGNED.model_copy(update={"answer": SENT_BACK}),
    ],
)
def test_R36_only_a_signed_and_dated_yes_is_an_approval(said: Endorsement | None, make: Callable[..., Plan]) -> None:
    plan = make(change={(ORGANISATION, BRANCH): pledge(said), (ORGANISATION, OTHER): pledge(SIGNED)})
    assert step(plan, GENERAL, "approve-pledges").missing == (BRANCH,)


def test_R37_a_branch_is_told_which_members_it_has_not_guided(make: Callable[..., Plan]) -> None:
    plan = make(change={(MEMBER, "10001"): pledge(SIGNED), (MEMBER, "10002"): Record(oral_commitment=True)})
    found = step(plan, BRANCH, "guide-pledges")
    assert (found.total, found.missing) == (3, ("孙国喆",))
    status = read_status(plan, ON)
    branch = next(item for item in status.branches if item.organisation.name == BRANCH)
    assert "“指导党员2011年度承诺内容”未完成1个（名）" in write_reminder(status, branch)


def test_R34_a_pledge_form_counts_as_pledged(make: Callable[..., Plan]) -> None:
    plan = make(change={(MEMBER, "10001"): pledge(), (MEMBER, "10002"): Record()})
    assert step(plan, BRANCH, "pledges").missing == ("钱立明",)


def test_R51_one_item_that_no_pledge_takes_up_is_told(make: Callable[..., Plan]) -> None:
    items = (Mending(text="多听意见", pledge="1"), Mending(text="到企业去"))
    for mending, expected in ((items[:1], []), (items, ["钱立明"])):
        plan = make(change={(MEMBER, "10002"): pledge(SIGNED, mending=mending)})
        found = [item.message for item in read_status(plan, ON).problems if item.code == "rectification-unpledged"]
        assert [name for name in ("钱立明",) if any(name in text for text in found)] == expected


def test_R36_R37_R38_R51_the_ledger_lists_pledges_with_points_and_approval(make: Callable[..., Plan]) -> None:
    plan = make(
        change={
            (ORGANISATION, BRANCH): pledge(SIGNED, points={"体现群众意愿": "否", "体现先进性要求": "是"}),
            (ORGANISATION, OTHER): pledge(SIGNED.model_copy(update={"answer": SENT_BACK})),
            (MEMBER, "10002"): pledge(SIGNED, points={"体现群众意愿": "是"}, mending=(Mending(text="到企业去"),)),
            (MEMBER, "30002"): Record(oral_commitment=True, rectification="多锻炼"),
        }
    )
    book = openpyxl.load_workbook(io.BytesIO(make_ledger_workbook(plan, measure_coverage(plan))))
    head, *rows = list(book["整改和承诺"].iter_rows(min_row=2, values_only=True))
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    names = ("整改是否列入承诺", "四项要求", "审核（指导）人", "审核（指导）时间")

    def read(name: str) -> tuple[object, ...]:
        return tuple(found[name][column] for column in names)

    assert read(BRANCH) == ("—", "不符合：体现群众意愿", "赵书远", "2011.01.12")
    assert read(OTHER) == ("—", "—", "赵书远（修改后再报）", "2011.01.12")
    assert read(GENERAL) == ("—", "—", "—", "—")  # nobody has to approve it
    assert read("钱立明") == ("否", "符合", "赵书远", "2011.01.12")
    assert read("孙国喆") == ("—", "—", "未指导", "—")
    assert read("郑行难") == ("是", "—", "—", "—")


@pytest.fixture
def campaign(tmp_path: Path, write_roster: Callable[..., Path], pingyi: Command) -> Path:
    folder = tmp_path / "2010年"
    assert pingyi("init", folder)[0] == 0
    write_roster().replace(folder / "花名册.xlsx")
    return folder


def return_pledges(folder: Path, name: str, record: Record) -> None:
    """Put a form into the folder as it comes back: rendered from a plan that knows what was written."""
    opened = open_campaign(folder)
    campaign = opened.campaign
    subject = make_plan(campaign, opened.plugins).find(name)[0]
    known = type(campaign)(
        campaign.settings,
        campaign.organisations,
        campaign.people,
        campaign.leaders,
        {(subject.kind, subject.id): record},
    )
    plan = make_plan(known, opened.plugins)
    document = next(item for item in subject.on_request if item.form.endswith("_pledge"))
    template = TemplateShelf(plan.plugins, plan.campaign.settings, None)[document.form]
    content = template.render(
        fill_document(plan, subject, document), identify(plan, subject, document, template.version)
    )
    (folder / "returned" / f"{name}_承诺.docx").write_bytes(content)


def test_R36_R37_a_returned_form_counts_in_status(campaign: Path, pingyi: Command) -> None:
    def missing(name: str, id_: str) -> list[str]:
        _code, out, _err = pingyi("status", campaign, "--on", "2011-01-05", "--json")
        branch = next(item for item in json.loads(out)["branches"] if item["name"] == name)
        return next(item["missing"] for item in branch["steps"] if item["id"] == id_)

    assert missing(GENERAL, "approve-pledges") == [BRANCH, OTHER]
    assert "周平" in missing(OTHER, "guide-pledges")
    return_pledges(campaign, BRANCH, pledge(SIGNED))
    return_pledges(campaign, "周平", pledge(SIGNED.model_copy(update={"answer": ""})))
    assert missing(GENERAL, "approve-pledges") == [OTHER]
    assert missing(OTHER, "guide-pledges") == ["李晓㼆"]


def test_R36_an_approval_on_paper_is_typed_into_the_workbook(campaign: Path, pingyi: Command) -> None:
    book = openpyxl.load_workbook(campaign / "花名册.xlsx")
    sheet = book.create_sheet("承诺")
    sheet.append(["对象", "承诺事项", "审核（指导）人", "审核（指导）时间", "审核（指导）意见"])
    sheet.append([BRANCH, "每月接待一次", "赵书远", "2011-01-12", "同意"])
    book.save(campaign / "花名册.xlsx")
    plan, _collected = load_plan(open_campaign(campaign))
    assert step(plan, GENERAL, "approve-pledges").missing == (OTHER,)


def test_R35_the_pledges_of_the_form_are_carried_before_those_of_the_workbook(
    campaign: Path, tmp_path: Path, pingyi: Command
) -> None:
    book = openpyxl.load_workbook(campaign / "花名册.xlsx")
    sheet = book.create_sheet("承诺")
    for row in (["对象", "承诺事项"], [BRANCH, "多开会"], [OTHER, "每月接待一次。"]):
        sheet.append(row)
    book.save(campaign / "花名册.xlsx")
    return_pledges(campaign, BRANCH, pledge(SIGNED))
    return_pledges(campaign, OTHER, pledge(SIGNED))
    code, _out, err = pingyi("rollover", tmp_path / "2011年", "--from", campaign)
    assert code == 0, err
    assert BRANCH in err
    assert OTHER not in err
    records = open_campaign(tmp_path / "2011年").campaign.records
    assert records[ORGANISATION, BRANCH].last_commitments == ("每月接待一次",)
    assert records[ORGANISATION, OTHER].last_commitments == ("每月接待一次",)
