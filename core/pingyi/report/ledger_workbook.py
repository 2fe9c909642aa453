"""The ledger as a workbook (R31): filters, frozen head, print titles, the sum; and a sheet of what is to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pingyi.model.papers.report_forms import LedgerLine
from pingyi.model.people.organisation import OrgKind
from pingyi.model.results.records import SENT_BACK, Endorsement, PledgePlan
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan
from pingyi.plan.fields.pledge_fields import needs_approval
from pingyi.report.coverage import Coverage, State, count_states
from pingyi.report.lines import list_ledger
from pingyi.report.substance import is_unpledged
from pingyi.workbooks.book import open_workbook
from pingyi.workbooks.tables import CELL, HEAD, TEXT, finish_sheet, write_head

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_COLUMNS = {
    "序号": 6, "点评时间": 12, "地点": 16, "方式": 14, "点评人": 16, "职务": 22, "点评对象": 24, "类别": 8,
    "所在党组织": 28, "支部类型": 12, "点评意见（未分项）": 50, "主要成绩": 36, "存在问题": 36,
    "努力方向（整改意见）": 36, "整改时限": 14, "落实情况": 20, "登记表份数、编号": 20, "备注": 30,
}  # fmt: skip
_MENDING = {
    "对象": 24, "类别": 8, "所在党组织": 28, "存在问题和整改措施": 50, "落实情况": 30, "上年承诺": 40,
    "新年度公开承诺": 50, "整改是否列入承诺": 12, "四项要求": 24, "审核（指导）人": 14, "审核（指导）时间": 14,
}  # fmt: skip


def make_ledger_workbook(plan: Plan, coverage: Coverage) -> bytes:
    """Make the .xlsx: every text is written as text, so that none is a formula; the same data give the same bytes."""
    with open_workbook("点评工作台账") as (book, content):
        rows = [_as_row(line) for line in list_ledger(plan, coverage, plan.organisations)]
        heading = f"{plan.institution}{plan.campaign.settings.campaign.activity}领导点评工作台账"
        _write(book, "台账", heading, _COLUMNS, rows, total=sum_up(plan, coverage))
        mending = list(_list_mending(plan))
        _write(
            book,
            "整改和承诺",
            f"{plan.institution}问题整改和承诺清单",
            _MENDING,
            mending,
            total=f"合计：{len(mending)}项",
        )
    return content.getvalue()


def sum_up(plan: Plan, coverage: Coverage) -> str:
    """The sum in one line: who was reviewed, how many of how many."""
    known = plan.campaign.organisations
    reviewed = [item for item in coverage.subjects if item.state is State.REVIEWED]
    organisations = [item for item in reviewed if item.kind is SubjectKind.ORGANISATION]
    branches = sum(known[item.id].kind is OrgKind.BRANCH for item in organisations)
    secretaries = sum(item.kind is SubjectKind.SECRETARY for item in reviewed)
    members = sum(item.kind is SubjectKind.MEMBER for item in reviewed)
    count = count_states(coverage.subjects)
    return (
        f"合计：点评党总支（直属党支部）{len(organisations) - branches}个、党支部{branches}个、书记{secretaries}名、"
        f"党员{members}名；应点评{count.due}，已点评{count.reviewed}，未点评{count.missing}，免予点评{count.exempt}，"
        f"覆盖率{count.rate}"
    )


def _as_row(line: LedgerLine) -> tuple[str | int, ...]:
    return tuple(getattr(line, name) or ("—" if name == "comment" else "") for name in LedgerLine.model_fields)


def _list_mending(plan: Plan) -> Iterator[tuple[str, ...]]:
    """What is to be mended and promised, one subject a row (R50, R51)."""
    campaign = plan.campaign
    kinds = {SubjectKind.ORGANISATION: "党组织", SubjectKind.MEMBER: "党员"}
    for (kind, subject_id), record in campaign.records.items():
        pledges, last = _join(record.pledges), _join(record.last_commitments)
        if not (record.rectification or record.follow_up or pledges or last):
            continue
        person = campaign.people.get(subject_id)
        organisation = campaign.organisations.get(person.branch_id if person is not None else subject_id)
        mends = record.rectification or (record.pledge_plan is not None and record.pledge_plan.mending)
        taken_up = ("否" if is_unpledged(record) else "是") if mends else "—"
        yield (
            campaign.name_subject(kind, subject_id),
            kinds.get(kind, ""),
            organisation.name if organisation is not None else "",
            record.rectification or "—",
            record.follow_up or "—",
            last or "—",
            pledges or ("（口头承诺）" if record.oral_commitment else "—"),
            taken_up,
            *_describe_approval(plan, kind, subject_id),
        )


def _describe_approval(plan: Plan, kind: SubjectKind, subject_id: str) -> tuple[str, str, str]:
    """The points (R38, R39), and who approved the pledges (R36) or guided them (R37) when."""
    record = plan.campaign.record_of(kind, subject_id)
    known = record.pledge_plan or PledgePlan()
    wrong = "、".join(point for point, answer in known.points.items() if answer != "是")
    points = (f"不符合：{wrong}" if wrong else "符合") if known.points else "—"
    said = known.endorsement or Endorsement()
    if record.oral_commitment or (kind is SubjectKind.ORGANISATION and not needs_approval(plan.campaign, subject_id)):
        nobody = "—"
    else:
        nobody = "未审核" if kind is SubjectKind.ORGANISATION else "未指导"
    answer = f"（{said.answer}）" if said.answer == SENT_BACK else ""
    return points, (said.signed_by + answer) or nobody, str(said.signed_on or "—")


def _write(
    book: Workbook, name: str, heading: str, columns: dict[str, int], rows: Sequence[Sequence[str | int]], *, total: str
) -> None:
    sheet = book.add_worksheet(name)
    common = {**CELL, "text_wrap": True}
    title = book.add_format(
        {"font_name": "宋体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}
    )
    head = book.add_format({**common, **HEAD})
    cell = book.add_format({**common, **TEXT})
    number = book.add_format({**common, "align": "center"})
    last_column = len(columns) - 1
    sheet.merge_range(0, 0, 0, last_column, "", title)
    sheet.write_string(0, 0, heading, title)
    sheet.set_row(0, 30)
    write_head(sheet, columns, head, row=1)
    for line, row in enumerate(rows, start=2):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, place, value, number)
            else:
                sheet.write_string(line, place, value, cell)
    end = max(len(rows) + 1, 2)
    sheet.merge_range(end + 1, 0, end + 1, last_column, "", cell)
    sheet.write_string(end + 1, 0, total, cell)
    sheet.set_row(end + 1, 24)
    finish_sheet(sheet, frozen=(2, 1), last=(end, last_column))


def _join(items: Sequence[str]) -> str:
    """Several pledges as one text; each may have ended as a sentence."""
    return "；".join(item.rstrip("。；; ") for item in items)
