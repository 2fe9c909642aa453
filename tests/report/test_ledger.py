"""The ledger divides what reviewers divided, dates what somebody dated, and leaves the rest whole."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from pingyi.deliver import OutputFolder
from pingyi.forms import TemplateShelf
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Officer
from pingyi.model.results.records import Mending, Pledge, PledgePlan, Record, Visit
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, make_plan
from pingyi.report import write_reports
from pingyi.report.opinions import NOT_WRITTEN, Opinion, divide, find_limit

ON = dt.date(2011, 1, 5)
KEY = (SubjectKind.MEMBER, "20002")


@pytest.mark.parametrize(
    ("texts", "opinion"),
    [
        (["主要成绩：认真。存在问题：不细。努力方向：多学。"], Opinion("", "认真。", "不细。", "多学。")),
        (["一、主要成绩：好\n二、存在的问题：学习少\n三、努力方向：多读"], Opinion("", "好", "学习少", "多读")),
        (["【优点】：好。不足：慢"], Opinion("", "好。", "慢", "")),
        (["主要成绩：认真。", "主要成绩：热心。存在问题：急。"], Opinion("", "认真。\n热心。", "急。", "")),
        # nothing is guessed: no heading, a text before the first one, a word that is none, one of two undivided
        (["工作认真，成绩突出。"], Opinion("工作认真，成绩突出。")),
        (["工作认真。存在问题：急。"], Opinion("工作认真。存在问题：急。")),
        (["成绩好，问题：少"], Opinion("成绩好，问题：少")),
        (["主要成绩：认真。", "同意。"], Opinion("主要成绩：认真。\n同意。")),
        (["", " "], Opinion()),
    ],
)
def test_R31_a_comment_is_divided_only_where_its_writer_did(texts: list[str], opinion: Opinion) -> None:
    assert divide(texts) == opinion


def read_ledger(plan: Plan, folder: Path) -> dict[str, dict[str, object]]:
    with OutputFolder(folder) as out:
        write_reports(plan, TemplateShelf(plan.plugins, plan.campaign.settings, None), out, ON)
    rows = openpyxl.load_workbook(folder / "点评工作台账.xlsx")["台账"].iter_rows(min_row=2, values_only=True)
    head = next(rows)
    return {str(line["点评对象"]): line for line in (dict(zip(head, row, strict=True)) for row in rows)}


def test_R31_reviewers_are_those_who_were_written_else_those_of_the_plan(
    make: Callable[..., Plan], tmp_path: Path
) -> None:
    member = SubjectKind.MEMBER
    visit = Visit(method="走访", held_on=PartialDate(2011, 1, 8), visitors=("孙国喆", "周平"))
    both = {"secretary": "认真。", "committee": "同意。"}
    whole = {"organisation": "好。", "secretary_as_subject": "好。"}
    plan = make(
        change={
            (member, "20002"): Record(comments=both, reviewers={"committee": ("王校长", "客人")}),
            (member, "20001"): Record(comments={"committee": "同意。"}, reviewers={"committee": ("赵书远",)}),
            (member, "30002"): Record(visit=visit),
            (SubjectKind.ORGANISATION, "机械学院学生党支部"): Record(
                comments=whole, reviewers={"organisation": ("王校长",)}
            ),
        }
    )
    organisations = dict(plan.campaign.organisations)
    general = organisations["机械学院党总支"]
    more = (*general.committee, Officer(name="冯委员"))
    organisations[general.id] = general.model_copy(update={"committee": more})
    plan = make_plan(dataclasses.replace(plan.campaign, organisations=organisations), plan.plugins)
    lines = read_ledger(plan, tmp_path / "report")
    named = {name: line["点评人"] for name, line in lines.items()}
    assert named["周平"] == "李晓㼆；王校长、客人"
    assert (named["李晓㼆"], lines["李晓㼆"]["备注"]) == ("赵书远", "未点评，缺党总支书记点评")
    assert named["郑行难"] == "孙国喆、周平"
    assert named["钱立明"] == "赵书远；孙国喆、冯委员（任一人）"
    assert named["机械学院学生党支部"] == "王校长"
    assert lines["周平"]["职务"] == "党支部书记、校长"


def plan_of(*pledges: tuple[str, str], mending: tuple[tuple[str, str], ...] = ()) -> PledgePlan:
    return PledgePlan(
        pledges=tuple(Pledge(text=text, finish_by=by) for text, by in pledges),
        mending=tuple(Mending(text=text, pledge=number) for text, number in mending),
    )


@pytest.mark.parametrize(
    ("record", "limit"),
    [
        (Record(rectification="2011年3月底前建好活动室"), "2011年3月底前"),
        (Record(rectification="3月31日前公示，本学期末整改到位"), "3月31日前、本学期末"),
        (Record(rectification="5月完成；两个月内见效"), "5月、两个月内"),
        (Record(rectification="改进会风", next_commitments=("年底前减少会议", "2011.6前走访")), "年底前、2011.6前"),
        (Record(rectification="改进会风", pledge_plan=plan_of(("少开会", "2011年6月"))), "2011年6月"),
        (
            Record(pledge_plan=plan_of(("少开会", "2011年6月"), ("多走访", "每月"), mending=(("会多", "1"),))),
            "2011年6月",
        ),
        (Record(rectification="自2010年底以来会多，今后减少"), NOT_WRITTEN),
        (Record(rectification="多年前的问题"), NOT_WRITTEN),
        (Record(next_commitments=("年底前减少会议",)), ""),
    ],
)
def test_R31_the_limit_is_the_one_somebody_wrote(record: Record, limit: str) -> None:
    assert find_limit(record) == limit


def test_R31_divided_and_whole_comments_stand_side_by_side(make: Callable[..., Plan], tmp_path: Path) -> None:
    record = Record(
        comments={"secretary": "主要成绩：热心。存在问题：拖拉。努力方向：守时。", "committee": "主要成绩：肯干。"},
        rectification="三月底前改掉迟到，3月底前见效。",
    )
    plan = make(change={KEY: record})
    with OutputFolder(tmp_path / "report") as folder:
        write_reports(plan, TemplateShelf(plan.plugins, plan.campaign.settings, None), folder, ON)
    sheet = openpyxl.load_workbook(tmp_path / "report" / "点评工作台账.xlsx")["台账"]
    rows = [dict(zip(next(sheet.iter_rows(min_row=2, max_row=2, values_only=True)), row, strict=True))
            for row in sheet.iter_rows(min_row=3, values_only=True)]  # fmt: skip
    line = next(row for row in rows if row["点评对象"] == "周平")
    assert (line["点评意见（未分项）"], line["主要成绩"], line["存在问题"]) == ("—", "热心。\n肯干。", "拖拉。")
    assert line["努力方向（整改意见）"] == "守时。\n三月底前改掉迟到，3月底前见效。"
    assert line["整改时限"] == "三月底前、3月底前"
    whole = next(row for row in rows if row["点评对象"] == "孙国喆")
    assert whole["点评意见（未分项）"] == "孙国喆工作认真。\n同意。"
    assert (whole["主要成绩"], whole["整改时限"]) == ("未分项", "—")
    table = docx.Document(str(tmp_path / "report" / "台账" / "台账_机械学院党总支.docx")).tables[0]
    texts = {row.cells[6].text: [cell.text for cell in row.cells] for row in table.rows}
    assert texts["周平"][10:12] == ["热心。\n肯干。", "拖拉。"]
    assert texts["孙国喆"][10:12] == ["孙国喆工作认真。\n同意。"] * 2  # one cell across both columns
