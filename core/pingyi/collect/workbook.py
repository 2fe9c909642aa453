"""What collecting found as a workbook: problems with their places, and who has not returned anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pingyi.collect.result import Collected
from pingyi.disk.atomic import write_whole
from pingyi.disk.folders import make_folders
from pingyi.errors import SEVERITY_NAMES, Severity
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan
from pingyi.workbooks.book import open_workbook
from pingyi.workbooks.tables import CELL, HEAD, TEXT, finish_sheet, write_head

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_PROBLEMS = {"级别": 8, "文件": 44, "姓名/组织": 18, "栏目": 24, "问题": 60, "怎么办": 50, "内容": 30, "代码": 18}
_MISSING = {"类别": 8, "姓名/组织": 26, "学工号": 14, "所在组织": 34}
_DOCUMENTS = {"文件": 44, "姓名/组织": 18, "表": 26, "存留": 12, "采用": 8, "修改时间": 22, "问题数": 8}
_COLOURS = {SEVERITY_NAMES[Severity.ERROR]: "#F8CBAD", SEVERITY_NAMES[Severity.WARNING]: "#FFE699"}
_KINDS = {SubjectKind.ORGANISATION: "党组织", SubjectKind.SECRETARY: "书记", SubjectKind.MEMBER: "党员"}
Row = tuple[str, ...]


def write_problems(plan: Plan, collected: Collected, target: Path) -> None:
    """Write the sheets 问题, 未交 and 已交: text only, so that nothing people wrote can be taken for a formula.

    Raises:
        DeliveryError: the file cannot be written; what was there before is untouched.
    """
    with open_workbook("回收检查") as (book, content):
        _write_sheet(book, "问题", _PROBLEMS, _list_problems(collected))
        _write_sheet(book, "未交", _MISSING, _list_missing(plan, collected))
        _write_sheet(book, "已交", _DOCUMENTS, _list_documents(plan, collected))
    make_folders(target.parent)
    write_whole(target, content.getvalue())


def _list_problems(collected: Collected) -> list[Row]:
    order = list(Severity)
    return [
        (SEVERITY_NAMES[item.severity], _name_file(item.file, item.sheet, item.row), item.person, item.column,
         item.message, item.cure, item.value, item.code)
        for item in sorted(collected.problems, key=lambda item: order.index(item.severity))
    ]  # fmt: skip


def _name_file(file: str, sheet: str, row: int | None) -> str:
    return " ".join(part for part in (file, sheet, f"第{row}行" if row is not None else "") if part)


def _list_missing(plan: Plan, collected: Collected) -> list[Row]:
    rows: list[Row] = []
    organisations, people = plan.campaign.organisations, plan.campaign.people
    for kind, subject_id in collected.missing:
        if kind is SubjectKind.MEMBER:
            person = people[subject_id]
            rows.append((_KINDS[kind], person.name, person.person_no, organisations[person.branch_id].name))
        else:
            rows.append((_KINDS[kind], organisations[subject_id].name, "", organisations[subject_id].name))
    return rows


def _list_documents(plan: Plan, collected: Collected) -> list[Row]:
    copies = plan.campaign.settings.copies
    return [
        (item.path, plan.campaign.name_subject(*item.subject), plan.plugins.forms[item.form].label,
         copies[item.copy].label if item.copy in copies else item.copy, "是" if item.counts else "否", item.modified,
         str(len(item.problems)))
        for item in collected.documents
    ]  # fmt: skip


def _write_sheet(book: Workbook, name: str, columns: dict[str, int], rows: Sequence[Row]) -> None:
    sheet = book.add_worksheet(name)
    common = {**CELL, "valign": "top", "text_wrap": True}
    write_head(sheet, columns, book.add_format({**common, "bold": True, "bg_color": HEAD["bg_color"]}))
    cell = book.add_format({**common, **TEXT})
    marked = {word: book.add_format({**common, **TEXT, "bg_color": code}) for word, code in _COLOURS.items()}
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            sheet.write_string(number, place, value, marked.get(row[0], cell) if not place else cell)
    finish_sheet(sheet, frozen=(1, 0), last=(max(len(rows), 1), len(columns) - 1), numbered=False)
